using System.Text;

namespace DocsGen.Core.Validation;

/// <summary>
/// The lines of issues as text: issues count columns in bytes; editors, terminals and SARIF count in characters. Asked in canonical order, all answers
/// together take time linear in the documents, however many issues stand in one line.
/// </summary>
public sealed class SourcePlaces
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> sources = new(StringComparer.Ordinal);
    private string? current;
    private List<int> lineStarts = [];
    private int countedLine;
    private int countedBytes;
    private int countedUnits;

    /// <summary>The documents that issues were found in.</summary>
    public SourcePlaces(IReadOnlyList<DocumentSource> documents)
    {
        foreach (var document in documents) sources.TryAdd(document.Name, document.Bytes);
    }

    /// <summary>The 1-based column in UTF-16 code units; null where the issue concerns a whole file, or its document has no such line.</summary>
    public int? Utf16Column(Issue issue)
    {
        if (LineOf(issue) is not { } line) return null;
        var bytes = Math.Min(issue.Column - 1, line.Length);
        if (issue.Line != countedLine || bytes < countedBytes) (countedLine, countedBytes, countedUnits) = (issue.Line, Mark(issue, line), 0);
        if (bytes > countedBytes)
        {
            countedUnits += Encoding.UTF8.GetCharCount(line.Span[countedBytes..bytes]);
            countedBytes = bytes;
        }

        return countedUnits + 1;
    }

    /// <summary>
    /// What stands around an issue in its line, at most so many bytes before and after, and where in it the issue stands (from 0, in UTF-16 code units); null
    /// as for <see cref="Utf16Column"/>. Bytes that are no text are shown as U+FFFD.
    /// </summary>
    public (string Text, int Index)? Around(Issue issue, int bytesAround)
    {
        if (LineOf(issue) is not { } line) return null;
        var at = Math.Min(issue.Column - 1, line.Length);
        var start = Math.Max(Mark(issue, line), at - bytesAround);
        while (start < at && IsContinuation(line.Span[start])) start++;
        var end = Math.Min(line.Length, at + bytesAround);
        while (end < line.Length && IsContinuation(line.Span[end])) end++;
        if (start > at) at = start;
        var before = Encoding.UTF8.GetString(line.Span[start..at]);
        var cut = start > Mark(issue, line) ? "…" : "";
        return ($"{cut}{before}{Encoding.UTF8.GetString(line.Span[at..end])}{(end < line.Length ? "…" : "")}", cut.Length + before.Length);
    }

    // A byte order mark is no part of the text that editors count in.
    private static int Mark(Issue issue, ReadOnlyMemory<byte> line) => issue.Line == 1 && line.Span.StartsWith("\uFEFF"u8) ? 3 : 0;

    private static bool IsContinuation(byte value) => (value & 0xC0) == 0x80;

    private ReadOnlyMemory<byte>? LineOf(Issue issue)
    {
        if (issue.File is null || issue.Line < 1 || issue.Column < 1 || !sources.TryGetValue(issue.File, out var bytes)) return null;
        if (!string.Equals(issue.File, current, StringComparison.Ordinal)) Enter(issue.File, bytes.Span);
        if (issue.Line > lineStarts.Count) return null;
        var start = lineStarts[issue.Line - 1];
        var end = issue.Line < lineStarts.Count ? lineStarts[issue.Line] : bytes.Length;
        while (end > start && bytes.Span[end - 1] is (byte)'\r' or (byte)'\n') end--;
        return bytes[start..end];
    }

    private void Enter(string file, ReadOnlySpan<byte> bytes)
    {
        (current, countedLine) = (file, 0);
        lineStarts = [0];
        for (var at = 0; bytes[at..].IndexOfAny((byte)'\r', (byte)'\n') is var next and >= 0;)
        {
            at += next + 1;
            if (bytes[at - 1] == '\r' && at < bytes.Length && bytes[at] == '\n') at++;
            lineStarts.Add(at);
        }
    }
}
