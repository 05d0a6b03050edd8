using System.Runtime.InteropServices;
using DocsGen.Core.Text;

namespace DocsGen.Core.Validation;

/// <summary>
/// What the rules see of a Markdown file, parsed once. Offsets are characters in the decoded text; <see cref="At"/> turns one into a
/// line and a byte column. Everything is in document order.
/// </summary>
public sealed class MarkdownModel
{
    private readonly IPlaces? places;
    private readonly Lazy<MarkdownParts> headed;
    private readonly Lazy<NearNames> nearAnchors;
    private int[]? titles;
    private int[]? parents;
    private LinkTarget[]? targets;

    internal MarkdownModel(string name, IPlaces? places, MarkdownParts parts)
        : this(name, places, parts, new Lazy<MarkdownParts>(parts), null)
    {
    }

    /// <summary>A model whose headings and anchors are read when they are asked for, and of whose links it is known already where they lead.</summary>
    internal MarkdownModel(string name, IPlaces? places, MarkdownParts parts, Lazy<MarkdownParts> headed, LinkTarget[]? targets)
    {
        Name = name;
        this.places = places;
        this.headed = headed;
        this.targets = targets;
        nearAnchors = new(() => new(Headings.Select(h => h.Anchor)));
        Readable = parts.Readable;
        Faults = parts.Faults;
        Links = parts.Links;
        Runs = parts.Runs;
        CodeSpans = parts.CodeSpans;
        Fences = parts.Fences;
        Tables = parts.Tables;
        Html = parts.Html;
        FooterOffset = parts.FooterOffset;
        HasFrontMatterTitle = parts.HasFrontMatterTitle;
    }

    /// <summary>The file name within the docset.</summary>
    public string Name { get; }

    /// <summary>False when the file is no UTF-8 or too complex to parse; it then has faults and no content.</summary>
    public bool Readable { get; }

    /// <summary>What is wrong with the file as Markdown.</summary>
    public IReadOnlyList<MarkdownFault> Faults { get; }

    public IReadOnlyList<Heading> Headings => headed.Value.Headings;
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
    public IReadOnlySet<string> Anchors => headed.Value.Anchors;

    /// <summary>Where a thematic break stands after which no heading comes: a footer follows. The largest number where there is none.</summary>
    public int FooterOffset { get; }

    /// <summary>Whether the front matter has a <c>title</c> with something in it.</summary>
    public bool HasFrontMatterTitle { get; }

    /// <summary>The anchors of the headings, to find the one that a broken link means.</summary>
    internal NearNames HeadingAnchors => nearAnchors.Value;

    /// <summary>Parses a document. Never throws on its content and takes time about linear in its size.</summary>
    public static MarkdownModel Parse(DocumentSource document) => MarkdownParsing.Parse(document);

    /// <summary>What holds its headings and anchors.</summary>
    internal MarkdownParts Headed => headed.Value;

    /// <summary>Where a link leads, taken apart once for all rules.</summary>
    internal LinkTarget TargetOf(int linkIndex) => (targets ??= Targets())[linkIndex];

    /// <summary>Whether a link has something to click on: text, an image within it, or whatever raw HTML holds.</summary>
    internal bool Shows(int linkIndex)
    {
        var link = Links[linkIndex];
        if (link.Kind == LinkKind.Html || !SeenText.IsBlank(link.Text)) return true;
        return linkIndex + 1 < Links.Count && Links[linkIndex + 1] is { Kind: LinkKind.Image } image && image.Offset == link.Offset + 1;
    }

    /// <summary>The line and byte column of an offset.</summary>
    public SourceLocation At(int offset) => places?.LocationOf(offset) ?? new(1, 1);

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
        titles ??= [.. Enumerable.Range(0, Headings.Count).Where(i => !Headings[i].InQuote)];
        var low = 0;
        var high = titles.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Headings[titles[middle]].Offset <= offset) low = middle + 1;
            else high = middle;
        }

        return low == 0 ? -1 : titles[low - 1];
    }

    /// <summary>The index of the heading one level of nesting above another, or -1.</summary>
    public int ParentOf(int headingIndex) => (parents ??= Parents())[headingIndex];

    /// <summary>The runs that begin behind one offset and before another.</summary>
    internal IEnumerable<TextRun> RunsBetween(int start, int end)
    {
        var low = 0;
        var high = Runs.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Runs[middle].Offset <= start) low = middle + 1;
            else high = middle;
        }

        for (; low < Runs.Count && Runs[low].Offset < end; low++) yield return Runs[low];
    }

    // A million links that are written alike lead to one target.
    private LinkTarget[] Targets()
    {
        var known = new Dictionary<string, LinkTarget>(StringComparer.Ordinal);
        var found = new LinkTarget[Links.Count];
        for (var i = 0; i < found.Length; i++)
        {
            ref var target = ref CollectionsMarshal.GetValueRefOrAddDefault(known, Links[i].Target, out _);
            found[i] = target ??= LinkTarget.Of(Links[i].Target, Name);
        }

        return found;
    }

    private int[] Parents()
    {
        var found = new int[Headings.Count];
        var open = new List<int>();
        for (var i = 0; i < found.Length; i++)
        {
            var above = open.Count - 1;
            while (above >= 0 && Headings[open[above]].Level >= Headings[i].Level) above--;
            found[i] = above < 0 ? -1 : open[above];
            if (Headings[i].InQuote) continue;
            open.RemoveRange(above + 1, open.Count - above - 1);
            open.Add(i);
        }

        return found;
    }
}

/// <summary>Something wrong with a file as Markdown.</summary>
/// <param name="TooComplex">True for <c>markdown.too_complex</c>, false for <c>markdown.malformed</c>.</param>
/// <param name="Location">Where.</param>
/// <param name="Message">What, without line numbers.</param>
public sealed record MarkdownFault(bool TooComplex, SourceLocation Location, string Message);

/// <summary>
/// A heading with its text rendered, without an id in braces at its end (<c>{#id}</c>), and that id, or else the anchor that GitHub gives it. Blocks of
/// raw HTML have headings too.
/// </summary>
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
public sealed record DocumentLink(LinkKind Kind, string Target, string Text, int Offset, bool InQuote)
{
    /// <summary>Where the target begins, for a reference link in its definition; -1 where that is not known.</summary>
    public int TargetOffset { get; init; } = -1;
}

/// <summary>An inline code span; <paramref name="ContentOffset"/> is where its content begins.</summary>
public sealed record CodeSpan(string Content, int Offset, int ContentOffset, bool InQuote)
{
    /// <summary>Where each character of the content stands, for a span over several lines; null where they stand side by side.</summary>
    internal int[]? Places { get; init; }

    /// <summary>Offset in the file of an index in <see cref="Content"/>.</summary>
    public int OffsetOf(int index) => Places is null ? ContentOffset + index : index < Places.Length ? Places[index] : Offset;
}

/// <summary>A code block.</summary>
public sealed class CodeFence
{
    private int[]? starts;

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
        starts ??= Starts(Content);
        var line = Array.BinarySearch(starts, index);
        if (line < 0) line = ~line - 1;
        return line < LineOffsets.Count ? LineOffsets[line] + index - starts[line] : Offset;
    }

    private static int[] Starts(string content)
    {
        var found = new List<int> { 0 };
        for (var at = content.IndexOf('\n', StringComparison.Ordinal); at >= 0; at = content.IndexOf('\n', at + 1)) found.Add(at + 1);
        return [.. found];
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

/// <summary>A tag, or a block of raw HTML, in which the text between tags is masked: that is a run of its own.</summary>
public sealed record HtmlPiece(string Text, int Offset, bool InQuote);
