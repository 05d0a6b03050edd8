using System.Data;
using System.Runtime.CompilerServices;
using Dapper;
using DocsGen.Core.Sync;
using Npgsql;

namespace DocsGen.Storage.Sql.Postgres;

/// <summary>Live documents and their history in PostgreSQL.</summary>
internal sealed class PostgresDocuments(PostgresDatabase database) : IDocumentStore
{
    public ValueTask<IReadOnlyList<Document>> ListAsync(long space, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<Document>>(
        async c => [.. (await c.QueryAsync<DocumentRow>(new CommandDefinition(
            $"SELECT {DocumentRow.Columns} FROM documents d WHERE space_id = @space AND path_fold IS NOT NULL ORDER BY path", new { space }, cancellationToken: cancellationToken))).Select(r => r.ToDocument())],
        cancellationToken);

    public ValueTask<IReadOnlyList<Document>> FindAsync(long space, IReadOnlyCollection<FileId> files, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<Document>>(
        async c => [.. (await c.QueryAsync<DocumentRow>(new CommandDefinition(
            $"SELECT {DocumentRow.Columns} FROM documents d WHERE space_id = @space AND file_id = ANY (SELECT unnest(string_to_array(@files, '/'))) ORDER BY file_id",
            // No id holds a slash: one text carries them all.
            new { space, files = string.Join('/', files.Select(f => f.Value)) },
            cancellationToken: cancellationToken))).Select(r => r.ToDocument())],
        cancellationToken);

    public ValueTask<IReadOnlyList<DocumentVersion>> HistoryAsync(long space, FileId file, CancellationToken cancellationToken) => VersionsAsync(
        $"SELECT {VersionRow.Columns} FROM document_versions v WHERE space_id = @space AND file_id = @file ORDER BY version", new { space, file = file.Value }, cancellationToken);

    public ValueTask<IReadOnlyList<DocumentVersion>> VersionsAsync(long space, IReadOnlyCollection<(FileId File, int Version)> versions, CancellationToken cancellationToken) => VersionsAsync(
        $"""
        SELECT {VersionRow.Columns} FROM document_versions v
        JOIN unnest(string_to_array(@files, '/'), string_to_array(@numbers, '/')::bigint[]) AS wanted (file_id, version) USING (file_id, version) WHERE space_id = @space ORDER BY file_id, version
        """,
        new { space, files = string.Join('/', versions.Select(v => v.File.Value)), numbers = string.Join('/', versions.Select(v => v.Version)) },
        cancellationToken);

    public ValueTask<IReadOnlyList<DocumentVersion>> OwnedAsync(long space, string slug, string prefix, CancellationToken cancellationToken) => VersionsAsync(
        $"""
        SELECT DISTINCT ON (file_id) {VersionRow.Columns} FROM document_versions v WHERE space_id = @space AND run_slug = @slug AND run_prefix = @prefix ORDER BY file_id, version DESC
        """,
        new { space, slug, prefix },
        cancellationToken);

    public async ValueTask<T> PullAsync<T>(long space, Cursor since, int? limit, Func<PullHead, IAsyncEnumerable<PulledDocument>, ValueTask<T>> read, CancellationToken cancellationToken) =>
        await database.SnapshotAsync(
            async (c, snapshot) =>
            {
                var now = (await c.QuerySingleAsync<SpaceRow>(new CommandDefinition($"SELECT {SpaceRow.Columns} FROM spaces WHERE id = @space", new { space }, snapshot, cancellationToken: cancellationToken))).ToSpace();
                var plan = PullPlan.Of(now, since);
                var (cursor, hasMore) = (now.Sequence, false);
                if (limit is { } most)
                {
                    var rest = (await c.QueryAsync<long>(new CommandDefinition(
                        "SELECT sequence FROM documents WHERE space_id = @space AND sequence > @After AND (@Tombstones OR path_fold IS NOT NULL) ORDER BY sequence LIMIT @most + 1",
                        new { space, plan.After, plan.Tombstones, most },
                        snapshot,
                        cancellationToken: cancellationToken))).ToList();
                    hasMore = rest.Count > most;
                    if (hasMore) cursor = rest[most - 1];
                }

                return await read(new(Cursor.Of(now.Epoch, cursor), plan.Reset, hasMore), DocumentsAsync(c, snapshot, space, plan, cursor, inOrder: limit is not null, cancellationToken));
            },
            cancellationToken);

    /// <summary>
    /// Writes versions and what is live by them, in a transaction of the caller's. The versions come first, since a document must be what its version says; then every
    /// path that moves is cleared, so that two documents can swap theirs.
    /// </summary>
    internal static async Task PublishAsync(Transaction t, long space, IReadOnlyList<DocumentVersion> versions)
    {
        var files = versions.Select(v => v.File.Value).ToArray();
        var (numbers, paths) = (versions.Select(v => (long)v.Version).ToArray(), versions.Select(v => v.Path.Value).ToArray());
        var (hashes, sizes, sequences) = (versions.Select(v => v.Hash?.Value).ToArray(), versions.Select(v => v.Size).ToArray(), versions.Select(v => v.Sequence).ToArray());
        var folds = versions.Select(v => v.Hash is null ? null : v.Path.Fold).ToArray();
        await PostgresBatch.ExecuteAsync(
            t,
            """
            INSERT INTO document_versions (space_id, file_id, version, path, hash, size, sequence, changeset_id, pushed_by, reviewers, publisher, published_utc, run_slug, run_prefix, provenance)
            SELECT $1, f, v, p, h, z, s, c, b, r, u, t, l, x, o
            FROM unnest($2::text[], $3::bigint[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[])
              AS row (f, v, p, h, z, s, c, b, r, u, t, l, x, o)
            """,
            versions.Count,
            space, files, numbers, paths, hashes, sizes, sequences, versions.Select(v => v.Changeset.Value).ToArray(), versions.Select(v => v.PushedBy.ToString()).ToArray(),
            versions.Select(v => VersionRow.WriteReviewers(v.Reviewers)).ToArray(), versions.Select(v => v.Publisher.ToString()).ToArray(), versions.Select(v => Times.Format(v.PublishedUtc)).ToArray(),
            versions.Select(v => v.Provenance?.Slug).ToArray(), versions.Select(v => v.Provenance?.Prefix).ToArray(), versions.Select(v => v.Provenance?.ToJson()).ToArray());
        await PostgresBatch.ExecuteAsync(
            t,
            """
            UPDATE documents d SET path_fold = NULL FROM unnest($2::text[], $3::text[]) AS row (f, p)
            WHERE d.space_id = $1 AND d.file_id = f AND d.path_fold IS NOT NULL AND d.path_fold IS DISTINCT FROM p
            """,
            versions.Count(v => v.Version > 1),
            space, files, folds);
        await PostgresBatch.ExecuteAsync(
            t,
            """
            INSERT INTO documents (space_id, file_id, path, path_fold, version, hash, size, sequence)
            SELECT $1, f, p, d, v, h, z, s FROM unnest($2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::bigint[], $8::bigint[]) AS row (f, p, d, v, h, z, s)
            ON CONFLICT (space_id, file_id) DO UPDATE SET path = excluded.path, path_fold = excluded.path_fold, version = excluded.version, hash = excluded.hash, size = excluded.size,
              sequence = excluded.sequence
            """,
            versions.Count,
            space, files, paths, folds, numbers, hashes, sizes, sequences);
    }

    private ValueTask<IReadOnlyList<DocumentVersion>> VersionsAsync(string sql, object values, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<DocumentVersion>>(
        async c => [.. (await c.QueryAsync<VersionRow>(new CommandDefinition(sql, values, cancellationToken: cancellationToken))).Select(r => r.ToVersion())],
        cancellationToken);

    private static async IAsyncEnumerable<PulledDocument> DocumentsAsync(
        NpgsqlConnection c, NpgsqlTransaction snapshot, long space, PullPlan plan, long until, bool inOrder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sql =
            $"""
            SELECT {DocumentRow.Columns}, b.bytes FROM documents d LEFT JOIN blobs b ON b.hash = d.hash
            WHERE space_id = @space AND sequence > @After AND sequence <= @until AND (@Tombstones OR path_fold IS NOT NULL)
            ORDER BY {(inOrder ? "" : "d.hash IS NOT NULL, ")}sequence
            """;
        await foreach (var row in c.QueryUnbufferedAsync<ContentRow>(sql, new { space, plan.After, until, plan.Tombstones }, snapshot).WithCancellation(cancellationToken)) yield return row.ToPulled();
    }
}
