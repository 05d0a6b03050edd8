using System.Globalization;
using System.Text.Json;
using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation;

/// <summary>Issues as JSON, <c>schema</c> 1: the same list gives the same bytes.</summary>
public static class IssueJson
{
    private const int Schema = 1;
    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>Writes issues in the given order.</summary>
    public static byte[] Write(IReadOnlyList<Issue> issues) => CanonicalJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("schema", Schema);
        WriteArray(writer, issues);
        writer.WriteEndObject();
    });

    /// <summary>Writes the member <c>issues</c> into an object that the caller has open.</summary>
    public static void WriteArray(Utf8JsonWriter writer, IReadOnlyList<Issue> issues)
    {
        writer.WriteStartArray("issues");
        foreach (var issue in issues)
        {
            writer.WriteStartObject();
            writer.WriteString("rule", issue.Rule);
            writer.WriteString("severity", NameOf(issue.Severity));
            writer.WriteString("file", issue.File);
            writer.WriteNumber("line", issue.Line);
            writer.WriteNumber("column", issue.Column);
            writer.WriteString("message", issue.Message);
            writer.WriteString("fingerprint", issue.Fingerprint);
            if (issue.Suppressed is { } suppressed)
            {
                writer.WriteStartObject("suppressed");
                writer.WriteString("reason", suppressed.Reason);
                writer.WriteString("until", Day(suppressed.Until));
                writer.WriteString("by", suppressed.InFile ? "comment" : "settings");
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">The bytes are something else, or of a later schema.</exception>
    public static IReadOnlyList<Issue> Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            if (document.RootElement.GetProperty("schema").GetInt32() != Schema) throw new FormatException("The issues have a schema that this version does not know.");
            return ReadArray(document.RootElement);
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"This is no list of issues: {failure.Message}", failure);
        }
    }

    /// <summary>Reads the member <c>issues</c> of an object.</summary>
    /// <exception cref="FormatException">One of them says something that no issue says.</exception>
    public static IReadOnlyList<Issue> ReadArray(JsonElement owner) => [.. owner.GetProperty("issues").EnumerateArray().Select(ReadIssue)];

    /// <summary>A severity as JSON, reports and the command line write it.</summary>
    public static string NameOf(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        Severity.Info => "info",
    };

    private static Issue ReadIssue(JsonElement issue) => new(
        Text(issue, "rule"),
        Text(issue, "severity") switch
        {
            "error" => Severity.Error,
            "warning" => Severity.Warning,
            "info" => Severity.Info,
            var other => throw new FormatException($"\"{other}\" is no severity."),
        },
        issue.GetProperty("file").GetString(),
        issue.GetProperty("line").GetInt32(),
        issue.GetProperty("column").GetInt32(),
        Text(issue, "message"),
        Text(issue, "fingerprint"))
    {
        Suppressed = issue.TryGetProperty("suppressed", out var by) ? new(Text(by, "reason"), DateOnly.ParseExact(Text(by, "until"), DayFormat, CultureInfo.InvariantCulture), Text(by, "by") == "comment") : null,
    };

    private static string Day(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    private static string Text(JsonElement issue, string key) => issue.GetProperty(key).GetString() ?? throw new FormatException($"An issue has no {key}.");
}
