using System.Globalization;
using System.Text;
using System.Text.Json;
using DocsGen.Cli.Output;
using DocsGen.Core.Validation;

namespace DocsGen.Cli.Commands.Validate;

/// <summary>An outcome in each of the forms that people and programs read. All of them hold the same issues in the same words (V3).</summary>
internal sealed class ValidationPrint(Session session, ValidationOutcome outcome)
{
    private FolderVerdict Verdict => outcome.Verdict;

    /// <summary>On standard output.</summary>
    public void Show(string kind)
    {
        if (kind is "json" or "json line") session.Print.Document("validation", Json, indented: kind == "json");
        else if (kind == "text") Text(session.Print);
        else session.Terminal.Out.Write(Encoding.UTF8.GetString(Bytes(kind)));
    }

    /// <summary>For a file.</summary>
    public byte[] Bytes(string kind) => kind switch
    {
        "sarif" => SarifWriter.Write(outcome.Issues, Verdict.Documents, Version, Verdict.Folder.Prefix, outcome.Baselined, Verdict.Folder.Weights),
        "github" => Encoding.UTF8.GetBytes(GitHubAnnotations.Write(outcome.Baselined?.New ?? outcome.Issues, Verdict.Documents, Verdict.Folder.Prefix, outcome.Known ?? outcome.Compared?.StillThere.Count ?? 0)),
        "markdown" => Encoding.UTF8.GetBytes(FolderReport.Markdown(Verdict.Documents.Count, outcome.Issues, Verdict.Result.Completeness, outcome.Compared)),
        _ => Encoding.UTF8.GetBytes(Written(kind)),
    };

    public static string Version => typeof(ValidationPrint).Assembly.GetName().Version!.ToString(3);

    private string Written(string kind)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var print = new Printer(session.Terminal with { Out = text, OutIsTerminal = false }, kind == "json", quiet: false);
        if (kind == "json") print.Document("validation", Json);
        else Text(print);
        return text.ToString();
    }

    private void Text(Printer print)
    {
        var places = new SourcePlaces(Verdict.Documents);
        if (outcome.Compared is { } compared)
        {
            IssueText.List(print, "New", compared.New, places);
            IssueText.List(print, "Fixed", compared.Fixed, null);
            if (compared.New.Count + compared.Fixed.Count > 0) print.Line();
            print.Line(string.Create(CultureInfo.InvariantCulture, $"{compared.New.Count} new, {compared.Fixed.Count} fixed, {compared.StillThere.Count} still there."));
            return;
        }

        IssueText.ByFile(print, outcome.Issues, places);
        print.Line(outcome.InWords());
        if (Verdict.Result.Completeness is { } completeness)
        {
            print.Line(string.Create(CultureInfo.InvariantCulture, $"completeness: {completeness.Documented} of {completeness.Total} requirements, {completeness.Ratio:P1}, threshold {completeness.Threshold:P0}"));
        }
    }

    private void Json(Utf8JsonWriter json)
    {
        json.WriteString("folder", Verdict.Folder.Path);
        json.WriteNumber("files", Verdict.Documents.Count);
        if (Verdict.Folder.Held.File.Path is { } settings) json.WriteString("settings", settings);
        json.WriteBoolean("passed", outcome.Passed);
        if (Verdict.Result.Completeness is { } completeness) json.WriteNumber("completeness", completeness.Ratio);
        if (outcome.Known is { } known) json.WriteNumber("known", known);
        if (outcome.Compared is { } compared)
        {
            json.WriteStartObject("compared");
            Fingerprints(json, "new", compared.New);
            json.WritePropertyName("fixed");
            json.WriteStartObject();
            IssueJson.WriteArray(json, compared.Fixed);
            json.WriteEndObject();
            Fingerprints(json, "stillThere", compared.StillThere);
            json.WriteEndObject();
        }

        json.WriteStartObject("hashes");
        foreach (var (file, hash) in Verdict.Hashes().OrderBy(h => h.Key, StringComparer.Ordinal)) json.WriteString(file, hash);
        json.WriteEndObject();
        IssueJson.WriteArray(json, outcome.Issues);
    }

    // Their issues stand in the list of all.
    private static void Fingerprints(Utf8JsonWriter json, string name, IReadOnlyList<Issue> issues)
    {
        json.WriteStartArray(name);
        foreach (var issue in issues) json.WriteStringValue(issue.Fingerprint);
        json.WriteEndArray();
    }
}
