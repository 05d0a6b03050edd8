namespace DocsGen.Core.Text.Diff;

/// <summary>
/// A text as lines, each with the line end that it has (LF, CRLF, or none at the end of the text): putting them together again gives the text, so that
/// CRLF, a byte order mark and a missing last line end survive. A lone CR is no line end.
/// </summary>
public static class TextLines
{
    /// <summary>Splits; an empty text has no lines.</summary>
    public static IReadOnlyList<string> Of(string text)
    {
        var lines = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var feed = text.IndexOf('\n', start);
            var end = feed < 0 ? text.Length : feed + 1;
            lines.Add(text[start..end]);
            start = end;
        }

        return lines;
    }

    /// <summary>A line without its line end.</summary>
    public static string Content(string line) =>
        line.EndsWith("\r\n", StringComparison.Ordinal) ? line[..^2] : line.EndsWith('\n') ? line[..^1] : line;
}
