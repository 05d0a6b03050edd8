using Dapper;
using DocsGen.Core.Artifacts;
using DocsGen.Storage.Files;
using Microsoft.Data.Sqlite;

namespace DocsGen.Storage.Sql.Sqlite;

/// <summary>Blobs and artifacts in SQLite, with large blobs in files.</summary>
internal sealed class SqliteArtifacts(SqliteDatabase database, FileBlobs files, TimeProvider clock, Func<string> newId) : IBlobStore, IArtifactStore
{
    public async ValueTask<StagedBlob> StageAsync(Stream content, CancellationToken cancellationToken)
    {
        var head = new byte[IBlobStore.InlineLimit + 1];
        var read = await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        if (read <= IBlobStore.InlineLimit) return StagedBlob.OfSmall(head.AsMemory(0, read));
        database.RequireSound();
        try
        {
            return await files.WriteAsync(head.AsMemory(0, read), content, newId(), cancellationToken);
        }
        catch (DiskFailedException failure)
        {
            database.Fail(failure);
            throw;
        }
    }

    public ValueTask<Stream> OpenAsync(ContentHash hash, CancellationToken cancellationToken)
    {
        var row = database.Read(c => c.QuerySingleOrDefault<BlobRow>("SELECT size, bytes FROM blobs WHERE hash = @hash", new { hash = hash.Value }))
            ?? throw new ArtifactCorruptException(hash, "no row names it.");
        if (row.Bytes is null) return files.OpenAsync(hash, row.Size, cancellationToken);
        return ContentHash.Of(row.Bytes) == hash
            ? ValueTask.FromResult<Stream>(new MemoryStream(row.Bytes, writable: false))
            : throw new ArtifactCorruptException(hash, $"the database holds {ContentHash.Of(row.Bytes).Short}.");
    }

    public ValueTask<ArtifactWrite> WriteAsync(NewArtifact artifact, OverwriteToken? token, CancellationToken cancellationToken) =>
        ValueTask.FromResult(database.Write((c, t) => Insert(c, t, files, artifact, token, clock.GetUtcNow())));

    public ValueTask<Artifact?> FindAsync(LogicalPath path, CancellationToken cancellationToken) =>
        ValueTask.FromResult(database.Read(c => Find(c, null, path)));

