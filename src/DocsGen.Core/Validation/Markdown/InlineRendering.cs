using DocsGen.Core.Text;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace DocsGen.Core.Validation;

/// <summary>Parses the inlines of one block at a time and renders them to text; links, code spans and HTML go to the parts.</summary>
internal sealed class InlineRendering(MarkdownParts parts, InlineProcessor inlines, string source)
{
    private readonly RunWriter writer = new();
    private readonly List<TextRange> unslugged = [];
    private bool inQuote;
    private long emphasisWork;

    public TextRun Render(LeafBlock leaf, RunKind kind, bool quoted, bool inList)
    {
        unslugged.Clear();
        var offset = leaf.Lines.Count > 0 ? leaf.Lines.Lines[0].Slice.Start : leaf.Span.Start;
        if (leaf.Lines.Count == 1 && IsPlain(leaf.Lines.Lines[0].Slice.AsSpan()))
        {
            var text = leaf.Lines.Lines[0].Slice.ToString();
            // As in Run: nobody reads them again.
            leaf.Lines = default;
            return Plain(text, offset, kind, quoted, inList);
        }

        Guard(leaf.Lines);
        writer.Begin(RemovedCharacters.None);
        Run(leaf, quoted);
        return new(kind, offset, writer.Finish()) { InQuote = quoted, InList = inList };
    }

    /// <summary>Renders a table cell, in which <c>\|</c> is a pipe, also within code.</summary>
    public TextRun RenderCell(string text, int start, int end, RunKind kind, bool quoted)
    {
        var cell = text.AsSpan(start, end - start);
        if (IsPlain(cell)) return Plain(cell.ToString(), start, kind, quoted, inList: false);
        var escapes = cell.IndexOf("\\|", StringComparison.Ordinal) >= 0;
        var slice = escapes ? new StringSlice(cell.ToString().Replace("\\|", "|", StringComparison.Ordinal)) : new StringSlice(text, start, end - 1);
        var block = new ParagraphBlock(null!) { Span = new(start, end - 1) };
        block.Lines = new(1);
        var line = new StringLine(slice, 0, 0, slice.Start, NewLine.None);
        block.Lines.Add(ref line);
        Guard(block.Lines);
        writer.Begin(escapes ? RemovedCharacters.In(cell, start) : RemovedCharacters.None);
        Run(block, quoted);
        return new(kind, start, writer.Finish()) { InQuote = quoted };
    }

    /// <summary>The text of the last heading rendered that its anchor is made of: without that of its images, and without line ends.</summary>
    public string AnchorText(TextRun run)
    {
        if (unslugged.Count == 0) return run.Text;
        var kept = new System.Text.StringBuilder(run.Text.Length);
        var from = 0;
        foreach (var range in unslugged)
        {
            kept.Append(run.Text.AsSpan(from, range.Start - from));
            from = range.End;
        }

        return kept.Append(run.Text.AsSpan(from)).ToString();
    }

    public void AddHtml(string html, int offset, bool quoted)
    {
        parts.Html.Add(new(html, offset, quoted));
        AddAttributes(html, offset, quoted);
    }

    /// <summary>Adds a block of raw HTML; the answer is the text in it.</summary>
    public List<HtmlText> AddHtmlBlock(string html, int offset, bool quoted)
    {
        var reader = new HtmlBlockText(html, offset);
        var texts = reader.Read();
        parts.Html.Add(new(reader.Markup, offset, quoted));
        foreach (var (content, at) in reader.Code) parts.CodeSpans.Add(new(content, at, at, quoted));
        AddAttributes(html, offset, quoted);
        return texts;
    }

    // Most tags within lines have none.
    private void AddAttributes(string html, int offset, bool quoted)
    {
        if (html.Contains('=', StringComparison.Ordinal)) ScanAttributes(html, offset, quoted);
    }

    private void ScanAttributes(string html, int offset, bool quoted) => HtmlAttributes.Scan(html, attribute =>
    {
        if (attribute.Name == "id" || attribute is { Tag: "a", Name: "name" }) parts.AddAnchor(attribute.Value);
        var kind = attribute.Tag is "img" or "source" or "video" ? LinkKind.Image : LinkKind.Html;
        foreach (var (target, at) in HtmlAttributes.Links(attribute)) parts.Links.Add(new(kind, target, "", offset + attribute.Index + at, quoted) { TargetOffset = offset + attribute.Index + at });
    });

