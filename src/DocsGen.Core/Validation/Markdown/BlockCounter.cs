namespace DocsGen.Core.Validation;

/// <summary>
/// Counts the blocks that lines open, before anything is parsed. It reads lines and not Markdown, so that the count is near to the parser's and not the same: underlined headings within a paragraph
/// and thematic breaks in a row are not counted. Lines of code, and those that go on with a paragraph, open none.
/// </summary>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
internal struct BlockCounter
{
    private const int ShortestFence = 3;

    private int blocks;
    private int quotes;
    private char fence;
    private int fenceLength;
    private int fenceDepth;
    private int fenceIndent;
    private bool isAfterText;

    /// <summary>How many there are after this line.</summary>
    public int Add(ReadOnlySpan<char> line)
    {
        var text = line.TrimStart(" >\t");
        var depth = line[..^text.Length].Count('>');
        if (fence != default)
        {
            // It ends with the quote or the item that it stands in, too.
            var isOver = depth < fenceDepth || (!text.IsEmpty && line.Length - text.Length < fenceIndent);
            if (!isOver)
            {
                if (Fence(text) is var (closing, length) && closing == fence && length >= fenceLength && text[length..].IsWhiteSpace()) fence = default;
                return blocks;
            }

            fence = default;
        }

        // Quotes go on over lines, those that are lazy too, until one is blank.
        blocks += Math.Max(0, depth - quotes);
        quotes = text.IsEmpty ? depth : Math.Max(depth, quotes);
        for (var item = Marker(text); item > 0; item = Marker(text))
        {
            // An item, with the paragraph that it begins with.
            blocks++;
            text = text[item..].TrimStart(" \t");
            isAfterText = true;
        }

        if (Fence(text) is var (opening, marks))
        {
            (fence, fenceLength, fenceDepth, fenceIndent) = (opening, marks, depth, line.Length - text.Length);
            blocks++;
            isAfterText = false;
            return blocks;
        }

        if (!text.IsEmpty && (!isAfterText || text[0] == '#' || text.Contains('|'))) blocks++;
        isAfterText = !text.IsEmpty;
        return blocks;
    }

    private static (char Mark, int Length)? Fence(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] is not ('`' or '~')) return null;
        var mark = text[0];
        var length = text.Length - text.TrimStart(mark).Length;
        return length < ShortestFence || (mark == '`' && text[length..].Contains('`')) ? null : (mark, length);
    }

    // How many characters of a list marker a text begins with; 0 for none.
    private static int Marker(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return 0;
        var end = text[0] is '-' or '*' or '+' ? 1 : Number(text);
        return end > 0 && (end == text.Length || text[end] is ' ' or '\t') ? end : 0;
    }

    private static int Number(ReadOnlySpan<char> text)
    {
        var digits = text.IndexOfAnyExceptInRange('0', '9');
        return digits > 0 && text[digits] is '.' or ')' ? digits + 1 : 0;
    }
}
