using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace DocsGen.Core.Validation;

/// <summary>
/// Writes the values of <see cref="MemoryFormat"/>. Numbers are never negative and take seven bits a byte, the lowest first. A text is twice its length, plus one
/// where a character is over U+00FF; then its characters, one byte each, or two where that one was added: so it comes back as it was, lone surrogates too.
/// </summary>
internal sealed class MemoryWriter
{
    private byte[] bytes = new byte[1024];
    private int length;

    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, length);

    public byte[] ToArray() => Written.ToArray();

    public void Number(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        var room = Room(5);
        var at = 0;
        var left = (uint)number;
        for (; left > 0x7F; left >>= 7) room[at++] = (byte)(left | 0x80);
        room[at++] = (byte)left;
        length += at;
    }

    public void Flag(bool flag) => Raw([flag ? (byte)1 : (byte)0]);

    public void Double(double number)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(Room(sizeof(double)), number);
        length += sizeof(double);
    }

    public void Text(string text)
    {
        var wide = text.AsSpan().ContainsAnyExceptInRange('\0', '\u00FF');
        Number(checked((text.Length * 2) + (wide ? 1 : 0)));
        if (wide) Raw(MemoryMarshal.AsBytes(text.AsSpan()));
        else length += Encoding.Latin1.GetBytes(text, Room(text.Length));
    }

    public void NullableText(string? text)
    {
        Flag(text is not null);
        if (text is not null) Text(text);
    }

    public void Location(SourceLocation at)
    {
        Number(at.Line);
        Number(at.Column);
    }

    /// <summary>Bytes with their length before them.</summary>
    public void Block(ReadOnlySpan<byte> block)
    {
        Number(block.Length);
        Raw(block);
    }

    public void Raw(ReadOnlySpan<byte> raw)
    {
        raw.CopyTo(Room(raw.Length));
        length += raw.Length;
    }

    private Span<byte> Room(int more)
    {
        if (bytes.Length - length < more)
        {
            var least = (long)length + more;
            if (least > Array.MaxLength) throw new IOException("What is to be remembered of this validation is too large to be kept.");
            Array.Resize(ref bytes, (int)Math.Min(Array.MaxLength, Math.Max(2L * bytes.Length, least)));
        }

        return bytes.AsSpan(length);
    }
}
