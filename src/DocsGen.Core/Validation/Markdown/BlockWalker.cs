using DocsGen.Core.Text;
using Markdig.Extensions.Yaml;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax;

namespace DocsGen.Core.Validation;

/// <summary>Walks the blocks of a file in order and fills the parts of its model.</summary>
internal sealed class BlockWalker(SourceText source, MarkdownParts parts, InlineProcessor inlines)
{
    private readonly InlineRendering rendering = new(parts, inlines, source.Text);
    private readonly HeadingAnchors anchors = new();
    private readonly System.Text.StringBuilder content = new();
    private readonly List<TextRun> cells = [];
    private int depth;

    public void Walk(ContainerBlock container, bool inQuote, bool inList)
    {
        depth++;
        foreach (var block in container)
        {
            switch (block)
            {
                case ThematicBreakBlock line when depth == 1: parts.FooterOffset = line.Span.Start; break;
                case LinkReferenceDefinitionGroup: break;
                case YamlFrontMatterBlock matter: parts.HasFrontMatterTitle = FrontMatter.HasTitle(matter); break;
                case QuoteBlock quote: Walk(quote, inQuote: true, inList); break;
                case ListItemBlock item: Walk(item, inQuote, inList: true); break;
                case ContainerBlock other: Walk(other, inQuote, inList); break;
                case CodeBlock code: AddCode(code, inQuote); break;
                case HtmlBlock html: AddHtml(html, inQuote, inList); break;
                case HeadingBlock heading: AddHeading(heading, inQuote); break;
                case ParagraphBlock paragraph: AddParagraph(paragraph, inQuote, inList); break;
            }
        }

        depth--;
    }

    private void AddHeading(HeadingBlock heading, bool inQuote)
    {
        var run = rendering.Render(heading, RunKind.Heading, inQuote, inList: false);
        if (run.Text.Length > 0) parts.Runs.Add(run);
        AddHeading(heading.Level, run.Trimmed, rendering.AnchorText(run), heading.Span.Start, inQuote);
    }

    /// <summary>
    /// An id in braces at the end is the only anchor where Pandoc, kramdown, Python-Markdown, Hugo or Docusaurus show the page; GitHub takes the braces for text
    /// and makes its anchor of all of it. Either counts, since a file does not say who shows it. The text without the braces is an anchor nowhere.
    /// </summary>
    private void AddHeading(int level, string text, string anchorText, int offset, bool inQuote)
    {
        var anchor = anchors.Next(anchorText);
        if (CustomIdIn(text) is { } custom)
        {
            parts.AddAnchor(anchor);
            anchor = custom.Id;
            text = text[..custom.Start].TrimEnd();
        }

        parts.Add(new Heading(level, text, anchor, offset, inQuote));
        if (!inQuote) parts.FooterOffset = int.MaxValue;
    }

    private static (int Start, string Id)? CustomIdIn(string text)
    {
        var end = text.AsSpan().TrimEnd().Length;
        var start = end > 0 && text[end - 1] == '}' ? text.LastIndexOf("{#", end - 1, StringComparison.Ordinal) : -1;
        if (start < 0) return null;
        var inside = text[(start + 2)..(end - 1)];
        var id = inside.Split(' ', 2)[0];
        return id.Length == 0 || inside.AsSpan().ContainsAny('{', '}') ? null : (start, id);
    }

    private void AddParagraph(ParagraphBlock paragraph, bool inQuote, bool inList)
    {
        var header = PipeTables.FindHeader(paragraph.Lines, out var raggedHeader);
        if (raggedHeader >= 0)
        {
            var at = paragraph.Lines.Lines[raggedHeader].Slice.Start;
            parts.Malformed(source.LocationOf(at), "The header of this table has another number of cells than the line of dashes under it; no table is shown.");
        }

        if (header < 0)
        {
            AddRun(paragraph, inQuote, inList);
            return;
        }

        if (header > 0)
        {
            var before = new ParagraphBlock(paragraph.Parser) { Span = paragraph.Span, Line = paragraph.Line, Lines = new(header) };
            for (var i = 0; i < header; i++) before.Lines.Add(ref paragraph.Lines.Lines[i]);
            AddRun(before, inQuote, inList);
        }

        AddTable(paragraph, header, inQuote);
    }

