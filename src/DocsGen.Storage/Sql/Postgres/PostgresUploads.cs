using Dapper;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;

namespace DocsGen.Storage.Sql.Postgres;

/// <summary>Uploads in PostgreSQL.</summary>
internal sealed class PostgresUploads(PostgresDatabase database) : IUploadStore
{
    // In the order of their hashes, as blobs are: of two that upload the same at once, one waits for the other, and never each for the other. Done again after a lost answer it changes nothing.
    public async ValueTask AddAsync(long space, Actor by, IReadOnlyCollection<StagedBlob> contents, CancellationToken cancellationToken)
    {
        var sorted = contents.DistinctBy(c => c.Hash).OrderBy(c => c.Hash.Value, StringComparer.Ordinal).ToList();
        await database.WriteAsync(
            async t =>
            {
                await ChangesetWrites.InsertBlobsAsync(t, sorted);
                await PostgresBatch.ExecuteAsync(
                    t,
                    $"""
                    INSERT INTO uploads (space_id, actor, hash, size, at) SELECT $1, $2, h, z, {PostgresGarbage.Now} FROM unnest($3::text[], $4::bigint[]) AS row (h, z)
                    ON CONFLICT (space_id, actor, hash) DO UPDATE SET at = excluded.at
                    """,
                    sorted.Count,
                    space, by.ToString(), sorted.Select(c => c.Hash.Value).ToArray(), sorted.Select(c => c.Size).ToArray());
                return 0;
            },
            cancellationToken);
    }

    public ValueTask<IReadOnlyList<StoredContent>> PresentAsync(long space, Actor by, IReadOnlyCollection<ContentHash> hashes, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<StoredContent>>(
        async c => [.. (await c.QueryAsync<(string Hash, long Size)>(new CommandDefinition(
            $"SELECT hash, size FROM blobs b WHERE hash = ANY (string_to_array(@hashes, ' ')) AND {NamedBlobs.OfSpace}{PostgresGarbage.Now}{NamedBlobs.End}",
            new { hashes = string.Join(' ', hashes), space, actor = by.ToString() },
            cancellationToken: cancellationToken))).Select(r => new StoredContent(ContentHash.Parse(r.Hash), r.Size))],
        cancellationToken);
}
