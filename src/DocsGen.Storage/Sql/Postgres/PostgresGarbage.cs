using Dapper;
using DocsGen.Core.Artifacts;

namespace DocsGen.Storage.Sql.Postgres;

/// <summary>
/// Garbage in PostgreSQL. A collection holds an advisory lock alone; whoever publishes or names a blob shares it until the commit: a blob that a writer
/// found there is named before any collector looks again.
/// </summary>
internal sealed class PostgresGarbage(PostgresDatabase database) : IGarbageCollector
{
    // Any number that nothing else of ours takes: "docsgen gc" by its first letters.
    private const long LockKey = 0x646F63_6763;

    internal const string Now = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

    private const string IsNamed = $"{NamedBlobs.Rows}{NamedBlobs.UploadedSince}{Now}{NamedBlobs.End}";

    private const string Unnamed = $"NOT {IsNamed}";

    private const string Counts =
        $"""
        SELECT count(*) FILTER (WHERE named) AS Kept, coalesce(sum(size) FILTER (WHERE named), 0)::bigint AS KeptBytes,
          count(*) FILTER (WHERE NOT named AND NOT due) AS Condemned, coalesce(sum(size) FILTER (WHERE NOT named AND NOT due), 0)::bigint AS CondemnedBytes,
          count(*) FILTER (WHERE NOT named AND due) AS Due, coalesce(sum(size) FILTER (WHERE NOT named AND due), 0)::bigint AS DueBytes
        FROM (
          SELECT size, NOT {Unnamed} AS named, EXISTS (SELECT 1 FROM condemned c WHERE c.hash = b.hash AND c.since <= {Now} - @grace) AS due FROM blobs b
        ) AS judged
        """;

    /// <summary>Keeps collectors away until this transaction ends.</summary>
    public static Task<int> KeepAwayAsync(Transaction t) => t.ExecuteAsync("SELECT pg_advisory_xact_lock_shared(@LockKey)", new { LockKey });

    public async ValueTask<GarbageReport> SurveyAsync(TimeSpan grace, CancellationToken cancellationToken) =>
        (await database.ReadAsync(
            c => c.QuerySingleAsync<CountRow>(new CommandDefinition(Counts, new { grace = (long)grace.TotalMilliseconds }, cancellationToken: cancellationToken)),
            cancellationToken)).ToReport();

    public ValueTask<GarbageReport> CollectAsync(TimeSpan grace, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async t =>
            {
                await t.ExecuteAsync("SELECT pg_advisory_xact_lock(@LockKey)", new { LockKey });
                var parameters = new { grace = (long)grace.TotalMilliseconds };
                await t.ExecuteAsync($"DELETE FROM uploads WHERE at <= {Now} - {NamedBlobs.UploadLifetime}", new { });
                // What is named again is forgiven.
                await t.ExecuteAsync($"DELETE FROM condemned AS b WHERE {IsNamed}", new { });
                var report = (await t.FirstAsync<CountRow>(Counts, parameters))!.ToReport();
                await t.ExecuteAsync(
                    $"""
                    DELETE FROM blob_chunks WHERE upload IN (SELECT upload FROM blobs JOIN condemned USING (hash) WHERE since <= {Now} - @grace);
                    WITH freed AS (DELETE FROM condemned WHERE since <= {Now} - @grace RETURNING hash) DELETE FROM blobs WHERE hash IN (SELECT hash FROM freed);
                    INSERT INTO condemned (hash, since) SELECT hash, {Now} FROM blobs b WHERE {Unnamed} ON CONFLICT (hash) DO NOTHING
                    """,
                    parameters);
                return report;
            },
            cancellationToken);

    private sealed record CountRow(long Kept, long KeptBytes, long Condemned, long CondemnedBytes, long Due, long DueBytes)
    {
        public GarbageReport ToReport() => new(new((int)Kept, KeptBytes), new((int)Condemned, CondemnedBytes), new((int)Due, DueBytes), 0);
    }
}