    private static TextRun Plain(string text, int offset, RunKind kind, bool quoted, bool inList) => new(kind, offset, text) { InQuote = quoted, InList = inList };

    private static readonly System.Buffers.SearchValues<char> Special = System.Buffers.SearchValues.Create("\\`*_~[]<>&!:@\t\0");

    /// <summary>Whether a line holds nothing that inline Markdown or autolinks could begin with.</summary>
    private static bool IsPlain(ReadOnlySpan<char> line) => !line.ContainsAny(Special) && line.IndexOf("www.", StringComparison.OrdinalIgnoreCase) < 0;

    private void Guard(StringLineGroup lines)
    {
        var counter = default(MarkdownLimits.Counter);
        for (var i = 0; i < lines.Count; i++)
        {
            if (counter.Add(lines.Lines[i].Slice.AsSpan()) is { } reason) throw new TooComplexException(lines.Lines[i].Slice.Start, reason);
        }

        emphasisWork += counter.EmphasisWork;
        if (emphasisWork > MarkdownLimits.MaxEmphasisWork) throw new TooComplexException(lines.Lines[0].Slice.Start, "its blocks hold too many emphasis marks in all");
    }

    private void Run(LeafBlock leaf, bool quoted)
    {
        inQuote = quoted;
        inlines.ProcessInlineLeaf(leaf);
        if (leaf.Inline is { } root) Walk(root);
        // Rendered; what is kept until the whole file is read has to be moved about by the garbage collector.
        leaf.Inline = null;
    }

    private void Walk(ContainerInline container)
    {
        for (var inline = container.FirstChild; inline is not null; inline = inline.NextSibling) Visit(inline);
    }

    private void Visit(Inline inline)
    {
        switch (inline)
        {
            case LiteralInline literal: writer.Literal(literal.Content.AsSpan(), literal.Span.Start + (literal.IsFirstCharacterEscaped ? 1 : 0)); break;
            case HtmlEntityInline entity: writer.Fixed(entity.Transcoded.AsSpan(), entity.Span.Start); break;
            case LineBreakInline lineBreak:
                unslugged.Add(new(writer.Length, 1));
                writer.Break(lineBreak.Span.Start);
                break;
            case CodeInline code: AddCode(code); break;
            case AutolinkInline auto:
                AddLink(LinkKind.Autolink, auto.IsEmail ? $"mailto:{auto.Url}" : auto.Url, auto.Url, auto.Span.Start);
                writer.Masked(auto.Url, auto.Span.Start + 1, linear: true);
                break;
            case HtmlInline html:
                AddHtml(html.Tag, writer.Source(html.Span.Start), inQuote);
                if (!html.Tag.StartsWith("<br", StringComparison.OrdinalIgnoreCase)) break;
                unslugged.Add(new(writer.Length, 1));
                writer.Fixed(" ", html.Span.Start);
                break;
            case LinkInline link: VisitLink(link); break;
            case EmphasisInline { DelimiterChar: '*' or '_', DelimiterCount: 2 } strong:
                var start = writer.Length;
                Walk(strong);
                writer.Strong(start);
                break;
            case DelimiterInline delimiter:
                writer.Literal(delimiter.ToLiteral(), delimiter.Span.Start);
                Walk(delimiter);
                break;
            case ContainerInline other: Walk(other); break;
        }
    }

    private void VisitLink(LinkInline link)
    {
        var start = writer.Length;
        var position = parts.Links.Count;
        if (link.IsAutoLink)
        {
            var shown = link.FirstChild is LiteralInline literal ? literal.Content.ToString() : link.Url ?? "";
            writer.Masked(shown, link.Span.Start, linear: true);
        }
        else
        {
            Walk(link);
        }

        var text = writer.TextFrom(start);
        if (link.IsImage) LeaveOutOfAnchor(start);
        else writer.LinkText(start);
        var kind = link.IsImage ? LinkKind.Image : link.IsAutoLink ? LinkKind.Autolink : link.Reference is not null ? LinkKind.Reference : LinkKind.Inline;
        parts.Links.Insert(position, new(kind, link.Url ?? "", text, writer.Source(link.Span.Start), inQuote) { TargetOffset = TargetOffset(link) });
    }

