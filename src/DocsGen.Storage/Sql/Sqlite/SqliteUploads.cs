using Dapper;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Storage.Files;

namespace DocsGen.Storage.Sql.Sqlite;

/// <summary>Uploads in SQLite.</summary>
internal sealed class SqliteUploads(SqliteDatabase database, FileBlobs files) : IUploadStore
{
    private const int Chunk = 500;

    public ValueTask AddAsync(long space, Actor by, IReadOnlyCollection<StagedBlob> contents, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        database.Write((c, _) =>
        {
            SqliteArtifacts.InsertBlobs(c, files, contents);
            SqliteBatch.ForEach(
                c,
                $"INSERT INTO uploads (space_id, actor, hash, size, at) VALUES (?1, ?2, ?3, ?4, {SqliteDatabase.Now}) ON CONFLICT (space_id, actor, hash) DO UPDATE SET at = excluded.at",
                row => row.Add(space).Add(by.ToString()),
                contents,
                (row, b) => row.Add(b.Hash.Value).Add(b.Size));
            return 0;
        });
        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<StoredContent>> PresentAsync(long space, Actor by, IReadOnlyCollection<ContentHash> hashes, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<StoredContent>>(database.Read(c => hashes
            .Distinct()
            .Chunk(Chunk)
            .SelectMany(some => c.Query<(string Hash, long Size)>(
                $"SELECT hash, size FROM blobs b WHERE hash IN @some AND {NamedBlobs.OfSpace}{SqliteDatabase.Now}{NamedBlobs.End}", new { some = some.Select(h => h.Value), space, actor = by.ToString() }))
            .Select(r => new StoredContent(ContentHash.Parse(r.Hash), r.Size))
            .ToList()));
}