    public ValueTask<IReadOnlyList<Artifact>> ListAsync(RunId run, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<Artifact>>(database.Read(c =>
            c.Query<ArtifactRow>($"SELECT {ArtifactRow.Columns} FROM artifacts WHERE run_id = @run ORDER BY path, generation", new { run = run.Value })
                .Select(r => r.ToArtifact()).ToList()));

    public ValueTask GrantAsync(OverwriteToken token, CancellationToken cancellationToken)
    {
        database.Write((c, t) => c.Execute(
            "INSERT INTO overwrite_tokens (id, path, reason, issuer, expires_utc) VALUES (@id, @path, @reason, @issuer, @expires)",
            new { id = token.Id, path = token.Path.Value, reason = token.Reason, issuer = token.Issuer.ToString(), expires = Times.Format(token.ExpiresUtc) },
            t));
        return ValueTask.CompletedTask;
    }

    /// <summary>Writes an artifact in a transaction of the caller's: the guard's half of A3, then the blob's row, then the artifact's.</summary>
    internal static ArtifactWrite Insert(SqliteConnection c, SqliteTransaction t, FileBlobs files, NewArtifact artifact, OverwriteToken? shown, DateTimeOffset now)
    {
        RequireBytes(c, files, artifact.Content);
        var existing = Find(c, t, artifact.Path);
        if (existing is not null && existing.Path != artifact.Path)
        {
            return new ArtifactWrite.Conflict(existing, $"the path differs from {existing.Path} only by case or Unicode form");
        }

        var (recorded, used) = shown is null ? (null, false) : FindToken(c, t, shown.Id);
        var (verdict, reason) = ArtifactGuard.Judge(existing, artifact, shown, recorded, used, now);
        switch (verdict)
        {
            case ArtifactGuard.Verdict.AnswerFirst:
                return new ArtifactWrite.AlreadyPresent(existing!);
            case ArtifactGuard.Verdict.Refuse:
                return new ArtifactWrite.Conflict(existing!, reason);
            case ArtifactGuard.Verdict.Replace:
                c.Execute("UPDATE overwrite_tokens SET used_utc = @now WHERE id = @id", new { now = Times.Format(now), id = shown!.Id }, t);
                break;
            case ArtifactGuard.Verdict.Store:
                break;
        }

        return new ArtifactWrite.Stored(InsertRow(c, t, artifact, (existing?.Generation ?? 0) + 1));
    }

    /// <summary>Writes rows of blobs in a transaction of the caller's, before the rows that name them.</summary>
    internal static void InsertBlobs(SqliteConnection c, FileBlobs files, IEnumerable<StagedBlob> blobs)
    {
        var all = blobs.ToList();
        foreach (var blob in all) RequireBytes(c, files, blob);
        // A small one without its bytes has its row.
        InsertRows(c, all.Where(b => b.Inline is not null || b.Size > IBlobStore.InlineLimit));
    }

    private static void InsertRows(SqliteConnection c, IEnumerable<StagedBlob> blobs) => SqliteBatch.ForEach(
        c, "INSERT INTO blobs (hash, size, bytes) VALUES (?1, ?2, ?3) ON CONFLICT (hash) DO NOTHING", blobs, (row, b) => row.Add(b.Hash.Value).Add(b.Size).Add(b.Inline));

    // Under the writer's lock, as every removal: what is there now stays while a row names it.
    private static void RequireBytes(SqliteConnection c, FileBlobs files, StagedBlob blob)
    {
        if (blob.Inline is not null) return;
        // A small one that comes without its bytes is in the database already.
        var isThere = blob.Size > IBlobStore.InlineLimit ? files.Exists(blob.Hash) : c.ExecuteScalar<long>("SELECT count(*) FROM blobs WHERE hash = @hash", new { hash = blob.Hash.Value }) == 1;
        if (!isThere) throw new StoreFailedException($"the bytes of {blob.Hash.Short} are gone: they were staged too long ago, and collected. Do it again.");
    }

    private static Artifact InsertRow(SqliteConnection c, SqliteTransaction t, NewArtifact artifact, int generation)
    {
        var content = artifact.Content;
        InsertRows(c, [content]);
        var row = new ArtifactRow(
            artifact.Path.Value, generation, content.Hash.Value, content.Size, artifact.Type.ToString(), artifact.CreatedBy.ToString(), Times.Format(artifact.CreatedUtc));
        c.Execute(
            """
            INSERT INTO artifacts (path, path_fold, generation, run_id, hash, size, type, created_by, created_utc)
            VALUES (@Path, @fold, @Generation, @run, @Hash, @Size, @Type, @CreatedBy, @CreatedUtc)
            """,
            new { row.Path, fold = PathRules.Fold(row.Path), row.Generation, run = artifact.Path.Run.Value, row.Hash, row.Size, row.Type, row.CreatedBy, row.CreatedUtc },
            t);
        return row.ToArtifact();
    }

    private static Artifact? Find(SqliteConnection c, SqliteTransaction? t, LogicalPath path) =>
        c.QueryFirstOrDefault<ArtifactRow>(
            $"SELECT {ArtifactRow.Columns} FROM artifacts WHERE path_fold = @fold ORDER BY generation DESC LIMIT 1",
            new { fold = PathRules.Fold(path.Value) },
            t)?.ToArtifact();

    private static (OverwriteToken? Token, bool Used) FindToken(SqliteConnection c, SqliteTransaction t, string id)
    {
        var row = c.QuerySingleOrDefault<TokenRow>("SELECT id, path, reason, issuer, expires_utc AS ExpiresUtc, used_utc AS UsedUtc FROM overwrite_tokens WHERE id = @id", new { id }, t);
        return row is null
            ? (null, false)
            : (new(row.Id, LogicalPath.Parse(row.Path), row.Reason, Actor.Parse(row.Issuer), Times.Parse(row.ExpiresUtc)), row.UsedUtc is not null);
    }

    private sealed record BlobRow(long Size, byte[]? Bytes);

    private sealed record TokenRow(string Id, string Path, string Reason, string Issuer, string ExpiresUtc, string? UsedUtc);

    private sealed record ArtifactRow(string Path, long Generation, string Hash, long Size, string Type, string CreatedBy, string CreatedUtc)
    {
        public const string Columns = "path, generation, hash, size, type, created_by AS CreatedBy, created_utc AS CreatedUtc";

        public Artifact ToArtifact() => new(
            LogicalPath.Parse(Path), (int)Generation, ContentHash.Parse(Hash), Size, Enum.Parse<ArtifactType>(Type), Actor.Parse(CreatedBy), Times.Parse(CreatedUtc));
    }
}
