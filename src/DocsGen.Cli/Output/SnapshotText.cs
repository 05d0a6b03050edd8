using System.Globalization;
using System.Text.Json;
using DocsGen.Core.Runs;
using DocsGen.Core.Validation;

namespace DocsGen.Cli.Output;

/// <summary>An old snapshot of a run, in words and as JSON: what its gate saw, which version of each file, and since when that was accepted.</summary>
internal static class SnapshotText
{
    public static void Print(Printer print, RunState run, RunSnapshot snapshot, ManifestView manifest)
    {
        var (execution, verdict) = (snapshot.Execution, snapshot.Execution.Verdict!);
        print.Line($"{print.Bold(run.Id.Value)} {snapshot.Name} of {RunSnapshot.Of(run)[^1].Name}: {execution.Id}, {execution.Status.ToWire()}");
        print.Line($"  sha256:    {snapshot.Hash}");
        print.Line($"  issues:    {new IssueCounts(verdict.Errors, verdict.Warnings, verdict.Infos).InWords()}");
        if (execution.Approval is { } approval) print.Line($"  approved:  by {approval.By.Name} at {RunJson.Time(approval.Utc)}{(approval.Automatic ? " (automatically)" : "")}");
        if (execution.Rejection is { } rejection) print.Line($"  rejected:  by {rejection.By.Name} at {RunJson.Time(rejection.Utc)}: {rejection.Reason}");
        print.Line();
        print.Table(
            ["path", "type", "bytes", "sha256", "accepted since"],
            [.. manifest.Inputs.Concat(manifest.Active).Select(a => (IReadOnlyList<string>)[
                a.Path, a.Type.ToString(), a.Size.ToString(CultureInfo.InvariantCulture), a.Hash.Short, a.Since?.Value ?? "-"])]);
    }

    public static void Write(Utf8JsonWriter json, RunState run, RunSnapshot snapshot, ManifestView manifest)
    {
        json.WriteString("runId", run.Id.Value);
        json.WriteString("snapshot", snapshot.Name);
        json.WriteString("sha256", snapshot.Hash.Value);
        json.WriteString("executionId", snapshot.Execution.Id.Value);
        json.WriteString("status", snapshot.Execution.Status.ToWire());
        json.WriteStartArray("active");
        foreach (var entry in manifest.Inputs.Concat(manifest.Active))
        {
            json.WriteStartObject();
            json.WriteString("path", entry.Path);
            json.WriteString("type", entry.Type.ToString());
            json.WriteNumber("size", entry.Size);
            json.WriteString("sha256", entry.Hash.Value);
            if (entry.Since is { } since) json.WriteString("since", since.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        IssueJson.WriteArray(json, manifest.Issues);
    }
}
