using System.Buffers.Binary;
using System.Text;

namespace DocsGen.Core.Artifacts.Zip;

/// <summary>
/// Writes the reproducible bundle (A6): entries sorted by name (ordinal, UTF-8 flag set), stored uncompressed, every time 1980-01-01 00:00,
/// mode 0644, no extra fields. The headers are written here, so that no platform's zip library has a say. Format: PKWARE APPNOTE 6.3.
/// </summary>
public static class BundleWriter
{
    private const ushort Version = 20;
    private const ushort MadeByUnix = (3 << 8) | Version;
    private const ushort Utf8Names = 1 << 11;
    private const ushort Midnight = 0;
    private const ushort NewYear1980 = (1 << 5) | 1;
    private const uint RegularFile0644 = 0x81A4u << 16;
    private const int BufferSize = 128 * 1024;

    /// <summary>Writes a bundle. Contents are opened one at a time and streamed; each stream must be seekable.</summary>
    /// <exception cref="InvalidOperationException">The bundle would need zip64: 65,535 files or 4 GB and more.</exception>
    public static async ValueTask WriteAsync(IEnumerable<BundleEntry> entries, Stream output, CancellationToken cancellationToken)
    {
        var written = new List<Header>();
        var offset = 0L;
        foreach (var entry in entries.OrderBy(e => e.Name, StringComparer.Ordinal))
        {
            await using var content = await entry.Open(cancellationToken);
            var crc = await ChecksumAsync(content, cancellationToken);
            if (offset + content.Length > uint.MaxValue - (1 << 20) || written.Count >= 65_534)
            {
                throw new InvalidOperationException("bundle.too_large: a bundle holds fewer than 65,535 files and 4 GB.");
            }

            var header = new Header(Encoding.UTF8.GetBytes(entry.Name), crc, (uint)content.Length, (uint)offset);
            await output.WriteAsync(LocalHeader(header), cancellationToken);
            content.Position = 0;
            await content.CopyToAsync(output, BufferSize, cancellationToken);
            offset += 30 + header.Name.Length + content.Length;
            written.Add(header);
        }

        var start = offset;
        foreach (var header in written)
        {
            await output.WriteAsync(CentralHeader(header), cancellationToken);
            offset += 46 + header.Name.Length;
        }

        await output.WriteAsync(EndRecord(written.Count, (uint)(offset - start), (uint)start), cancellationToken);
    }

    private static async ValueTask<uint> ChecksumAsync(Stream content, CancellationToken cancellationToken)
    {
        var crc = new Crc32();
        var buffer = new byte[(int)Math.Clamp(content.Length, 1, BufferSize)];
        for (int read; (read = await content.ReadAsync(buffer, cancellationToken)) > 0;) crc.Append(buffer.AsSpan(0, read));
        return crc.Value;
    }

    private static byte[] LocalHeader(Header header)
    {
        var bytes = new byte[30 + header.Name.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, 0x04034b50);
        WriteShared(bytes.AsSpan(4), header);
        header.Name.CopyTo(bytes.AsSpan(30));
        return bytes;
    }

    private static byte[] CentralHeader(Header header)
    {
        var bytes = new byte[46 + header.Name.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, 0x02014b50);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(4), MadeByUnix);
        WriteShared(bytes.AsSpan(6), header);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(38), RegularFile0644);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(42), header.Offset);
        header.Name.CopyTo(bytes.AsSpan(46));
        return bytes;
    }

    // The part that local and central headers share: version needed, flags, method 0 (stored), time, date, CRC, sizes, name length, no extra field.
    private static void WriteShared(Span<byte> bytes, Header header)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, Version);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[2..], Utf8Names);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[6..], Midnight);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[8..], NewYear1980);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[10..], header.Crc);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[14..], header.Size);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[18..], header.Size);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[22..], (ushort)header.Name.Length);
    }

    private static byte[] EndRecord(int count, uint size, uint start)
    {
        var bytes = new byte[22];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, 0x06054b50);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), (ushort)count);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(10), (ushort)count);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(12), size);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(16), start);
        return bytes;
    }

    private sealed record Header(byte[] Name, uint Crc, uint Size, uint Offset);
}

/// <summary>A file of a bundle: its name and how to open its bytes, verified.</summary>
public sealed record BundleEntry(string Name, Func<CancellationToken, ValueTask<Stream>> Open);
