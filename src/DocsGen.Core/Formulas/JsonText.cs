using System.Text.Json;

namespace DocsGen.Core.Formulas;

/// <summary>JSON from outside: one set of limits for all of it, and texts that every store can keep.</summary>
internal static class JsonText
{
    /// <summary>Depth 64, no duplicate properties; comments and trailing commas are welcome in files that people write.</summary>
    public static JsonDocumentOptions HandWritten => new()
    {
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = 64,
    };

    /// <summary>The value of a JSON string; null when it holds NUL or half of a surrogate pair.</summary>
    public static string? Of(JsonElement element)
    {
        try
        {
            var text = element.GetString()!;
            return text.Contains('\0', StringComparison.Ordinal) ? null : text;
        }
        catch (InvalidOperationException)
        {
            // GetString refuses lone surrogates written as escapes.
            return null;
        }
    }

    /// <summary>Where a parser stopped, for people: 1-based line and byte column.</summary>
    public static string Place(JsonException exception) => exception.LineNumber is { } line
        ? $"line {line + 1}, column {(exception.BytePositionInLine ?? 0) + 1}"
        : "an unknown place";
}
