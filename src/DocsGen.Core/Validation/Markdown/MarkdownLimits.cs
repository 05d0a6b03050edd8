namespace DocsGen.Core.Validation;

/// <summary>
/// What a document may ask of the parser. Some of the parser's work is quadratic, so that what feeds it is counted before it runs; each
/// limit says what was measured without it, on one core. See docs/decisions/0015.
/// </summary>
internal static class MarkdownLimits
{
    /// <summary>All other limits hold for what fits into this.</summary>
    public const int MaxBytes = 2 * 1024 * 1024;

    /// <summary>Brackets that a block opens and never closes: <c>![a](</c> 80,000 times takes 30 s.</summary>
    public const int MaxUnclosed = 200;

    /// <summary>Runs of emphasis marks in a block.</summary>
    public const int MaxEmphasisMarks = 4000;

    /// <summary>The squares of those of all blocks, added up: 300 blocks with 2,000 each take 7.5 s.</summary>
    public const long MaxEmphasisWork = 200_000_000;

    /// <summary>Bare URLs in a block. For each the parser goes back over all that stands before it: 200,000 take minutes.</summary>
    public const int MaxAutolinks = 2000;

    /// <summary>
    /// Lines of a block, and characters in it that may mean something within a line: backslashes, ticks, ampersands, and those that the other limits look at. Of most of them the parser makes an
    /// object, and it holds them all until the block ends: collecting 300,000 code spans took twice as long as parsing them.
    /// </summary>
    public const int MaxMarks = 50_000;

    /// <summary>Lines that open with a bracket, in a block.</summary>
    public const int MaxDefinitionLines = 2000;

    /// <summary>
    /// Lines that make the parser take a block out of the list of blocks (definitions, underlines of headings), times all lines. 200,000
    /// underlines in 400,000 lines take 16 s, 100,000 definitions in 200,000 lines 4 s.
    /// </summary>
    public const long MaxReplacedTimesLines = 1_000_000_000;

    /// <summary>Columns before a list item, and how many items may stand beyond: 1,000 items, each deeper than the one before, take 2.6 s.</summary>
    public const int MaxIndent = 400;
    public const int MaxIndentedItems = 50;

    /// <summary>
    /// Blocks: paragraphs, headings, fences, rows of tables, list items, quotes. Each takes up to 1.5 KB while the file is checked, and collecting what is in use takes longer than parsing once there is
    /// much of it: 100,000 items with boxes took four times as long as 50,000.
    /// </summary>
    public const int MaxBlocks = 30_000;

    /// <summary>The line, from 0, at which the file is over a limit that needs no blocks, and which; null when it is within all.</summary>
    public static (int Line, string Message)? Excess(SourceText source)
    {
        var (opening, indented) = (0, 0);
        var replaced = 0L;
        var afterText = false;
        var blocks = default(BlockCounter);
        // Each takes a character at least.
        var mayHoldTooMany = source.Text.Length > MaxBlocks;
        for (var i = 0; i < source.LineCount; i++)
        {
            var whole = source.Line(i);
            if (mayHoldTooMany && blocks.Add(whole) > MaxBlocks) return (i, $"The file holds more than {MaxBlocks} paragraphs, list items, table rows and other blocks; split it.");
            var line = whole.TrimStart(" >");
            opening = line.IsEmpty ? 0 : line[0] == '[' ? opening + 1 : opening;
            if (opening > MaxDefinitionLines) return (i, $"A block holds more than {MaxDefinitionLines} lines that open with a bracket; split it.");
            if (Replaces(line, afterText) && ++replaced * source.LineCount > MaxReplacedTimesLines) return (i, "The file holds too many link definitions or underlined headings for its length; split it.");
            if (whole.Length - line.Length > MaxIndent && OpensItem(line) && ++indented > MaxIndentedItems) return (i, "The Markdown is too complex: list items are nested too deeply.");
            afterText = !line.IsEmpty;
        }

        return null;
    }

    private static bool Replaces(ReadOnlySpan<char> line, bool afterText) =>
        !line.IsEmpty && (line[0] == '[' ? line.Contains("]:", StringComparison.Ordinal) : afterText && line[0] is '=' or '-' && line.TrimEnd().TrimEnd(line[0]).IsEmpty);

    private static bool OpensItem(ReadOnlySpan<char> line) => !line.IsEmpty && (line[0] is '-' or '*' or '+' || char.IsAsciiDigit(line[0]));

    /// <summary>Counts over the lines of one block.</summary>
    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
    internal struct Counter
    {
        private const string Host = "www.";

        private static readonly System.Buffers.SearchValues<char> Special = System.Buffers.SearchValues.Create("\\[])<>*_~:`&");

        private int counted;
        private int brackets;
        private int parentheses;
        private int angles;
        private int marks;
        private int autolinks;

        /// <summary>What the emphasis marks cost the parser, at worst.</summary>
        public readonly long EmphasisWork => (long)marks * marks;

        /// <summary>What the block has too many of after this line; null while it is within the limits.</summary>
        public string? Add(ReadOnlySpan<char> line)
        {
            counted++;
            for (var i = Next(line, 0); i < line.Length; i = Next(line, i + 1))
            {
                counted++;
                switch (line[i])
                {
                    case '\\': i++; break;
                    case '[': brackets++; break;
                    case ']':
                        brackets = Math.Max(0, brackets - 1);
                        if (i + 1 < line.Length && line[i + 1] == '(') parentheses++;
                        break;
                    case ')': parentheses = Math.Max(0, parentheses - 1); break;
                    case '<': angles++; break;
                    case '>': angles = Math.Max(0, angles - 1); break;
                    case '*' or '_' or '~':
                        if (i == 0 || line[i - 1] != line[i]) marks++;
                        break;
                    case ':' when OpensAutolink(line, i): autolinks++; break;
                }
            }

            for (var at = line; at.IndexOf(Host, StringComparison.OrdinalIgnoreCase) is var found and >= 0; at = at[(found + Host.Length)..]) autolinks++;
            return brackets > MaxUnclosed || parentheses > MaxUnclosed || angles > MaxUnclosed ? $"a block opens more than {MaxUnclosed} brackets that it does not close"
                : marks > MaxEmphasisMarks ? $"a block holds more than {MaxEmphasisMarks} emphasis marks"
                : autolinks > MaxAutolinks ? $"a block holds more than {MaxAutolinks} bare URLs"
                : counted > MaxMarks ? $"a block holds more than {MaxMarks} lines and Markdown characters"
                : null;
        }

        private static int Next(ReadOnlySpan<char> line, int from)
        {
            var next = from < line.Length ? line[from..].IndexOfAny(Special) : -1;
            return next < 0 ? line.Length : from + next;
        }

        private static bool OpensAutolink(ReadOnlySpan<char> line, int colon) =>
            line[colon..].StartsWith("://", StringComparison.Ordinal)
            || line[..colon].EndsWith("mailto", StringComparison.OrdinalIgnoreCase)
            || line[..colon].EndsWith("tel", StringComparison.OrdinalIgnoreCase);
    }
}
