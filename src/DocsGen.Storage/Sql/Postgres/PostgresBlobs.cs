using System.Security.Cryptography;
using Dapper;
using DocsGen.Core.Artifacts;
using Npgsql;
using NpgsqlTypes;

namespace DocsGen.Storage.Sql.Postgres;

/// <summary>
/// Blobs in PostgreSQL: small ones in their row, larger ones in chunks of at most a megabyte, streamed both ways (docs/decisions/0012). A large blob and its row
/// are one transaction of their own, durable before anything names them (A5).
/// </summary>
internal sealed class PostgresBlobs(PostgresDatabase database, Func<string> newId) : IBlobStore
{
    public const int ChunkSize = 1024 * 1024;

    public async ValueTask<StagedBlob> StageAsync(Stream content, CancellationToken cancellationToken)
    {
        var head = new byte[IBlobStore.InlineLimit + 1];
        var read = await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        if (read <= IBlobStore.InlineLimit) return StagedBlob.OfSmall(head.AsMemory(0, read));
        return await database.WriteOnceAsync(t => UploadAsync(t, head, content, newId()), cancellationToken);
    }

    public async ValueTask<Stream> OpenAsync(ContentHash hash, CancellationToken cancellationToken)
    {
        var row = await database.ReadAsync(
            c => c.QuerySingleOrDefaultAsync<BlobRow>(new CommandDefinition("SELECT size, bytes, upload FROM blobs WHERE hash = @hash", new { hash = hash.Value }, cancellationToken: cancellationToken)),
            cancellationToken) ?? throw new ArtifactCorruptException(hash, "no row names it.");
        if (row.Upload is not null) return await ChunkStream.OpenAsync(database, hash, row.Upload, row.Size, cancellationToken);
        return ContentHash.Of(row.Bytes!) == hash
            ? new MemoryStream(row.Bytes!, writable: false)
            : throw new ArtifactCorruptException(hash, $"the database holds {ContentHash.Of(row.Bytes!).Short}.");
    }

    private static async Task<StagedBlob> UploadAsync(Transaction t, byte[] head, Stream content, string upload)
    {
        await t.ExecuteAsync(PostgresDatabase.AtLeisure);
        using var hasher = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[ChunkSize];
        head.CopyTo(buffer, 0);
        var (size, filled) = (0L, head.Length);
        await using var insert = new NpgsqlCommand("INSERT INTO blob_chunks (upload, ordinal, bytes) VALUES ($1, $2, $3)", t.Connection, t.Inner);
        insert.Parameters.Add(new NpgsqlParameter { Value = upload });
        insert.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bigint });
        insert.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bytea });
        for (var ordinal = 0L; ; ordinal++)
        {
            filled += await content.ReadAtLeastAsync(buffer.AsMemory(filled), ChunkSize - filled, throwOnEndOfStream: false, t.CancellationToken);
            if (filled == 0) break;
            hasher.AppendData(buffer, 0, filled);
            insert.Parameters[1].Value = ordinal;
            insert.Parameters[2].Value = new ArraySegment<byte>(buffer, 0, filled);
            await insert.ExecuteNonQueryAsync(t.CancellationToken);
            size += filled;
            filled = 0;
        }

        var hash = ContentHash.FromDigest(hasher.GetHashAndReset());
        await PostgresGarbage.KeepAwayAsync(t);
        // Waits for whoever stores the same bytes at this moment; the chunks of whoever comes second are not needed.
        var isNew = await t.ExecuteAsync("INSERT INTO blobs (hash, size, upload) VALUES (@hash, @size, @upload) ON CONFLICT (hash) DO NOTHING", new { hash = hash.Value, size, upload }) == 1;
        // One that is there already is forgiven: whoever staged it is about to name it.
        if (!isNew) await t.ExecuteAsync("DELETE FROM blob_chunks WHERE upload = @upload; DELETE FROM condemned WHERE hash = @hash", new { upload, hash = hash.Value });
        return new(hash, size, null);
    }

    private sealed record BlobRow(long Size, byte[]? Bytes, string? Upload);
}
