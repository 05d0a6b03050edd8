using Dapper;
using DocsGen.Core.Artifacts;

namespace DocsGen.Storage.Sql.Postgres;

/// <summary>The index of artifacts in PostgreSQL.</summary>
internal sealed class PostgresArtifacts(PostgresDatabase database, TimeProvider clock) : IArtifactStore
{
    public ValueTask<ArtifactWrite> WriteAsync(NewArtifact artifact, OverwriteToken? token, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async t =>
            {
                await PostgresGarbage.KeepAwayAsync(t);
                await LockPathsAsync(t, [artifact]);
                return await InsertAsync(t, artifact, token, clock.GetUtcNow());
            },
            cancellationToken);

    public ValueTask<Artifact?> FindAsync(LogicalPath path, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async c => (await c.QueryFirstOrDefaultAsync<ArtifactRow>(new CommandDefinition(ArtifactRow.Newest, new { fold = PathRules.Fold(path.Value) }, cancellationToken: cancellationToken)))?.ToArtifact(),
            cancellationToken);

    public ValueTask<IReadOnlyList<Artifact>> ListAsync(RunId run, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<Artifact>>(
            async c => [.. (await c.QueryAsync<ArtifactRow>(new CommandDefinition(
                $"SELECT {ArtifactRow.Columns} FROM artifacts WHERE run_id = @run ORDER BY path, generation", new { run = run.Value }, cancellationToken: cancellationToken))).Select(r => r.ToArtifact())],
            cancellationToken);

    // Ids of tokens are random: one that is there already is this one, recorded before a connection was lost.
    public async ValueTask GrantAsync(OverwriteToken token, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            t => t.ExecuteAsync(
                "INSERT INTO overwrite_tokens (id, path, reason, issuer, expires_utc) VALUES (@id, @path, @reason, @issuer, @expires) ON CONFLICT (id) DO NOTHING",
                new { id = token.Id, path = token.Path.Value, reason = token.Reason, issuer = token.Issuer.ToString(), expires = Times.Format(token.ExpiresUtc) }),
            cancellationToken);

    /// <summary>
    /// Takes the paths for this transaction, in an order that all take them in. SQLite has one writer at a time; here two could find the same path empty, and the
    /// lock lasts from before the look until after the commit.
    /// </summary>
    internal static Task<int> LockPathsAsync(Transaction t, IEnumerable<NewArtifact> artifacts) => t.ExecuteAsync(
        "SELECT pg_advisory_xact_lock(key) FROM (SELECT DISTINCT hashtextextended(fold, 0) AS key FROM unnest(@folds) AS fold ORDER BY key) AS keys",
        new { folds = artifacts.Select(a => PathRules.Fold(a.Path.Value)).ToArray() });

    /// <summary>Writes an artifact in a transaction of the caller's, who has its path: the guard's half of A3, then the blob's row, then the artifact's.</summary>
    internal static async Task<ArtifactWrite> InsertAsync(Transaction t, NewArtifact artifact, OverwriteToken? shown, DateTimeOffset now)
    {
        var existing = (await t.FirstAsync<ArtifactRow>(ArtifactRow.Newest, new { fold = PathRules.Fold(artifact.Path.Value) }))?.ToArtifact();
        if (existing is not null && existing.Path != artifact.Path)
        {
            return new ArtifactWrite.Conflict(existing, $"the path differs from {existing.Path} only by case or Unicode form");
        }

        var (recorded, used) = shown is null ? (null, false) : await FindTokenAsync(t, shown.Id);
        var (verdict, reason) = ArtifactGuard.Judge(existing, artifact, shown, recorded, used, now);
        switch (verdict)
        {
            case ArtifactGuard.Verdict.AnswerFirst:
                return new ArtifactWrite.AlreadyPresent(existing!);
            case ArtifactGuard.Verdict.Refuse:
                return new ArtifactWrite.Conflict(existing!, reason);
            case ArtifactGuard.Verdict.Replace:
                await t.ExecuteAsync("UPDATE overwrite_tokens SET used_utc = @now WHERE id = @id", new { now = Times.Format(now), id = shown!.Id });
                break;
            case ArtifactGuard.Verdict.Store:
                break;
        }

        return new ArtifactWrite.Stored(await InsertRowAsync(t, artifact, (existing?.Generation ?? 0) + 1));
    }

    private static async Task<Artifact> InsertRowAsync(Transaction t, NewArtifact artifact, int generation)
    {
        var content = artifact.Content;
        // The row of a large blob was written with its chunks. No collector takes it from now on.
        if (content.Inline is null && await t.ScalarAsync<long>("SELECT count(*) FROM blobs WHERE hash = @hash", new { hash = content.Hash.Value }) == 0)
        {
            throw new StoreFailedException($"the bytes of {artifact.Path} are gone: they were staged too long ago, and collected. Do it again.");
        }

        if (content.Inline is { } bytes)
        {
            await t.ExecuteAsync(
                "INSERT INTO blobs (hash, size, bytes) VALUES (@hash, @size, @bytes) ON CONFLICT (hash) DO NOTHING",
                new { hash = content.Hash.Value, size = content.Size, bytes = bytes.ToArray() });
        }

        var row = new ArtifactRow(
            artifact.Path.Value, generation, content.Hash.Value, content.Size, artifact.Type.ToString(), artifact.CreatedBy.ToString(), Times.Format(artifact.CreatedUtc));
        await t.ExecuteAsync(
            """
            INSERT INTO artifacts (path, path_fold, generation, run_id, hash, size, type, created_by, created_utc)
            VALUES (@Path, @fold, @Generation, @run, @Hash, @Size, @Type, @CreatedBy, @CreatedUtc)
            """,
            new { row.Path, fold = PathRules.Fold(row.Path), row.Generation, run = artifact.Path.Run.Value, row.Hash, row.Size, row.Type, row.CreatedBy, row.CreatedUtc });
        return row.ToArtifact();
    }

    private static async Task<(OverwriteToken? Token, bool Used)> FindTokenAsync(Transaction t, string id)
    {
        // The row stays locked until the commit: of two that show the same token, the second sees it used.
        var row = await t.FirstAsync<TokenRow>("SELECT id, path, reason, issuer, expires_utc AS ExpiresUtc, used_utc AS UsedUtc FROM overwrite_tokens WHERE id = @id FOR UPDATE", new { id });
        return row is null
            ? (null, false)
            : (new(row.Id, LogicalPath.Parse(row.Path), row.Reason, Actor.Parse(row.Issuer), Times.Parse(row.ExpiresUtc)), row.UsedUtc is not null);
    }

    private sealed record TokenRow(string Id, string Path, string Reason, string Issuer, string ExpiresUtc, string? UsedUtc);

    private sealed record ArtifactRow(string Path, long Generation, string Hash, long Size, string Type, string CreatedBy, string CreatedUtc)
    {
        public const string Columns = "path, generation, hash, size, type, created_by AS CreatedBy, created_utc AS CreatedUtc";

        public const string Newest = $"SELECT {Columns} FROM artifacts WHERE path_fold = @fold ORDER BY generation DESC LIMIT 1";

        public Artifact ToArtifact() => new(
            LogicalPath.Parse(Path), (int)Generation, ContentHash.Parse(Hash), Size, Enum.Parse<ArtifactType>(Type), Actor.Parse(CreatedBy), Times.Parse(CreatedUtc));
    }
}
