using System.Globalization;
using System.Text.Json;
using DocsGen.Core.Runs;

namespace DocsGen.Cli.Output;

/// <summary>The JSON of a run, the same wherever one is printed.</summary>
internal static class RunJson
{
    public static void Write(Utf8JsonWriter json, RunState run, DriverLease? driver, NextCommands next)
    {
        json.WriteStartObject("run");
        json.WriteString("id", run.Id.Value);
        json.WriteString("slug", run.Settings.Slug);
        json.WriteString("name", run.Settings.Name);
        json.WriteString("status", run.Status.ToWire());
        json.WriteNumber("version", run.Version);
        if (run.StoppedBecause.Length > 0) json.WriteString("stoppedBecause", run.StoppedBecause);
        json.WriteString("createdUtc", Time(run.CreatedUtc));
        json.WriteString("changedUtc", Time(run.ChangedUtc));
        WriteSettings(json, run.Settings);
        json.WriteStartArray("inputs");
        foreach (var input in run.Inputs) WriteFile(json, input.Kind, input.Path, input.Hash.Value, input.Size);
        json.WriteEndArray();
        json.WriteStartArray("executions");
        foreach (var execution in run.Executions) WriteExecution(json, execution);
        json.WriteEndArray();
        if (run.Bundle is { } bundle)
        {
            json.WriteStartObject("bundle");
            json.WriteString("path", bundle.Path);
            json.WriteString("sha256", bundle.Hash.Value);
            json.WriteNumber("size", bundle.Size);
            json.WriteNumber("files", bundle.Files);
            json.WriteEndObject();
        }

        if (driver is not null)
        {
            json.WriteStartObject("driver");
            json.WriteString("name", driver.Driver);
            json.WriteString("sinceUtc", Time(driver.SinceUtc));
            json.WriteString("untilUtc", Time(driver.UntilUtc));
            json.WriteEndObject();
        }

        WriteOverrides(json, run);
        WritePushes(json, run);
        json.WriteBoolean("archived", run.IsArchived);
        json.WriteBoolean("pinned", run.IsPinned);
        json.WriteBoolean("deleted", run.IsDeleted);
        json.WriteStartArray("next");
        foreach (var command in next.Of(run, driver)) json.WriteStringValue(command);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static string Time(DateTimeOffset utc) => utc.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static void WriteFile(Utf8JsonWriter json, string kind, string path, string sha256, long size)
    {
        json.WriteStartObject();
        json.WriteString("kind", kind);
        json.WriteString("path", path);
        json.WriteString("sha256", sha256);
        json.WriteNumber("size", size);
        json.WriteEndObject();
    }

    private static void WritePushes(Utf8JsonWriter json, RunState run)
    {
        json.WriteStartArray("pushes");
        foreach (var push in run.Pushes)
        {
            json.WriteStartObject();
            json.WriteString("space", push.Space);
            json.WriteNumber("changeset", push.Changeset);
            json.WriteString("manifest", push.Manifest.Value);
            json.WriteString("by", push.By.ToString());
            json.WriteString("utc", Time(push.Utc));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteOverrides(Utf8JsonWriter json, RunState run)
    {
        json.WriteStartArray("overrides");
        foreach (var o in run.Overrides)
        {
            json.WriteStartObject();
            json.WriteString("fingerprint", o.Issue.Fingerprint);
            json.WriteString("rule", o.Issue.Rule);
            json.WriteString("file", o.Issue.File);
            json.WriteString("message", o.Issue.Message);
            json.WriteString("executionId", o.FoundBy.Value);
            json.WriteString("reason", o.Reason);
            json.WriteString("by", o.By.ToString());
            json.WriteString("utc", Time(o.Utc));
            json.WriteString("expiresUtc", Time(o.ExpiresUtc));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSettings(Utf8JsonWriter json, RunSettings settings)
    {
        json.WriteStartObject("settings");
        json.WriteString("formula", settings.Formula);
        json.WriteString("formulaVersion", settings.FormulaVersion);
        json.WriteString("profile", settings.Profile);
        json.WriteString("strictness", settings.Strictness.ToString().ToLowerInvariant());
        json.WriteString("reviewMode", settings.ReviewMode.ToString().ToLowerInvariant());
        json.WriteStartArray("autoApprove");
        foreach (var phase in settings.AutoApprove) json.WriteNumberValue(phase);
        json.WriteEndArray();
        json.WriteString("overwrite", settings.Overwrite.ToString().ToLowerInvariant());
        json.WriteString("agent", settings.Agent);
        json.WriteString("tool", settings.Tool);
        json.WriteEndObject();
    }

    private static void WriteExecution(Utf8JsonWriter json, ExecutionState execution)
    {
        json.WriteStartObject();
        json.WriteString("id", execution.Id.Value);
        json.WriteNumber("phase", execution.Id.Phase);
        json.WriteString("status", execution.Status.ToWire());
        json.WriteString("startedUtc", Time(execution.StartedUtc));
        if (execution.EndedUtc is { } ended) json.WriteString("endedUtc", Time(ended));
        json.WriteNumber("artifacts", execution.Artifacts.Count);
        if (execution.Verdict is { } verdict)
        {
            json.WriteNumber("errors", verdict.Errors);
            json.WriteNumber("warnings", verdict.Warnings);
            json.WriteNumber("infos", verdict.Infos);
            json.WriteNumber("overridden", verdict.Overridden);
            json.WriteString("report", verdict.Report);
            json.WriteString("snapshot", verdict.Snapshot.Value);
            if (verdict.Completeness is { } completeness) json.WriteNumber("completeness", completeness);
        }

        if (execution.Rejection is { } rejected)
        {
            json.WriteStartObject("rejection");
            json.WriteString("by", rejected.By.ToString());
            json.WriteString("utc", Time(rejected.Utc));
            json.WriteString("reason", rejected.Reason);
            json.WriteEndObject();
        }

        if (execution.Approval is { } approval)
        {
            json.WriteStartObject("approval");
            json.WriteString("by", approval.By.ToString());
            json.WriteString("utc", Time(approval.Utc));
            json.WriteString("snapshot", approval.Snapshot.Value);
            json.WriteBoolean("automatic", approval.Automatic);
            if (approval.CarriedFrom is { } from) json.WriteString("carriedFrom", from.Value);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
