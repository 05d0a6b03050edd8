using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace DocsGen.Core.Validation;

/// <summary>Reads what <see cref="MemoryFormat"/> writes. Where the bytes end too soon or make no sense it fails for good, and gives empty values.</summary>
[StructLayout(LayoutKind.Auto)]
internal ref struct MemoryReader(ReadOnlySpan<byte> rest)
{
    private ReadOnlySpan<byte> rest = rest;

    public bool Failed { get; private set; }

    public readonly bool AtEnd => rest.IsEmpty;

    /// <summary>How many bytes are left.</summary>
    public readonly int Left => rest.Length;

    public void Skip(int length) => Take(length);

    /// <summary>A number from 0 to a limit.</summary>
    public int Number(int limit = int.MaxValue)
    {
        var bytes = Take(sizeof(int));
        var number = bytes.IsEmpty ? 0 : BinaryPrimitives.ReadInt32LittleEndian(bytes);
        if (number >= 0 && number <= limit) return number;
        Failed = true;
        return 0;
    }

    /// <summary>How many things follow; there cannot be more of them than bytes.</summary>
    public int Count() => Number(rest.Length);

    public double Double() => Take(sizeof(double)) is { IsEmpty: false } bytes ? BinaryPrimitives.ReadDoubleLittleEndian(bytes) : 0;

    public bool Flag() => Take(1) is [1];

    public string Text() => new(MemoryMarshal.Cast<byte, char>(Take(2L * Number())));

    public string? NullableText() => Flag() ? Text() : null;

    public SourceLocation Location() => new(Number(), Number());

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
