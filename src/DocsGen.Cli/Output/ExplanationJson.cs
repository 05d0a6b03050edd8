using System.Text.Json;
using DocsGen.Core.Runs;
using DocsGen.Core.Runs.UseCases;
using DocsGen.Core.Validation;

namespace DocsGen.Cli.Output;

/// <summary>A gate explained, as JSON.</summary>
internal static class ExplanationJson
{
    public static void Write(Utf8JsonWriter json, GateExplanation why, NextCommands next)
    {
        var verdict = why.Execution.Verdict!;
        json.WriteString("runId", why.Run.Id.Value);
        json.WriteString("executionId", why.Execution.Id.Value);
        json.WriteNumber("phase", why.Phase.Number);
        json.WriteString("status", why.Execution.Status.ToWire());
        json.WriteNumber("errors", verdict.Errors);
        json.WriteNumber("warnings", verdict.Warnings);
        json.WriteNumber("infos", verdict.Infos);
        json.WriteNumber("overridden", verdict.Overridden);
        json.WriteStartArray("rules");
        foreach (var rule in why.Rules) WriteRule(json, rule);
        json.WriteEndArray();
        IssueJson.WriteArray(json, why.Issues);
        json.WriteStartArray("files");
        foreach (var file in why.Files)
        {
            json.WriteStartObject();
            json.WriteString("name", file.Name);
            json.WriteString("path", file.Path);
            json.WriteString("madeBy", file.MadeBy);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (why.LastOpened is { } opened) WriteSince(json, why, opened);
        json.WriteStartArray("commands");
        foreach (var command in why.Commands)
        {
            json.WriteStartObject();
            json.WriteString("command", next.Named(command.Command));
            json.WriteString("why", command.Why);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteRule(Utf8JsonWriter json, RuleOutcome rule)
    {
        json.WriteStartObject();
        json.WriteString("id", rule.Id);
        json.WriteString("severity", IssueJson.NameOf(rule.Severity));
        json.WriteNumber("errors", rule.Found.Errors);
        json.WriteNumber("warnings", rule.Found.Warnings);
        json.WriteNumber("infos", rule.Found.Notes);
        json.WriteBoolean("overridable", rule.Overridable);
        json.WriteEndObject();
    }

    private static void WriteSince(Utf8JsonWriter json, GateExplanation why, ExecutionState opened)
    {
        json.WriteStartObject("since");
        json.WriteString("executionId", opened.Id.Value);
        json.WriteStartArray("changed");
        foreach (var change in why.Changed)
        {
            json.WriteStartObject();
            json.WriteString("name", change.Name);
            json.WriteString("before", change.Before);
            json.WriteString("after", change.After);
            json.WriteString("madeBy", change.MadeBy);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteFingerprints(json, "new", why.Compared!.New);
        WriteFingerprints(json, "fixed", why.Compared.Fixed);
        WriteFingerprints(json, "stillThere", why.Compared.StillThere);
        json.WriteEndObject();
    }

    private static void WriteFingerprints(Utf8JsonWriter json, string name, IReadOnlyList<Issue> issues)
    {
        json.WriteStartArray(name);
        foreach (var issue in issues) json.WriteStringValue(issue.Fingerprint);
        json.WriteEndArray();
    }
}