    private void AddRun(LeafBlock leaf, bool inQuote, bool inList)
    {
        var run = rendering.Render(leaf, RunKind.Paragraph, inQuote, inList);
        if (run.Text.Length > 0) parts.Runs.Add(run);
    }

    private void AddTable(ParagraphBlock paragraph, int header, bool inQuote)
    {
        var lines = paragraph.Lines;
        var headerRow = Row(lines.Lines[header].Slice, RunKind.HeaderCell, inQuote);
        var rows = new List<TableRow>(Math.Max(0, lines.Count - header - 2));
        for (var i = header + 2; i < lines.Count; i++)
        {
            var row = Row(lines.Lines[i].Slice, RunKind.Cell, inQuote);
            rows.Add(row);
            if (row.Cells.Count == headerRow.Cells.Count) continue;
            parts.Malformed(
                source.LocationOf(row.Offset),
                $"This table row has {Cells(row.Cells.Count)}, its header has {Cells(headerRow.Cells.Count)}; write a pipe within a cell as \\|, in code spans too.");
        }

        parts.Tables.Add(new(headerRow, rows, headerRow.Offset, inQuote));
    }

    private static string Cells(int count) => count == 1 ? "1 cell" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{count} cells");

    private TableRow Row(StringSlice line, RunKind kind, bool inQuote)
    {
        cells.Clear();
        foreach (var (start, end) in PipeTables.Split(line))
        {
            var run = rendering.RenderCell(line.Text, start, end, kind, inQuote);
            cells.Add(run);
            if (run.Text.Length > 0) parts.Runs.Add(run);
        }

        return new(cells.ToArray(), line.Start);
    }

    private void AddCode(CodeBlock code, bool inQuote)
    {
        var fence = code as FencedCodeBlock;
        if (fence is { ClosingFencedCharCount: 0 })
        {
            parts.Malformed(source.LocationOf(code.Span.Start), "This code fence is never closed.");
        }

        content.Clear();
        var offsets = new int[code.Lines.Count];
        for (var i = 0; i < code.Lines.Count; i++)
        {
            var slice = code.Lines.Lines[i].Slice;
            offsets[i] = slice.Text.Length == source.Text.Length ? slice.Start : code.Lines.Lines[i].Position;
            content.Append(slice.AsSpan()).Append('\n');
        }

        parts.Fences.Add(new()
        {
            Language = LanguageOf(fence?.Info ?? ""),
            Content = content.ToString(),
            Offset = code.Span.Start,
            InQuote = inQuote,
            LineOffsets = offsets,
        });
    }

    /// <summary>Some write attributes right behind the language: <c>json{1,3}</c>, <c>json:name</c>.</summary>
    private static string LanguageOf(string info) => info.AsSpan().IndexOfAny('{', ':', ',') is var end and > 0 ? info[..end] : info;

    private void AddHtml(HtmlBlock html, bool inQuote, bool inList)
    {
        if (html.Span.Length <= 0) return;
        var text = source.Text.Substring(html.Span.Start, Math.Min(html.Span.Length, source.Text.Length - html.Span.Start));
        foreach (var shown in rendering.AddHtmlBlock(text, html.Span.Start, inQuote))
        {
            var run = new TextRun(shown.Kind, shown.Start, shown.Texts) { InQuote = inQuote, InList = inList || shown.InList };
            parts.Runs.Add(run);
            if (shown.Level > 0) AddHeading(shown.Level, run.Trimmed, run.Trimmed, shown.Start, inQuote);
        }
    }
}
