using Dapper;
using DocsGen.Core.Artifacts;
using DocsGen.Storage.Files;
using Microsoft.Data.Sqlite;

namespace DocsGen.Storage.Sql.Sqlite;

/// <summary>
/// Garbage of the embedded store. Everything happens under the writer's lock, which staging takes to publish or renew a file, and commits take to name
/// one: a file that a commit found there is named before any collector looks again.
/// </summary>
internal sealed class SqliteGarbage(SqliteDatabase database, FileBlobs files, TimeProvider clock) : IGarbageCollector
{
    private const string IsNamed = $"{NamedBlobs.Rows}{NamedBlobs.UploadedSince}{SqliteDatabase.Now}{NamedBlobs.End}";

    private const string Unnamed = $"NOT {IsNamed}";

    public ValueTask<GarbageReport> SurveyAsync(TimeSpan grace, CancellationToken cancellationToken) =>
        ValueTask.FromResult(database.Read(c => Look(c, null, grace, cancellationToken).Report(files.RemoveTemporary(BeforeTemporary(grace), dryRun: true))));

    public ValueTask<GarbageReport> CollectAsync(TimeSpan grace, CancellationToken cancellationToken) =>
        ValueTask.FromResult(database.Write((c, t) =>
        {
            var found = Look(c, t, grace, cancellationToken);
            c.Execute($"DELETE FROM uploads WHERE at <= {SqliteDatabase.Now} - {NamedBlobs.UploadLifetime}", transaction: t);
            // What is named again is forgiven.
            c.Execute($"DELETE FROM condemned AS b WHERE {IsNamed}", transaction: t);
            c.Execute(
                $"INSERT INTO condemned (hash, since) VALUES (@hash, {SqliteDatabase.Now}) ON CONFLICT (hash) DO NOTHING",
                found.Condemned.Select(b => new { hash = b.Hash }),
                t);
            foreach (var (hash, _) in found.Due)
            {
                // The file first: without its row it would be garbage once more, and without its file a row that nothing names does no harm.
                files.Remove(ContentHash.Parse(hash));
                c.Execute("DELETE FROM blobs WHERE hash = @hash; DELETE FROM condemned WHERE hash = @hash", new { hash }, t);
            }

            return found.Report(files.RemoveTemporary(BeforeTemporary(grace), dryRun: false));
        }));

    private Findings Look(SqliteConnection c, SqliteTransaction? t, TimeSpan grace, CancellationToken cancellationToken)
    {
        var old = Before(grace);
        var kept = c.QuerySingle<(long Count, long Bytes)>($"SELECT count(*), coalesce(sum(size), 0) FROM blobs b WHERE {IsNamed}", transaction: t);
        var unnamed = c.Query<(string Hash, long Size)>($"SELECT hash, size FROM blobs b WHERE {Unnamed} ORDER BY hash", transaction: t).ToDictionary(b => b.Hash, b => b.Size, StringComparer.Ordinal);
        foreach (var (hash, size) in files.OlderThan(old))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (c.ExecuteScalar<long>("SELECT count(*) FROM blobs WHERE hash = @hash", new { hash = hash.Value }, t) == 0) unnamed[hash.Value] = size;
        }

        var since = c.Query<string>($"SELECT hash FROM condemned WHERE since <= {SqliteDatabase.Now} - @grace", new { grace = (long)grace.TotalMilliseconds }, t).ToHashSet(StringComparer.Ordinal);
        var byHash = unnamed.OrderBy(b => b.Key, StringComparer.Ordinal).Select(b => (Hash: b.Key, Size: b.Value)).ToList();
        // A file that was staged again meanwhile is young: its writer is about to name it.
        var due = byHash.Where(b => since.Contains(b.Hash) && (!files.Exists(ContentHash.Parse(b.Hash)) || files.IsOlderThan(ContentHash.Parse(b.Hash), old))).ToList();
        return new(new((int)kept.Count, kept.Bytes), [.. byHash.Except(due)], due);
    }

    // No write takes an hour: a temporary file of that age is nobody's.
    private DateTime BeforeTemporary(TimeSpan grace) => Before(grace > TimeSpan.FromHours(1) ? grace : TimeSpan.FromHours(1));

    private DateTime Before(TimeSpan grace) => clock.GetUtcNow().UtcDateTime - grace;

    private sealed record Findings(BlobSum Kept, List<(string Hash, long Size)> Condemned, List<(string Hash, long Size)> Due)
    {
        public GarbageReport Report(int temporary) => new(Kept, Sum(Condemned), Sum(Due), temporary);

        private static BlobSum Sum(List<(string Hash, long Size)> blobs) => new(blobs.Count, blobs.Sum(b => b.Size));
    }
}