    // A definition was found with the blocks, so that its span already is one in the file.
    private int TargetOffset(LinkInline link) => link.Reference is { } definition
        ? definition.UrlSpan.IsEmpty ? -1 : definition.UrlSpan.Start
        : link.IsAutoLink || link.UrlSpan.IsEmpty ? -1 : writer.Source(link.UrlSpan.Start);

    private void LeaveOutOfAnchor(int start)
    {
        while (unslugged.Count > 0 && unslugged[^1].Start >= start) unslugged.RemoveAt(unslugged.Count - 1);
        unslugged.Add(new(start, writer.Length - start));
    }

    private void AddLink(LinkKind kind, string target, string text, int start) => parts.Links.Add(new(kind, target, text, writer.Source(start), inQuote));

    private void AddCode(CodeInline code)
    {
        if (CodeOverLines(code) is { } found)
        {
            parts.CodeSpans.Add(found);
            writer.Masked(found.Content, code.Span.Start, linear: false);
            return;
        }

        var padding = code.Span.Length - code.Content.Length - (2 * code.DelimiterCount);
        var start = code.Span.Start + code.DelimiterCount + (padding == 2 ? 1 : 0);
        parts.CodeSpans.Add(new(code.Content, writer.Source(code.Span.Start), writer.Source(start), inQuote));
        writer.Masked(code.Content, start, linear: padding is 0 or 2);
    }

    /// <summary>
    /// A code span that goes over line ends, read from the source: one space stands for a line end (a lone CR too, which the parser drops), the indentation
    /// and the quote marks that follow it. Null for a span on one line.
    /// </summary>
    private CodeSpan? CodeOverLines(CodeInline code)
    {
        var open = writer.Source(code.Span.Start);
        var start = open + code.DelimiterCount;
        var end = Math.Min(writer.Source(code.Span.End) + 1 - code.DelimiterCount, source.Length);
        if (start >= end || source.AsSpan(start, end - start).IndexOfAny('\r', '\n') < 0) return null;
        var content = new System.Text.StringBuilder(end - start);
        var places = new List<int>(end - start);
        for (var at = start; at < end; at++)
        {
            places.Add(at);
            var ends = source[at] is '\r' or '\n';
            content.Append(ends ? ' ' : source[at]);
            if (!ends) continue;
            if (source[at] == '\r' && at + 1 < end && source[at + 1] == '\n') at++;
            while (at + 1 < end && (source[at + 1] is ' ' or '\t' || (inQuote && source[at + 1] == '>'))) at++;
        }

        // One space at either end is no part of the content.
        var text = content.ToString();
        var isPadded = text.Length > 2 && text[0] == ' ' && text[^1] == ' ';
        return new(isPadded ? text[1..^1] : text, open, places[isPadded ? 1 : 0], inQuote) { Places = isPadded ? [.. places[1..^1]] : [.. places] };
    }
}

/// <summary>Where characters were taken out of a text before parsing, so that positions can be given in the file.</summary>
/// <param name="Start">Where the text began in the file.</param>
/// <param name="Places">Indices in the shortened text before which one character is missing, ascending.</param>
internal sealed record RemovedCharacters(int Start, int[] Places)
{
    public static RemovedCharacters None { get; } = new(0, []);

    /// <summary>For a cell from which the backslash of each <c>\|</c> was taken.</summary>
    public static RemovedCharacters In(ReadOnlySpan<char> cell, int start)
    {
        var places = new List<int>();
        for (var i = 0; i + 1 < cell.Length; i++)
        {
            if (cell[i] == '\\' && cell[i + 1] == '|') places.Add(i - places.Count);
        }

        return new(start, [.. places]);
    }

    /// <summary>The offset in the file of an index in the shortened text.</summary>
    public int Source(int index) => Start + index + FirstAfter(index);

    /// <summary>The number of the first place beyond an index of the shortened text.</summary>
    public int FirstAfter(int index)
    {
        var (low, high) = (0, Places.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Places[middle] <= index) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
