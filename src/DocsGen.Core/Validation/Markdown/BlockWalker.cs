using DocsGen.Core.Text;
using Markdig.Extensions.Yaml;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax;

namespace DocsGen.Core.Validation;

/// <summary>Walks the blocks of a file in order and fills the parts of its model.</summary>
internal sealed class BlockWalker(SourceText source, MarkdownParts parts, InlineProcessor inlines)
{
    private readonly InlineRendering rendering = new(parts, inlines);
    private readonly HeadingAnchors anchors = new();

    public void Walk(ContainerBlock container, bool inQuote, bool inList)
    {
        foreach (var block in container)
        {
            switch (block)
            {
                case LinkReferenceDefinitionGroup or YamlFrontMatterBlock: break;
                case QuoteBlock quote: Walk(quote, inQuote: true, inList); break;
                case ListItemBlock item: Walk(item, inQuote, inList: true); break;
                case ContainerBlock other: Walk(other, inQuote, inList); break;
                case CodeBlock code: AddCode(code, inQuote); break;
                case HtmlBlock html: AddHtml(html, inQuote); break;
                case HeadingBlock heading: AddHeading(heading, inQuote); break;
                case ParagraphBlock paragraph: AddParagraph(paragraph, inQuote, inList); break;
            }
        }
    }

    private void AddHeading(HeadingBlock heading, bool inQuote)
    {
        var run = rendering.Render(heading, RunKind.Heading, inQuote, inList: false);
        if (run.Text.Length > 0) parts.Runs.Add(run);
        var text = run.Trimmed;
        var anchor = anchors.Next(text);
        parts.Anchors.Add(anchor);
        parts.Headings.Add(new(heading.Level, text, anchor, heading.Span.Start, inQuote));
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
        var cells = new List<TextRun>();
        foreach (var (start, end) in PipeTables.Split(line))
        {
            var run = rendering.RenderCell(line.Text, start, end, kind, inQuote);
            cells.Add(run);
            if (run.Text.Length > 0) parts.Runs.Add(run);
        }

        return new(cells, line.Start);
    }

    private void AddCode(CodeBlock code, bool inQuote)
    {
        var fence = code as FencedCodeBlock;
        if (fence is { ClosingFencedCharCount: 0 })
        {
            parts.Malformed(source.LocationOf(code.Span.Start), "This code fence is never closed.");
        }

        var content = new System.Text.StringBuilder();
        var offsets = new int[code.Lines.Count];
        for (var i = 0; i < code.Lines.Count; i++)
        {
            var slice = code.Lines.Lines[i].Slice;
            offsets[i] = slice.Text.Length == source.Text.Length ? slice.Start : code.Lines.Lines[i].Position;
            content.Append(slice.AsSpan()).Append('\n');
        }

        parts.Fences.Add(new()
        {
            Language = fence?.Info ?? "",
            Content = content.ToString(),
            Offset = code.Span.Start,
            InQuote = inQuote,
            LineOffsets = offsets,
        });
    }

    private void AddHtml(HtmlBlock html, bool inQuote)
    {
        if (html.Span.Length <= 0) return;
        rendering.AddHtml(source.Text.Substring(html.Span.Start, Math.Min(html.Span.Length, source.Text.Length - html.Span.Start)), html.Span.Start, inQuote);
    }
}
