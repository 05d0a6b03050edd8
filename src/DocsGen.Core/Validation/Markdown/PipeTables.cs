using Markdig.Helpers;

namespace DocsGen.Core.Validation;

/// <summary>
/// The GFM rules for tables, applied to the source: a header row, a delimiter row of the same width under it, and rows until the block
/// ends. A pipe separates cells wherever it stands, in code spans too, unless a backslash stands right before it.
/// </summary>
internal static class PipeTables
{
    /// <summary>
    /// The line at which a table begins in a paragraph, or -1. <paramref name="ragged"/> is the line of a header whose delimiter row has
    /// another width (GFM then shows no table at all), or -1.
    /// </summary>
    public static int FindHeader(StringLineGroup lines, out int ragged)
    {
        ragged = -1;
        for (var i = 1; i < lines.Count; i++)
        {
            var width = DelimiterWidth(lines.Lines[i].Slice.AsSpan(), out var hasPipe);
            if (width == 0) continue;
            var header = lines.Lines[i - 1].Slice;
            var headerHasPipe = header.AsSpan().Contains('|');
            if (!hasPipe && !headerHasPipe) continue;
            if (Split(header).Count == width) return i - 1;
            if (hasPipe && headerHasPipe && ragged < 0) ragged = i - 1;
        }

        return -1;
    }

    /// <summary>Start and end (exclusive) of each cell in the text of the slice, trimmed.</summary>
    public static List<(int Start, int End)> Split(StringSlice line)
    {
        var cells = new List<(int Start, int End)>();
        var text = line.Text;
        var (start, end) = Trim(text, line.Start, line.End + 1);
        if (start < end && text[start] == '|') start++;
        if (end > start && text[end - 1] == '|' && (end - 2 < start || text[end - 2] != '\\')) end--;
        var cell = start;
        for (var i = start; i < end; i++)
        {
            if (text[i] != '|' || (i > start && text[i - 1] == '\\')) continue;
            cells.Add(Trim(text, cell, i));
            cell = i + 1;
        }

        cells.Add(Trim(text, cell, end));
        return cells;
    }

    private static (int Start, int End) Trim(string text, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start])) start++;
        while (end > start && char.IsWhiteSpace(text[end - 1])) end--;
        return (start, end);
    }

    private static int DelimiterWidth(ReadOnlySpan<char> line, out bool hasPipe)
    {
        line = line.Trim();
        hasPipe = line.Contains('|');
        if (line.IsEmpty || line.IndexOfAnyExcept(" \t|:-") >= 0) return 0;
        if (line[0] == '|') line = line[1..];
        if (!line.IsEmpty && line[^1] == '|') line = line[..^1];
        var width = 0;
        foreach (var range in line.Split('|'))
        {
            var cell = line[range].Trim();
            if (cell.StartsWith(":", StringComparison.Ordinal)) cell = cell[1..];
            if (cell.EndsWith(":", StringComparison.Ordinal)) cell = cell[..^1];
            if (cell.IsEmpty || cell.ContainsAnyExcept('-')) return 0;
            width++;
        }

        return width;
    }
}
