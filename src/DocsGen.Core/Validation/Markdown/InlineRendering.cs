using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace DocsGen.Core.Validation;

/// <summary>Parses the inlines of one block at a time and renders them to text; links, code spans and HTML go to the parts.</summary>
internal sealed class InlineRendering(MarkdownParts parts, InlineProcessor inlines)
{
    private readonly RunWriter writer = new();
    private bool inQuote;

    public TextRun Render(LeafBlock leaf, RunKind kind, bool quoted, bool inList)
    {
        var offset = leaf.Lines.Count > 0 ? leaf.Lines.Lines[0].Slice.Start : leaf.Span.Start;
        Guard(leaf.Lines);
        if (leaf.Lines.Count == 1 && IsPlain(leaf.Lines.Lines[0].Slice.AsSpan()))
        {
            return Plain(leaf.Lines.Lines[0].Slice.ToString(), offset, kind, quoted, inList);
        }

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

    public void AddHtml(string html, int offset, bool quoted)
    {
        parts.Html.Add(new(html, offset, quoted));
        HtmlAttributes.Scan(html, (name, value, at) =>
        {
            if (name is "id" or "name") parts.Anchors.Add(value);
            else if (name is "href" or "src") parts.Links.Add(new(LinkKind.Html, value.Trim(), "", offset + at, quoted));
        });
    }

    private static TextRun Plain(string text, int offset, RunKind kind, bool quoted, bool inList) =>
        new(kind, offset, new(text, text, [], [], [], [new(0, offset, Linear: true)])) { InQuote = quoted, InList = inList };

    private static readonly System.Buffers.SearchValues<char> Special = System.Buffers.SearchValues.Create("\\`*_~[]<>&!:@\t\0");

    /// <summary>Whether a line holds nothing that inline Markdown or autolinks could begin with.</summary>
    private static bool IsPlain(ReadOnlySpan<char> line) => !line.ContainsAny(Special) && line.IndexOf("www.", StringComparison.OrdinalIgnoreCase) < 0;

    private static void Guard(StringLineGroup lines)
    {
        var counter = default(MarkdownLimits.Counter);
        for (var i = 0; i < lines.Count; i++)
        {
            if (counter.Add(lines.Lines[i].Slice.AsSpan()) is { } reason) throw new TooComplexException(lines.Lines[i].Slice.Start, reason);
        }
    }

    private void Run(LeafBlock leaf, bool quoted)
    {
        inQuote = quoted;
        inlines.ProcessInlineLeaf(leaf);
        if (leaf.Inline is { } root) Walk(root);
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
            case LineBreakInline lineBreak: writer.Break(lineBreak.Span.Start); break;
            case CodeInline code: AddCode(code); break;
            case AutolinkInline auto:
                AddLink(LinkKind.Autolink, auto.IsEmail ? $"mailto:{auto.Url}" : auto.Url, auto.Url, auto.Span.Start);
                writer.Masked(auto.Url, auto.Span.Start + 1, linear: true);
                break;
            case HtmlInline html:
                AddHtml(html.Tag, writer.Source(html.Span.Start), inQuote);
                if (html.Tag.StartsWith("<br", StringComparison.OrdinalIgnoreCase)) writer.Fixed(" ", html.Span.Start);
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
        if (!link.IsImage) writer.LinkText(start);
        var kind = link.IsImage ? LinkKind.Image : link.IsAutoLink ? LinkKind.Autolink : link.Reference is not null ? LinkKind.Reference : LinkKind.Inline;
        parts.Links.Insert(position, new(kind, link.Url ?? "", text, writer.Source(link.Span.Start), inQuote));
    }

    private void AddLink(LinkKind kind, string target, string text, int start) => parts.Links.Add(new(kind, target, text, writer.Source(start), inQuote));

    private void AddCode(CodeInline code)
    {
        var padding = code.Span.Length - code.Content.Length - (2 * code.DelimiterCount);
        var start = code.Span.Start + code.DelimiterCount + (padding == 2 ? 1 : 0);
        parts.CodeSpans.Add(new(code.Content, writer.Source(code.Span.Start), writer.Source(start), inQuote));
        writer.Masked(code.Content, start, linear: padding is 0 or 2);
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
    public int Source(int index)
    {
        var removed = 0;
        while (removed < Places.Length && Places[removed] <= index) removed++;
        return Start + index + removed;
    }
}
