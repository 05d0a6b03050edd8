using System.Text;
using Markdig.Helpers;

namespace DocsGen.Core.Validation;

/// <summary>A stretch of text in a block of raw HTML that a reader sees as one, and the level of the heading that it is, or 0.</summary>
internal sealed record HtmlText(RunKind Kind, int Level, bool InList, int Start, RunTexts Texts);

/// <summary>
/// Reads the text of a block of raw HTML: what stands between tags is prose, as a reader sees it, with entities decoded and cut where an
/// element begins or ends that is no part of a line. What stands in <c>pre</c> and <c>code</c> is shown but masked; comments, scripts and styles show
/// nothing. It takes time linear in the block.
/// </summary>
internal sealed class HtmlBlockText(string html, int offset)
{
    private static readonly HashSet<string> InLine = new(StringComparer.Ordinal)
    {
        "a", "abbr", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "ins", "kbd", "mark", "picture",
        "q", "s", "samp", "small", "source", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    };

    private readonly RunWriter writer = new();
    private readonly StringBuilder markup = new(html);
    private readonly List<HtmlText> found = [];
    private readonly List<(string Content, int Offset)> code = [];
    private RunKind kind = RunKind.Paragraph;
    private int level;
    private int lists;
    private int depthOfCode;
    private int start;

    /// <summary>The block with its text masked, at the same indices.</summary>
    public string Markup => markup.ToString();

    /// <summary>What stands in <c>pre</c> and <c>code</c>, and where.</summary>
    public IReadOnlyList<(string Content, int Offset)> Code => code;

    public List<HtmlText> Read()
    {
        Begin(0);
        var at = 0;
        while (at < html.Length)
        {
            var open = NextTag(at);
            AddText(at, open);
            at = open < html.Length ? AfterTag(open) : open;
        }

        Flush(at);
        return found;
    }

    private int NextTag(int from)
    {
        for (var at = html.IndexOf('<', from); at >= 0; at = html.IndexOf('<', at + 1))
        {
            if (at + 1 < html.Length && (char.IsAsciiLetter(html[at + 1]) || html[at + 1] is '/' or '!' or '?')) return at;
        }

        return html.Length;
    }

    private int AfterTag(int open)
    {
        if (html[open + 1] is '!' or '?')
        {
            var comment = html.AsSpan(open).StartsWith("<!--", StringComparison.Ordinal);
            var close = html.IndexOf(comment ? "-->" : ">", open, StringComparison.Ordinal);
            return close < 0 ? html.Length : close + (comment ? 3 : 1);
        }

        var end = HtmlAttributes.EndOfTag(html, open);
        var closes = html[open + 1] == '/';
        var nameStart = open + (closes ? 2 : 1);
        var nameEnd = nameStart;
        while (nameEnd < end && char.IsAsciiLetterOrDigit(html[nameEnd])) nameEnd++;
        var name = html[nameStart..nameEnd].ToLowerInvariant();
        Apply(name, closes, open, end);
        return !closes && name is "script" or "style" ? AfterRaw(name, end) : end;
    }

    private void Apply(string name, bool closes, int open, int end)
    {
        if (name is "code" or "pre") depthOfCode = Math.Max(0, depthOfCode + (closes ? -1 : 1));
        if (name == "br") writer.Fixed(" ", offset + open);
        if (InLine.Contains(name)) return;
        Flush(open);
        if (name is "ul" or "ol") lists = Math.Max(0, lists + (closes ? -1 : 1));
        level = !closes && name.Length == 2 && name[0] == 'h' && name[1] is >= '1' and <= '6' ? name[1] - '0' : 0;
        kind = closes ? RunKind.Paragraph : name switch { "td" => RunKind.Cell, "th" => RunKind.HeaderCell, _ => level > 0 ? RunKind.Heading : RunKind.Paragraph };
        Begin(level > 0 ? open : end);
    }

    private int AfterRaw(string name, int from)
    {
        var close = html.IndexOf($"</{name}", from, StringComparison.OrdinalIgnoreCase);
        return close < 0 ? html.Length : close;
    }

    private void Begin(int at)
    {
        start = at;
        writer.Begin(RemovedCharacters.None);
    }

    private void AddText(int from, int to)
    {
        if (from == to) return;
        for (var i = from; i < to; i++)
        {
            if (html[i] is not ('\r' or '\n')) markup[i] = TextRun.Masked;
        }

        if (depthOfCode > 0)
        {
            writer.Masked(html.AsSpan(from, to - from), offset + from, linear: true);
            code.Add((html[from..to], offset + from));
            return;
        }

        var plain = from;
        for (var i = from; i < to; i++)
        {
            if (html[i] == '&' && Entity(i, to) is { } entity)
            {
                writer.Literal(html.AsSpan(plain, i - plain), offset + plain);
                writer.Fixed(entity.Text, offset + i);
                i += entity.Length - 1;
                plain = i + 1;
            }
        }

        writer.Literal(html.AsSpan(plain, to - plain), offset + plain);
    }

    private (string Text, int Length)? Entity(int at, int end)
    {
        var semicolon = html.AsSpan(at, Math.Min(end - at, 40)).IndexOf(';');
        if (semicolon < 2) return null;
        var name = html.AsSpan(at + 1, semicolon - 1);
        if (name[0] != '#') return EntityHelper.DecodeEntity(name) is { } known ? (known, semicolon + 1) : null;
        var hexadecimal = name.Length > 1 && name[1] is 'x' or 'X';
        var style = hexadecimal ? System.Globalization.NumberStyles.AllowHexSpecifier : System.Globalization.NumberStyles.None;
        return int.TryParse(name[(hexadecimal ? 2 : 1)..], style, System.Globalization.CultureInfo.InvariantCulture, out var value)
            ? (Rune.IsValid(value) && value > 0 ? new Rune(value).ToString() : "\uFFFD", semicolon + 1)
            : null;
    }

    private void Flush(int at)
    {
        var texts = writer.Finish();
        if (!string.IsNullOrWhiteSpace(texts.Text)) found.Add(new(kind, level, lists > 0, offset + start, texts with { Text = InOneLine(texts.Text), Prose = InOneLine(texts.Prose) }));
        Begin(at);
    }

    private static string InOneLine(string text) => text.Replace('\r', ' ').Replace('\n', ' ');
}
