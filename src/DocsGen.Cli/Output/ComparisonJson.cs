using System.Text.Json;
using DocsGen.Core.Runs;
using DocsGen.Core.Runs.UseCases;
using DocsGen.Core.Validation;

namespace DocsGen.Cli.Output;

/// <summary>A comparison as JSON.</summary>
internal static class ComparisonJson
{
    public static void Write(Utf8JsonWriter json, RunComparison comparison)
    {
        WriteSide(json, "before", comparison.Before);
        WriteSide(json, "after", comparison.After);
        json.WriteNumber("same", comparison.Same);
        json.WriteStartArray("files");
        foreach (var file in comparison.Files) WriteFile(json, file);
        json.WriteEndArray();
        WriteValues(json, "inputs", comparison.Inputs);
        WriteValues(json, "settings", comparison.Settings);
        WriteValues(json, "rules", comparison.Rules);
        json.WriteStartObject("newIssues");
        IssueJson.WriteArray(json, comparison.Issues.New);
        json.WriteEndObject();
        json.WriteStartObject("fixedIssues");
        IssueJson.WriteArray(json, comparison.Issues.Fixed);
        json.WriteEndObject();
        json.WriteStartObject("issuesStillThere");
        IssueJson.WriteArray(json, comparison.Issues.StillThere);
        json.WriteEndObject();
    }

    private static void WriteSide(Utf8JsonWriter json, string name, ComparedSide side)
    {
        json.WriteStartObject(name);
        json.WriteString("runId", side.Run.Id.Value);
        json.WriteString("snapshot", side.Snapshot.Name);
        json.WriteString("sha256", side.Snapshot.Hash.Value);
        json.WriteString("executionId", side.Snapshot.Execution.Id.Value);
        json.WriteEndObject();
    }

    private static void WriteFile(Utf8JsonWriter json, FileComparison file)
    {
        json.WriteStartObject();
        json.WriteString("name", file.Name);
        json.WriteString("change", file.Kind.ToString().ToLowerInvariant());
        WriteEntry(json, "before", file.Before);
        WriteEntry(json, "after", file.After);
        if (file.Lines is { } lines)
        {
            json.WriteNumber("added", lines.Added);
            json.WriteNumber("removed", lines.Removed);
        }

        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, string name, ManifestEntry? entry)
    {
        if (entry is null) return;
        json.WriteStartObject(name);
        json.WriteString("path", entry.Path);
        json.WriteString("sha256", entry.Hash.Value);
        json.WriteNumber("size", entry.Size);
        json.WriteEndObject();
    }

    private static void WriteValues(Utf8JsonWriter json, string name, IReadOnlyList<ValueChange> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStartObject();
            json.WriteString("name", value.Name);
            json.WriteString("before", value.Before);
            json.WriteString("after", value.After);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
