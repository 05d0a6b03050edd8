using System.Text;

namespace DocsGen.Core.Validation;

/// <summary>A place in a file as stored: 1-based line, and 1-based column counted in UTF-8 bytes.</summary>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
public readonly record struct SourceLocation(int Line, int Column);

/// <summary>Turns character offsets of a file into places in the stored bytes.</summary>
internal interface IPlaces
{
    SourceLocation LocationOf(int offset);
}

/// <summary>
/// The decoded text of a file, with a way back from a character offset to the stored bytes. A byte order mark is not part of the
/// text but counts in the columns of the first line.
/// </summary>
internal sealed class SourceText : IPlaces
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Of text that is not all ASCII, the byte offset of each n-th character is kept: else a column on a long line costs its length.</summary>
    private const int Step = 1024;

    private readonly int[] lineStarts;
    private readonly bool hasMark;
    private readonly Lazy<int[]>? steps;

    private SourceText(string text, bool isAscii, bool hasMark)
    {
        Text = text;
        this.hasMark = hasMark;
        lineStarts = FindLines(text);
        steps = isAscii ? null : new(() => ByteOffsets(text));
    }

    public string Text { get; }

    public int LineCount => lineStarts.Length;

    /// <summary>Decodes UTF-8. On invalid bytes the answer is null and <paramref name="firstBad"/> says where the first of them stands.</summary>
    public static SourceText? Decode(ReadOnlySpan<byte> bytes, out SourceLocation firstBad)
    {
        firstBad = default;
        var marked = bytes.StartsWith("\uFEFF"u8);
        var body = marked ? bytes[3..] : bytes;
        if (System.Text.Unicode.Utf8.IsValid(body))
        {
            var text = Strict.GetString(body);
            return new(text, text.Length == body.Length, marked);
        }

        firstBad = FirstInvalid(bytes);
        return null;
    }

    /// <summary>Where the character at an offset stands; an offset at the end of the text is allowed.</summary>
    public SourceLocation LocationOf(int offset)
    {
        offset = Math.Clamp(offset, 0, Text.Length);
        var index = Array.BinarySearch(lineStarts, offset);
        if (index < 0) index = ~index - 1;
        var start = lineStarts[index];
        var column = ByteOffset(offset) - ByteOffset(start) + 1;
        return new(index + 1, hasMark && index == 0 ? column + 3 : column);
    }

    /// <summary>The text of a line, from 0, without its end.</summary>
    public ReadOnlySpan<char> Line(int index)
    {
        var start = lineStarts[index];
        var end = index + 1 < lineStarts.Length ? lineStarts[index + 1] : Text.Length;
        return Text.AsSpan(start, end - start).TrimEnd("\r\n");
    }

    private int ByteOffset(int offset) =>
        steps is null ? offset : steps.Value[offset / Step] + Utf8Length(Text.AsSpan(offset / Step * Step, offset % Step));

    private static int[] ByteOffsets(string text)
    {
        var offsets = new int[(text.Length / Step) + 1];
        for (var i = 1; i < offsets.Length; i++) offsets[i] = offsets[i - 1] + Utf8Length(text.AsSpan((i - 1) * Step, Step));
        return offsets;
    }

    /// <summary>Each half of a surrogate pair counts for half of its four bytes.</summary>
    private static int Utf8Length(ReadOnlySpan<char> text)
    {
        var length = 0;
        foreach (var c in text) length += c < 0x80 ? 1 : c < 0x800 || char.IsSurrogate(c) ? 2 : 3;
        return length;
    }

    private static int[] FindLines(string text)
    {
        var starts = new List<int>((text.Length / 40) + 1) { 0 };
        var at = 0;
        while (text.AsSpan(at).IndexOfAny('\r', '\n') is var next and >= 0)
        {
            at += next + 1;
            if (text[at - 1] == '\r' && at < text.Length && text[at] == '\n') at++;
            starts.Add(at);
        }

        return [.. starts];
    }

    private static SourceLocation FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        var line = 1;
        var lineStart = 0;
        var at = 0;
        while (at < bytes.Length && Rune.DecodeFromUtf8(bytes[at..], out var rune, out var used) == System.Buffers.OperationStatus.Done)
        {
            at += used;
            var ends = rune.Value == '\n' || (rune.Value == '\r' && (at >= bytes.Length || bytes[at] != (byte)'\n'));
            if (!ends) continue;
            line++;
            lineStart = at;
        }

        return new(line, at - lineStart + 1);
    }
}
