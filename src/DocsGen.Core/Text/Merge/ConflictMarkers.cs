namespace DocsGen.Core.Text.Merge;

/// <summary>The lines with which git marks a conflict.</summary>
public static class ConflictMarkers
{
    public const string Ours = "<<<<<<<";
    public const string Base = "|||||||";
    public const string Middle = "=======";
    public const string Theirs = ">>>>>>>";

    /// <summary>
    /// The first line, 1-based, that shows an open conflict; null when there is none. The opening marker is one wherever it stands. The other two may be
    /// Markdown, the underline of a heading and a deep quote, and count only together.
    /// </summary>
    public static int? Find(string text)
    {
        var (line, middle) = (0, 0);
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            line++;
            if (IsMarker(raw, Ours)) return line;
            if (raw.SequenceEqual(Middle)) middle = middle == 0 ? line : middle;
            else if (middle > 0 && IsMarker(raw, Theirs)) return middle;
        }

        return null;
    }

    private static bool IsMarker(ReadOnlySpan<char> line, string marker) => line.StartsWith(marker, StringComparison.Ordinal) && (line.Length == marker.Length || line[marker.Length] == ' ');
}
