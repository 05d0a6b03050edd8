namespace DocsGen.Core.Validation;

/// <summary>
/// What the rules see of a Markdown file, parsed once. Offsets are characters in the decoded text; <see cref="At"/> turns one into a
/// line and a byte column. Everything is in document order.
/// </summary>
public sealed class MarkdownModel
{
    private readonly SourceText? source;

    internal MarkdownModel(string name, SourceText? source, MarkdownParts parts)
    {
        Name = name;
        this.source = source;
        Readable = parts.Readable;
        Faults = parts.Faults;
        Headings = parts.Headings;
        Links = parts.Links;
        Runs = parts.Runs;
        CodeSpans = parts.CodeSpans;
        Fences = parts.Fences;
        Tables = parts.Tables;
        Html = parts.Html;
        Anchors = parts.Anchors;
    }

    /// <summary>The file name within the docset.</summary>
    public string Name { get; }

    /// <summary>False when the file is no UTF-8 or too complex to parse; it then has faults and no content.</summary>
    public bool Readable { get; }

    /// <summary>What is wrong with the file as Markdown.</summary>
    public IReadOnlyList<MarkdownFault> Faults { get; }

    public IReadOnlyList<Heading> Headings { get; }
    public IReadOnlyList<DocumentLink> Links { get; }

    /// <summary>Every paragraph, heading and table cell with text in it.</summary>
    public IReadOnlyList<TextRun> Runs { get; }

    public IReadOnlyList<CodeSpan> CodeSpans { get; }

    /// <summary>Fenced and indented code.</summary>
    public IReadOnlyList<CodeFence> Fences { get; }

    public IReadOnlyList<PipeTable> Tables { get; }

    /// <summary>Raw HTML, inline tags and blocks.</summary>
    public IReadOnlyList<HtmlPiece> Html { get; }

    /// <summary>What a fragment can point at: anchors of headings, and ids of raw HTML.</summary>
    public IReadOnlySet<string> Anchors { get; }

    /// <summary>Parses a document. Never throws on its content and takes time about linear in its size.</summary>
    public static MarkdownModel Parse(DocumentSource document) => MarkdownParsing.Parse(document);

    /// <summary>The line and byte column of an offset.</summary>
    public SourceLocation At(int offset) => source?.LocationOf(offset) ?? new(1, 1);

    /// <summary>The offset at which the section of a heading ends: the next heading of its level or above, or the end of the file.</summary>
    public int SectionEnd(int headingIndex)
    {
        var level = Headings[headingIndex].Level;
        for (var i = headingIndex + 1; i < Headings.Count; i++)
        {
            if (Headings[i].Level <= level && !Headings[i].InQuote) return Headings[i].Offset;
        }

        return int.MaxValue;
    }

    /// <summary>The index of the heading that an offset stands under, or -1 before the first. Headings in block quotes do not count.</summary>
    public int HeadingOver(int offset)
    {
        var low = 0;
        var high = Headings.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Headings[middle].Offset <= offset) low = middle + 1;
            else high = middle;
        }

        var index = low - 1;
        while (index >= 0 && Headings[index].InQuote) index--;
        return index;
    }

    /// <summary>The index of the heading one level of nesting above another, or -1.</summary>
    public int ParentOf(int headingIndex)
    {
        var level = Headings[headingIndex].Level;
        for (var i = headingIndex - 1; i >= 0; i--)
        {
            if (Headings[i].Level < level && !Headings[i].InQuote) return i;
        }

        return -1;
    }
}

/// <summary>Something wrong with a file as Markdown.</summary>
/// <param name="TooComplex">True for <c>markdown.too_complex</c>, false for <c>markdown.malformed</c>.</param>
/// <param name="Location">Where.</param>
/// <param name="Message">What, without line numbers.</param>
public sealed record MarkdownFault(bool TooComplex, SourceLocation Location, string Message);

/// <summary>A heading with its text rendered, and the anchor that GitHub gives it.</summary>
public sealed record Heading(int Level, string Text, string Anchor, int Offset, bool InQuote);

/// <summary>How a link is written.</summary>
public enum LinkKind
{
    Inline,
    Reference,
    Image,
    Autolink,
    Html,
}

/// <summary>A link. <paramref name="Target"/> is unescaped, but not percent-decoded.</summary>
public sealed record DocumentLink(LinkKind Kind, string Target, string Text, int Offset, bool InQuote);

/// <summary>An inline code span; <paramref name="ContentOffset"/> is where its content begins.</summary>
public sealed record CodeSpan(string Content, int Offset, int ContentOffset, bool InQuote);

/// <summary>A code block.</summary>
public sealed class CodeFence
{
    /// <summary>The first word after the fence: <c>json</c>; empty for none and for indented code.</summary>
    public required string Language { get; init; }

    /// <summary>The lines, joined by LF, each followed by one.</summary>
    public required string Content { get; init; }

    public required int Offset { get; init; }
    public required bool InQuote { get; init; }

    /// <summary>Offset of each content line in the file.</summary>
    public required IReadOnlyList<int> LineOffsets { get; init; }

    /// <summary>Offset in the file of an index in <see cref="Content"/>.</summary>
    public int OffsetOf(int index)
    {
        var line = 0;
        var start = 0;
        while (Content.IndexOf('\n', start) is var end and >= 0 && end < index)
        {
            line++;
            start = end + 1;
        }

        return line < LineOffsets.Count ? LineOffsets[line] + index - start : Offset;
    }
}

/// <summary>A table, its rows split by the GFM rules.</summary>
public sealed record PipeTable(TableRow Header, IReadOnlyList<TableRow> Rows, int Offset, bool InQuote)
{
    /// <summary>The index of the first column with one of these titles, any case; -1 for none.</summary>
    public int Column(params ReadOnlySpan<string> titles)
    {
        for (var i = 0; i < Header.Cells.Count; i++)
        {
            foreach (var title in titles)
            {
                if (Header.Cells[i].Trimmed.Equals(title, StringComparison.OrdinalIgnoreCase)) return i;
            }
        }

        return -1;
    }
}

/// <summary>A row of a table.</summary>
public sealed record TableRow(IReadOnlyList<TextRun> Cells, int Offset)
{
    /// <summary>The rendered text of a cell; empty where the row is too short.</summary>
    public string Text(int column) => column >= 0 && column < Cells.Count ? Cells[column].Trimmed : "";
}

/// <summary>A piece of raw HTML.</summary>
public sealed record HtmlPiece(string Text, int Offset, bool InQuote);
