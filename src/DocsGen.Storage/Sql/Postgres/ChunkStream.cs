using System.Data;
using System.Security.Cryptography;
using DocsGen.Core.Artifacts;
using Npgsql;
using NpgsqlTypes;

namespace DocsGen.Storage.Sql.Postgres;

/// <summary>
/// Reads a large blob chunk by chunk, one in memory. All of it is hashed before the first byte is handed out (A4), and each chunk again when it is fetched for reading:
/// what is handed out is what was verified.
/// </summary>
internal sealed class ChunkStream : Stream
{
    private readonly PostgresDatabase database;
    private readonly ContentHash hash;
    private readonly string upload;
    private readonly List<byte[]> digests = [];
    private readonly byte[] chunk = new byte[PostgresBlobs.ChunkSize];
    private long loaded = -1;
    private int loadedLength;
    private long position;

    private ChunkStream(PostgresDatabase database, ContentHash hash, string upload, long length)
    {
        this.database = database;
        this.hash = hash;
        this.upload = upload;
        Length = length;
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position
    {
        get => position;
        set => position = value >= 0 ? value : throw new IOException("A position is not negative.");
    }

    /// <summary>Verifies a blob and opens it.</summary>
    /// <exception cref="ArtifactCorruptException">Chunks are missing, or their bytes have another hash.</exception>
    public static async ValueTask<Stream> OpenAsync(PostgresDatabase database, ContentHash hash, string upload, long size, CancellationToken cancellationToken)
    {
        var stream = new ChunkStream(database, hash, upload, size);
        using var hasher = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var total = 0L;
        for (var ordinal = 0L; total < size; ordinal++)
        {
            var wanted = ordinal;
            var length = await database.ReadAsync(c => stream.FetchAsync(c, wanted, cancellationToken), cancellationToken);
            if (length < 0) throw new ArtifactCorruptException(hash, $"chunk {ordinal + 1} is missing.");
            hasher.AppendData(stream.chunk, 0, length);
            stream.digests.Add(SHA256.HashData(stream.chunk.AsSpan(0, length)));
            total += length;
        }

        var found = ContentHash.FromDigest(hasher.GetHashAndReset());
        return found == hash && total == size ? stream : throw new ArtifactCorruptException(hash, $"the database holds {found.Short}, {total} bytes.");
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (position >= Length || buffer.Length == 0) return 0;
        var ordinal = position / PostgresBlobs.ChunkSize;
        if (ordinal != loaded) Loaded(ordinal, database.Read(c => Fetch(c, ordinal)));
        return Hand(buffer);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (position >= Length || buffer.Length == 0) return 0;
        var ordinal = position / PostgresBlobs.ChunkSize;
        if (ordinal != loaded) Loaded(ordinal, await database.ReadAsync(c => FetchAsync(c, ordinal, cancellationToken), cancellationToken));
        return Hand(buffer.Span);
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Hand(Span<byte> buffer)
    {
        var from = (int)(position % PostgresBlobs.ChunkSize);
        var count = Math.Min(buffer.Length, loadedLength - from);
        chunk.AsSpan(from, count).CopyTo(buffer);
        position += count;
        return count;
    }

    private void Loaded(long ordinal, int length)
    {
        loaded = -1;
        if (length < 0 || !SHA256.HashData(chunk.AsSpan(0, length)).AsSpan().SequenceEqual(digests[(int)ordinal])) throw new ArtifactCorruptException(hash, $"chunk {ordinal + 1} changed while it was read.");
        (loaded, loadedLength) = (ordinal, length);
    }

    private async Task<int> FetchAsync(NpgsqlConnection connection, long ordinal, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, ordinal);
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
        if (!await reader.ReadAsync(cancellationToken)) return -1;
        await using var column = await reader.GetStreamAsync(0, cancellationToken);
        return await column.ReadAtLeastAsync(chunk, chunk.Length, throwOnEndOfStream: false, cancellationToken);
    }

    private int Fetch(NpgsqlConnection connection, long ordinal)
    {
        using var command = Command(connection, ordinal);
        using var reader = command.ExecuteReader(CommandBehavior.SequentialAccess);
        if (!reader.Read()) return -1;
        using var column = reader.GetStream(0);
        return column.ReadAtLeast(chunk, chunk.Length, throwOnEndOfStream: false);
    }

    private NpgsqlCommand Command(NpgsqlConnection connection, long ordinal) => new("SELECT bytes FROM blob_chunks WHERE upload = $1 AND ordinal = $2", connection)
    {
        Parameters = { new NpgsqlParameter { Value = upload }, new NpgsqlParameter { Value = ordinal, NpgsqlDbType = NpgsqlDbType.Bigint } },
    };
}
