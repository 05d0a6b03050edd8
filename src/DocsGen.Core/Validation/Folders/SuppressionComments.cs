using System.Globalization;

namespace DocsGen.Core.Validation;

/// <summary>
/// Suppressions that stand in a file: <c>&lt;!-- docsgen:ignore RULE until 2027-01-31: reason --&gt;</c> answers for what stands in its own lines and in the
/// lines after it up to the next blank one; <c>docsgen:ignore-file</c> for the whole file. Comments within code or quotes are no comments.
/// </summary>
internal static class SuppressionComments
{
    private const string Mark = "docsgen:ignore";
    private const string WholeFile = "-file";

    // Each is held against each issue of its file.
    private const int MostComments = 200;

    private static ReadOnlySpan<byte> MarkBytes => "docsgen:ignore"u8;

    /// <summary>In document order; those that cannot be read come with what is wrong with them.</summary>
    public static IReadOnlyList<SuppressionComment> In(DocumentSource document)
    {
        if (document.Bytes.Span.IndexOf(MarkBytes) < 0) return [];
        var source = SourceText.Decode(document.Bytes.Span, out _);
        if (source is null) return [];
        var model = MarkdownModel.Parse(document);
        var found = new List<SuppressionComment>();
        foreach (var html in model.Html)
        {
            if (found.Count > MostComments) break;
            if (!html.InQuote) Scan(html, model, source, found);
        }

        return found;
    }

    private static void Scan(HtmlPiece html, MarkdownModel model, SourceText source, List<SuppressionComment> found)
    {
        for (var open = html.Text.IndexOf("<!--", StringComparison.Ordinal); open >= 0;)
        {
            var close = html.Text.IndexOf("-->", open + 4, StringComparison.Ordinal);
            if (close < 0) return;
            var body = html.Text.AsSpan((open + 4)..close).Trim();
            if (body.StartsWith(Mark, StringComparison.Ordinal))
            {
                var at = model.At(html.Offset + open);
                if (found.Count == MostComments)
                {
                    found.Add(new(at, 0, 0, "", "", default, $"a file has at most {MostComments} of them"));
                    return;
                }

                found.Add(Read(body[Mark.Length..], at, LastLine(source, model.At(html.Offset + close).Line)));
            }

            open = html.Text.IndexOf("<!--", close + 3, StringComparison.Ordinal);
        }
    }

    // From the comment's own last line over blank ones to the last line of what follows.
    private static int LastLine(SourceText source, int line)
    {
        var next = line;
        while (next < source.LineCount && source.Line(next).IsWhiteSpace()) next++;
        while (next < source.LineCount && !source.Line(next).IsWhiteSpace()) next++;
        return next;
    }

    private static SuppressionComment Read(ReadOnlySpan<char> text, SourceLocation at, int lastLine)
    {
        var whole = text.StartsWith(WholeFile, StringComparison.Ordinal);
        if (whole) text = text[WholeFile.Length..];
        var colon = text.IndexOf(':');
        var head = (colon < 0 ? text : text[..colon]).ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var reason = colon < 0 ? "" : string.Join(' ', text[(colon + 1)..].ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var until = default(DateOnly);
        var wrong = head.Length != 3 || head[1] != "until" || !DateOnly.TryParseExact(head[2], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out until)
                ? "write it as 'docsgen:ignore RULE until YYYY-MM-DD: reason'"
            : reason.Length == 0 ? "it gives no reason; write one after the colon"
            : SuppressionRules.WhyNot(head[0]);
        return new(at, whole ? 0 : at.Line, whole ? int.MaxValue : lastLine, wrong is null ? head[0] : "", reason, until, wrong);
    }
}

/// <summary>A comment that suppresses issues of a rule in some lines; with <paramref name="Wrong"/> set it does not.</summary>
internal sealed record SuppressionComment(SourceLocation At, int FirstLine, int LastLine, string Rule, string Reason, DateOnly Until, string? Wrong);
