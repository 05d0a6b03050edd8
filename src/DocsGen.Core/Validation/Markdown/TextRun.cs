using DocsGen.Core.Text;

namespace DocsGen.Core.Validation;

/// <summary>What kind of block a text stands in.</summary>
public enum RunKind
{
    Paragraph,
    Heading,
    HeaderCell,
    Cell,
}

/// <summary>The text of one paragraph, heading or table cell as a reader sees it, with a map back to the file.</summary>
public sealed class TextRun
{
    /// <summary>Stands in <see cref="Prose"/> for each character that is shown but is not prose: code, and URLs shown as such.</summary>
    public const char Masked = '\uFFFC';

    private readonly Segment[] segments;

    internal TextRun(RunKind kind, int offset, RunTexts texts)
    {
        Kind = kind;
        Offset = offset;
        Text = texts.Text;
        Prose = texts.Prose;
        Strong = texts.Strong;
        LinkTexts = texts.Links;
        Breaks = texts.Breaks;
        segments = texts.Segments;
    }

    /// <summary>A text that stands in the file as it is shown.</summary>
    internal TextRun(RunKind kind, int offset, string text)
    {
        (Kind, Offset, Text, Prose) = (kind, offset, text, text);
        (Strong, LinkTexts, Breaks, segments) = ([], [], [], []);
    }

    public RunKind Kind { get; }

    /// <summary>Where the run begins in the file.</summary>
    public int Offset { get; }

    /// <summary>Whether it stands in a block quote.</summary>
    public bool InQuote { get; init; }

    /// <summary>Whether it stands in a list item.</summary>
    public bool InList { get; init; }

    /// <summary>Rendered text, code included; a line break within the paragraph is one space.</summary>
    public string Text { get; }

    /// <summary><see cref="Text"/> without surrounding white space.</summary>
    public string Trimmed => Text.Trim();

    /// <summary><see cref="Text"/> with all that is not prose masked, at the same indices.</summary>
    public string Prose { get; }

    /// <summary>Ranges of <see cref="Text"/> that are strong.</summary>
    public IReadOnlyList<TextRange> Strong { get; }

    /// <summary>Ranges of <see cref="Text"/> that are link texts.</summary>
    public IReadOnlyList<TextRange> LinkTexts { get; }

    /// <summary>Indices of <see cref="Text"/> where a line ends in the file.</summary>
    public IReadOnlyList<int> Breaks { get; }

    /// <summary>The offset in the file of an index in <see cref="Text"/>.</summary>
    public int OffsetOf(int index)
    {
        if (segments.Length == 0) return Offset + index;
        var low = 0;
        var high = segments.Length;
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (segments[middle].Start <= index) low = middle;
            else high = middle;
        }

        var segment = segments[low];
        return segment.Linear ? segment.Source + Math.Max(0, index - segment.Start) : segment.Source;
    }

    /// <summary>A stretch of rendered text: where it starts there, where in the file, and whether the two run in step.</summary>
    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
    internal readonly record struct Segment(int Start, int Source, bool Linear);
}

/// <summary>What rendering the inlines of a block gives.</summary>
internal sealed record RunTexts(
    string Text, string Prose, TextRange[] Strong, TextRange[] Links, int[] Breaks, TextRun.Segment[] Segments);
