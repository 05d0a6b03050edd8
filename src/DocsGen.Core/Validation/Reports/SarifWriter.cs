using System.Text.Json;
using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation;

/// <summary>
/// Issues as SARIF 2.1.0 (OASIS Standard "Static Analysis Results Interchange Format"). The same issues give the same bytes. Columns are UTF-16 code units,
/// counted in the documents as given.
/// </summary>
public static class SarifWriter
{
    private const string SchemaUri = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    // Where issues lie is said against this; whoever reads the file knows its folder.
    private const string BaseId = "SRCROOT";

    // Found before, and now no more.
    private const string Absent = "absent";

    /// <summary>Writes one run.</summary>
    /// <param name="issues">In the order in which they are to stand.</param>
    /// <param name="documents">For the columns.</param>
    /// <param name="version">This program's version.</param>
    /// <param name="prefix">Goes before every file name: <c>docs/</c> where the folder is not the one that the file is read from.</param>
    /// <param name="compared">Which of the issues are new, and which are gone: those follow the others, marked. Null where nothing is compared.</param>
    /// <param name="weights">How much each rule weighs here, null for one that is off; without them as much as usually.</param>
    public static byte[] Write(
        IReadOnlyList<Issue> issues,
        IReadOnlyList<DocumentSource> documents,
        string version,
        string prefix = "",
        IssueComparison? compared = null,
        IReadOnlyDictionary<string, Severity?>? weights = null)
    {
        var places = new SourcePlaces(documents);
        var isNew = compared?.New.Select(i => i.Fingerprint).ToHashSet(StringComparer.Ordinal);
        var gone = compared?.Fixed ?? [];
        var rules = Rules([.. issues, .. gone]);
        return CanonicalJson.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("$schema", SchemaUri);
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            WriteTool(json, rules, version, weights);
            json.WriteString("columnKind", "utf16CodeUnits");
            json.WriteStartArray("results");
            foreach (var issue in issues) WriteResult(json, issue, rules.IndexOf(issue.Rule), places, prefix, isNew is null ? null : isNew.Contains(issue.Fingerprint) ? "new" : "unchanged");
            foreach (var issue in gone) WriteResult(json, issue, rules.IndexOf(issue.Rule), places, prefix, Absent);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    // Every rule that there is, so that a viewer can explain those that found nothing too; and ids that are no rule's, such as that of a rule that failed.
    private static List<string> Rules(IReadOnlyList<Issue> issues)
    {
        var ids = RuleCatalog.All.Concat(SuppressionRules.All).Select(r => r.Id).ToList();
        foreach (var id in issues.Select(i => i.Rule).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (!ids.Contains(id, StringComparer.Ordinal)) ids.Add(id);
        }

        return ids;
    }

    private static void WriteTool(Utf8JsonWriter json, List<string> rules, string version, IReadOnlyDictionary<string, Severity?>? weights)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "DocsGen");
        json.WriteString("semanticVersion", version);
        json.WriteStartArray("rules");
        foreach (var id in rules)
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            if ((RuleCatalog.Find(id) ?? SuppressionRules.All.FirstOrDefault(r => string.Equals(r.Id, id, StringComparison.Ordinal))) is { } info)
            {
                WriteText(json, "shortDescription", info.Title);
                WriteText(json, "fullDescription", info.Description);
                json.WriteStartObject("defaultConfiguration");
                var weight = weights is null ? info.Strict : weights.GetValueOrDefault(id);
                json.WriteBoolean("enabled", weight is not null);
                json.WriteString("level", Level(weight ?? info.Strict ?? Severity.Info));
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(
        Utf8JsonWriter json, Issue issue, int rule, SourcePlaces places, string prefix, string? state)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", issue.Rule);
        json.WriteNumber("ruleIndex", rule);
        json.WriteString("level", Level(issue.Severity));
        WriteText(json, "message", issue.Message);
        json.WriteStartArray("locations");
        if (issue.File is { } file) WriteLocation(json, issue, file, state == Absent ? null : places, prefix);
        json.WriteEndArray();
        json.WriteStartObject("partialFingerprints");
        json.WriteString("docsgenIssue/v1", issue.Fingerprint);
        json.WriteEndObject();
        if (state is not null) json.WriteString("baselineState", state);
        if (issue.Suppressed is { } suppressed)
        {
            json.WriteStartArray("suppressions");
            json.WriteStartObject();
            json.WriteString("kind", suppressed.InFile ? "inSource" : "external");
            json.WriteString("status", "accepted");
            json.WriteString("justification", suppressed.Reason);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    // Of what is gone the line is known, but not the text that its column was counted in.
    private static void WriteLocation(Utf8JsonWriter json, Issue issue, string file, SourcePlaces? places, string prefix)
    {
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", string.Join('/', (prefix + file).Split('/').Select(Uri.EscapeDataString)));
        json.WriteString("uriBaseId", BaseId);
        json.WriteEndObject();
        var column = places?.Utf16Column(issue);
        if (column is not null || (places is null && issue.Line > 0))
        {
            json.WriteStartObject("region");
            json.WriteNumber("startLine", issue.Line);
            if (column is { } known) json.WriteNumber("startColumn", known);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static string Level(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        Severity.Info => "note",
    };
}
