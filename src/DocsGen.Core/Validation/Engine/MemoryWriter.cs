using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace DocsGen.Core.Validation;

/// <summary>
/// Writes the values of <see cref="MemoryFormat"/>. Numbers are never negative and take seven bits a byte, the lowest first. A text is twice its length, plus one
/// where a character is over U+00FF; then its characters, one byte each, or two where that one was added: so it comes back as it was, lone surrogates too.
/// </summary>
internal sealed class MemoryWriter(int capacity = 1024) : IDisposable
{
    private byte[] bytes = ArrayPool<byte>.Shared.Rent(capacity);
    private int length;

    public byte[] ToArray() => bytes[..length];

    /// <summary>Gives its buffer back; it may not be used any more.</summary>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = [];
        length = 0;
    }

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
        var wide = !Ascii.IsValid(text) && text.AsSpan().ContainsAnyExceptInRange('\0', '\u00FF');
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

    /// <summary>What another writer wrote, with its length before it; the other one is empty then.</summary>
    public void Block(MemoryWriter part)
    {
        Block(part.bytes.AsSpan(0, part.length));
        part.length = 0;
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
            var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, Math.Max(2L * bytes.Length, least)));
            bytes.AsSpan(0, length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(bytes);
            bytes = larger;
        }

        return bytes.AsSpan(length);
    }
}
