using System.Buffers.Binary;
using System.IO.Compression;

namespace DocsGen.Core.Artifacts.Zip;

/// <summary>An entry of a zip that passed <see cref="ZipReader.Open"/>.</summary>
/// <param name="Name">A clean relative path.</param>
/// <param name="Size">Unpacked bytes as declared; reading checks it.</param>
/// <param name="Stored">Whether it is uncompressed.</param>
/// <param name="Timestamp">DOS date and time as stored.</param>
public sealed record ZipEntry(string Name, long Size, bool Stored, uint Timestamp)
{
    internal uint Crc { get; init; }
    internal long Packed { get; init; }
    internal long DataOffset { get; init; }
}

/// <summary>
/// Reads zips from outside, trusting nothing: duplicate names (also by case fold), links, encryption, overlaps, escaping names and headers
/// that disagree are refused when it is opened; CRC and length are checked on the bytes really read. Format: PKWARE APPNOTE 6.3, without zip64.
/// </summary>
public sealed class ZipReader
{
    private const int EndSize = 22;
    private readonly Stream stream;
    private readonly ZipLimits limits;

    private ZipReader(Stream stream, ZipLimits limits, IReadOnlyList<ZipEntry> entries)
    {
        this.stream = stream;
        this.limits = limits;
        Entries = entries;
    }

    /// <summary>Files in the order of the central directory; folders are left out.</summary>
    public IReadOnlyList<ZipEntry> Entries { get; }

    /// <summary>Reads and judges the directory of a zip.</summary>
    /// <param name="stream">Seekable; stays open, and the caller's.</param>
    /// <exception cref="ZipRefusedException">It is no zip, or breaks a rule.</exception>
    public static ZipReader Open(Stream stream, ZipLimits limits)
    {
        try
        {
            var (count, start, end) = FindDirectory(stream);
            if (count > limits.MaxEntries) throw new ZipRefusedException($"it has {count} entries; at most {limits.MaxEntries} are read.");
            var directory = new ZipDirectory(stream, limits, start, end);
            return new(stream, limits, directory.Read(count));
        }
        catch (EndOfStreamException)
        {
            throw new ZipRefusedException("it ends in the middle of a header.");
        }
    }

    /// <summary>Reads one entry whole, checking its length and CRC.</summary>
    /// <exception cref="ZipRefusedException">The bytes are not what the headers say.</exception>
    public byte[] Read(ZipEntry entry)
    {
        stream.Position = entry.DataOffset;
        using var packed = new BoundedStream(stream, entry.Packed);
        using Stream unpacked = entry.Stored ? packed : new DeflateStream(packed, CompressionMode.Decompress, leaveOpen: true);
        using var buffer = new MemoryStream((int)Math.Min(entry.Size, 1 << 20));
        var crc = new Crc32();
        var chunk = new byte[64 * 1024];
        try
        {
            for (int read; (read = unpacked.Read(chunk)) > 0;)
            {
                if (buffer.Length + read > Math.Min(entry.Size, limits.MaxFileBytes)) throw new ZipRefusedException($"'{entry.Name}' holds more bytes than its header says.");
                crc.Append(chunk.AsSpan(0, read));
                buffer.Write(chunk, 0, read);
            }
        }
        catch (InvalidDataException)
        {
            throw new ZipRefusedException($"'{entry.Name}' cannot be unpacked.");
        }

        if (buffer.Length != entry.Size) throw new ZipRefusedException($"'{entry.Name}' holds {buffer.Length} bytes where its header says {entry.Size}.");
        if (crc.Value != entry.Crc) throw new ZipRefusedException($"'{entry.Name}' is damaged: its checksum does not match.");
        return buffer.ToArray();
    }

    private static (int Count, long Start, long End) FindDirectory(Stream stream)
    {
        var tail = new byte[(int)Math.Min(stream.Length, EndSize + 65_535)];
        stream.Position = stream.Length - tail.Length;
        stream.ReadExactly(tail);
        for (var i = tail.Length - EndSize; i >= 0; i--)
        {
            var span = tail.AsSpan(i);
            if (BinaryPrimitives.ReadUInt32LittleEndian(span) != 0x06054b50) continue;
            if (BinaryPrimitives.ReadUInt16LittleEndian(span[20..]) != span.Length - EndSize) continue;
            var count = BinaryPrimitives.ReadUInt16LittleEndian(span[10..]);
            var size = BinaryPrimitives.ReadUInt32LittleEndian(span[12..]);
            var start = BinaryPrimitives.ReadUInt32LittleEndian(span[16..]);
            var end = stream.Length - tail.Length + i;
            if (BinaryPrimitives.ReadUInt32LittleEndian(span[4..]) != 0 || BinaryPrimitives.ReadUInt16LittleEndian(span[8..]) != count)
            {
                throw new ZipRefusedException("it is split over several disks.");
            }

            if (count == ushort.MaxValue || start == uint.MaxValue) throw new ZipRefusedException("it is a zip64 archive; repack it with fewer than 65,535 files.");
            if ((long)start + size != end) throw new ZipRefusedException("its directory is not where its end record says.");
            return (count, start, end);
        }

        throw new ZipRefusedException("it is no zip file, or is cut off.");
    }
}

/// <summary>The first so many bytes of another stream.</summary>
internal sealed class BoundedStream(Stream inner, long length) : Stream
{
    private long left = length;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer[..(int)Math.Min(buffer.Length, left)]);
        left -= read;
        return read;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
