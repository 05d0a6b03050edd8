using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace DocsGen.Core.Validation;

/// <summary>Reads what <see cref="MemoryWriter"/> writes. Where the bytes end too soon or make no sense it fails for good, and gives empty values.</summary>
[StructLayout(LayoutKind.Auto)]
internal ref struct MemoryReader(ReadOnlyMemory<byte> all)
{
    private ReadOnlySpan<byte> rest = all.Span;

    public bool Failed { get; private set; }

    public readonly bool AtEnd => rest.IsEmpty;

    /// <summary>A number from 0 to a limit.</summary>
    public int Number(int limit = int.MaxValue)
    {
        var number = 0L;
        for (var shift = 0; shift < 35; shift += 7)
        {
            if (Take(1) is not [var part]) return 0;
            number |= (long)(part & 0x7F) << shift;
            if (part > 0x7F) continue;
            if (number <= limit) return (int)number;
            break;
        }

        Failed = true;
        return 0;
    }

    /// <summary>How many things follow; there cannot be more of them than bytes.</summary>
    public int Count() => Number(rest.Length);

    public double Double() => Take(sizeof(double)) is { IsEmpty: false } bytes ? BinaryPrimitives.ReadDoubleLittleEndian(bytes) : 0;

    public bool Flag() => Take(1) is [1];

    public string Text()
    {
        var size = Number();
        return (size & 1) == 0 ? Encoding.Latin1.GetString(Take(size / 2)) : new(MemoryMarshal.Cast<byte, char>(Take(size - 1L)));
    }

    public string? NullableText() => Flag() ? Text() : null;

    /// <summary>A file's name: the docset's own text of it, where it has one.</summary>
    public string Name(Docset docset)
    {
        var size = Number();
        if ((size & 1) != 0) return docset.NameOf(MemoryMarshal.Cast<byte, char>(Take(size - 1L)));
        var narrow = Take(size / 2);
        Span<char> name = narrow.Length <= 512 ? stackalloc char[narrow.Length] : new char[narrow.Length];
        Encoding.Latin1.GetChars(narrow, name);
        return docset.NameOf(name);
    }

    public SourceLocation Location() => new(Number(), Number());

    /// <summary>Bytes that have their length before them, which can be read later.</summary>
    public ReadOnlyMemory<byte> Block()
    {
        var length = Number();
        var start = all.Length - rest.Length;
        return Take(length).Length == length ? all.Slice(start, length) : default;
    }

    private ReadOnlySpan<byte> Take(long length)
    {
        if (Failed || length > rest.Length)
        {
            Failed = true;
            return [];
        }

        var taken = rest[..(int)length];
        rest = rest[(int)length..];
        return taken;
    }
}
