namespace DocsGen.Core.Validation;

/// <summary>The lists of a <see cref="MarkdownModel"/> while they are being filled.</summary>
internal sealed class MarkdownParts
{
    public bool Readable { get; private set; } = true;
    public List<MarkdownFault> Faults { get; } = [];
    public List<Heading> Headings { get; } = [];
    public List<DocumentLink> Links { get; } = [];
    public List<TextRun> Runs { get; } = [];
    public List<CodeSpan> CodeSpans { get; } = [];
    public List<CodeFence> Fences { get; } = [];
    public List<PipeTable> Tables { get; } = [];
    public List<HtmlPiece> Html { get; } = [];
    public HashSet<string> Anchors { get; } = new(StringComparer.Ordinal);

    /// <summary>Those that may be no heading's own: ids of raw HTML, and what GitHub makes of a heading that brings its own id.</summary>
    public List<string> OtherAnchors { get; } = [];

    public bool HasFrontMatterTitle { get; set; }

    public int FooterOffset { get; set; } = int.MaxValue;

    /// <summary>Adds a heading with its own anchor.</summary>
    public void Add(Heading heading)
    {
        Headings.Add(heading);
        Anchors.Add(heading.Anchor);
    }

    /// <summary>Adds an anchor beside those of the headings.</summary>
    public void AddAnchor(string anchor)
    {
        if (Anchors.Add(anchor)) OtherAnchors.Add(anchor);
    }

    public void Malformed(SourceLocation at, string message) => Faults.Add(new(TooComplex: false, at, message));

    /// <summary>No parts yet, of a file of which only the outline is kept.</summary>
    public static MarkdownParts Outlined(bool readable) => new() { Readable = readable };

    /// <summary>The parts of a file that nothing can be read from.</summary>
    public static MarkdownParts Unreadable(MarkdownFault fault) => new() { Readable = false, Faults = { fault } };
}
