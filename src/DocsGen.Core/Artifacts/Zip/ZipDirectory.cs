using System.Buffers.Binary;
using System.Text;

namespace DocsGen.Core.Artifacts.Zip;

/// <summary>The central directory of a zip, judged entry by entry against the local headers and against one another.</summary>
internal sealed class ZipDirectory(Stream stream, ZipLimits limits, long start, long end)
{
    private const ushort Encrypted = 1;
    private const ushort HasDescriptor = 1 << 3;
    private const int LinkMode = 0xA000;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);
    private readonly List<(long From, long To, string Name)> extents = [];
    private long total;

    public List<ZipEntry> Read(int count)
    {
        var entries = new List<ZipEntry>(count);
        var offset = start;
        for (var i = 0; i < count; i++)
        {
            var head = ReadAt(offset, 46);
            if (BinaryPrimitives.ReadUInt32LittleEndian(head) != 0x02014b50) throw new ZipRefusedException($"entry {i + 1} of its directory is no entry.");
            var nameLength = U16(head, 28);
            var name = Name(ReadAt(offset + 46, nameLength));
            offset += 46 + nameLength + U16(head, 30) + U16(head, 32);
            if (offset > end) throw new ZipRefusedException("its directory runs past its end.");
            if (Judge(head, name) is { } entry) entries.Add(entry);
        }

        if (offset != end) throw new ZipRefusedException("its directory holds more than its entries.");
        RefuseOverlaps();
        return entries;
    }

    private ZipEntry? Judge(byte[] head, string name)
    {
        var (flags, method) = (U16(head, 8), U16(head, 10));
        if ((flags & Encrypted) != 0) throw new ZipRefusedException($"'{name}' is encrypted.");
        if ((U16(head, 40) & 0xF000) == LinkMode && head[5] == 3) throw new ZipRefusedException($"'{name}' is a symbolic link.");
        var isFolder = name.EndsWith('/');
        if (PathRules.Judge(isFolder ? name[..^1] : name, out var path) is { } reason) throw new ZipRefusedException($"'{name}' cannot be a path: {reason}.");
        if (!names.TryAdd(PathRules.Fold(path), path)) throw new ZipRefusedException($"'{path}' is there twice, or differs from '{names[PathRules.Fold(path)]}' only by case.");
        if (method is not (0 or 8)) throw new ZipRefusedException($"'{name}' is packed by method {method}; only stored and deflated files are read.");
        var (packed, size) = (U32(head, 20), U32(head, 24));
        if (method == 0 && packed != size) throw new ZipRefusedException($"'{name}' is stored, but its two sizes differ.");
        if (size > limits.MaxFileBytes) throw new ZipRefusedException($"'{name}' unpacks to {size} bytes; at most {limits.MaxFileBytes} are read.");
        total += size;
        if (total > limits.MaxTotalBytes) throw new ZipRefusedException($"it unpacks to more than {limits.MaxTotalBytes} bytes.");
        if (size > 1 << 20 && size / Math.Max(packed, 1) > limits.MaxRatio) throw new ZipRefusedException($"'{name}' unpacks to over {limits.MaxRatio} times its size.");
        var data = CheckLocal(head, name, flags, method, packed, size);
        if (!isFolder) return new(path, size, method == 0, U32(head, 12)) { Crc = U32(head, 16), Packed = packed, DataOffset = data };
        return size == 0 ? null : throw new ZipRefusedException($"the folder '{name}' has content.");
    }

    private long CheckLocal(byte[] central, string name, ushort flags, ushort method, uint packed, uint size)
    {
        var offset = U32(central, 42);
        var local = ReadAt(offset, 30);
        if (BinaryPrimitives.ReadUInt32LittleEndian(local) != 0x04034b50) throw new ZipRefusedException($"'{name}' has no local header.");
        var nameLength = U16(local, 26);
        var data = offset + 30L + nameLength + U16(local, 28);
        var descriptor = (flags & HasDescriptor) != 0;
        var agrees = U16(local, 6) == flags && U16(local, 8) == method && Name(ReadAt(offset + 30L, nameLength)) == name
            && (descriptor || (U32(local, 14) == U32(central, 16) && U32(local, 18) == packed && U32(local, 22) == size));
        if (!agrees) throw new ZipRefusedException($"the two headers of '{name}' disagree.");
        if (data + packed > start) throw new ZipRefusedException($"'{name}' runs into the directory.");
        extents.Add((offset, data + packed, name));
        return data;
    }

    private void RefuseOverlaps()
    {
        extents.Sort((a, b) => a.From.CompareTo(b.From));
        for (var i = 1; i < extents.Count; i++)
        {
            if (extents[i].From < extents[i - 1].To) throw new ZipRefusedException($"'{extents[i].Name}' and '{extents[i - 1].Name}' overlap.");
        }
    }

    private byte[] ReadAt(long offset, int length)
    {
        if (offset + length > stream.Length) throw new EndOfStreamException();
        var bytes = new byte[length];
        stream.Position = offset;
        stream.ReadExactly(bytes);
        return bytes;
    }

    // Names without the UTF-8 flag are read as UTF-8 too: ASCII is the same in both, and anything else that is not UTF-8 is refused.
    private static string Name(byte[] bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new ZipRefusedException("a file name is not UTF-8.");
        }
    }

    private static ushort U16(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));

    private static uint U32(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));
}
