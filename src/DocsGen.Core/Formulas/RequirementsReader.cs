using System.Text.Json;

namespace DocsGen.Core.Formulas;

/// <summary>Reads the requirements JSON. Comments and trailing commas are allowed; duplicate properties and depth over 64 are not.</summary>
public static class RequirementsReader
{
    /// <summary>The check id of bytes that are no JSON.</summary>
    public const string MalformedCheck = "preflight.json";

    /// <summary>Most bytes that a requirements file may hold: 16 MB.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>Reads the UTF-8 bytes of a requirements file. Malformed JSON answers one finding with its line and column.</summary>
    public static RequirementsReading Read(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Length > MaxBytes) return Malformed($"The file has {utf8.Length} bytes; at most {MaxBytes} are read.");
        if (utf8.Span.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
        try
        {
            using var document = JsonDocument.Parse(utf8, JsonText.HandWritten);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return Malformed("The file is JSON, but not an object, {...}.");
            var findings = new List<Finding>();
            var root = new JsonCursor(document.RootElement, "$", findings);
            return new(new RequirementsMapper(root).Map(), findings);
        }
        catch (JsonException exception)
        {
            return Malformed($"The file is not valid JSON at {JsonText.Place(exception)}: {Reason(exception)}");
        }
    }

    private static RequirementsReading Malformed(string message) =>
        new(null, [new(MalformedCheck, Severity.Error, "$", message, "Can you mend the file there, so that it is one JSON object?")]);

    // The parser's message ends in its own, 0-based, position: keep only the sentence.
    private static string Reason(JsonException exception)
    {
        var cut = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var reason = cut < 0 ? exception.Message : exception.Message[..cut];
        var path = reason.IndexOf(" Path:", StringComparison.Ordinal);
        return path < 0 ? reason : reason[..path];
    }
}
