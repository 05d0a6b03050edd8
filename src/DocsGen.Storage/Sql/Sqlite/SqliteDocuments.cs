using System.Runtime.CompilerServices;
using Dapper;
using DocsGen.Core.Sync;
using Microsoft.Data.Sqlite;

namespace DocsGen.Storage.Sql.Sqlite;

/// <summary>Live documents and their history in SQLite.</summary>
internal sealed class SqliteDocuments(SqliteDatabase database) : IDocumentStore
{
    public ValueTask<IReadOnlyList<Document>> ListAsync(long space, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<Document>>(database.Read(c => c
            .Query<DocumentRow>($"SELECT {DocumentRow.Columns} FROM documents d WHERE space_id = @space AND path_fold IS NOT NULL ORDER BY path", new { space }).Select(r => r.ToDocument()).ToList()));

    public ValueTask<IReadOnlyList<Document>> FindAsync(long space, IReadOnlyCollection<FileId> files, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<Document>>(database.Read(c => files
            .OrderBy(f => f.Value, StringComparer.Ordinal)
            .Select(f => c.QuerySingleOrDefault<DocumentRow>($"SELECT {DocumentRow.Columns} FROM documents d WHERE space_id = @space AND file_id = @file", new { space, file = f.Value })?.ToDocument())
            .OfType<Document>().ToList()));

    public ValueTask<IReadOnlyList<DocumentVersion>> HistoryAsync(long space, FileId file, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<DocumentVersion>>(database.Read(c => c
            .Query<VersionRow>($"SELECT {VersionRow.Columns} FROM document_versions v WHERE space_id = @space AND file_id = @file ORDER BY version", new { space, file = file.Value })
            .Select(r => r.ToVersion()).ToList()));

    public ValueTask<IReadOnlyList<DocumentVersion>> VersionsAsync(long space, IReadOnlyCollection<(FileId File, int Version)> versions, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<DocumentVersion>>(database.Read(c => versions
            .OrderBy(v => v.File.Value, StringComparer.Ordinal).ThenBy(v => v.Version)
            .Select(v => c.QuerySingleOrDefault<VersionRow>(
                $"SELECT {VersionRow.Columns} FROM document_versions v WHERE space_id = @space AND file_id = @file AND version = @Version", new { space, file = v.File.Value, v.Version })?.ToVersion())
            .OfType<DocumentVersion>().ToList()));

    public ValueTask<IReadOnlyList<DocumentVersion>> OwnedAsync(long space, string slug, string prefix, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<DocumentVersion>>(database.Read(c => c
            .Query<VersionRow>(
                $"""
                SELECT {VersionRow.Columns} FROM document_versions v
                WHERE space_id = @space AND run_slug = @slug AND run_prefix = @prefix
                  AND version = (SELECT max(version) FROM document_versions w WHERE w.space_id = v.space_id AND w.file_id = v.file_id AND w.run_slug = @slug AND w.run_prefix = @prefix)
                ORDER BY file_id
                """,
                new { space, slug, prefix })
            .Select(r => r.ToVersion()).ToList()));

    public ValueTask<T> PullAsync<T>(long space, Cursor since, int? limit, Func<PullHead, IAsyncEnumerable<PulledDocument>, ValueTask<T>> read, CancellationToken cancellationToken) =>
        database.ReadAsync(c =>
        {
            var now = SqliteSpaces.Find(c, null, space) ?? throw new InvalidOperationException($"There is no space {space}.");
            var plan = PullPlan.Of(now, since);
            var (cursor, hasMore) = (now.Sequence, false);
            if (limit is { } most)
            {
                var rest = c.Query<long>(
                    "SELECT sequence FROM documents WHERE space_id = @space AND sequence > @After AND (@Tombstones OR path_fold IS NOT NULL) ORDER BY sequence LIMIT @most + 1", new { space, plan.After, plan.Tombstones, most }).ToList();
                hasMore = rest.Count > most;
                if (hasMore) cursor = rest[most - 1];
            }

            var head = new PullHead(Cursor.Of(now.Epoch, cursor), plan.Reset, hasMore);
            return read(head, Documents(c, space, plan, cursor, inOrder: limit is not null, cancellationToken));
        });

    /// <summary>Writes versions and what is live by them, in a transaction of the caller's. First every path that moves is cleared, so that two documents can swap theirs.</summary>
    internal static void Publish(SqliteConnection c, long space, IReadOnlyList<DocumentVersion> versions)
    {
        SqliteBatch.ForEach(
            c,
            "UPDATE documents SET path_fold = NULL WHERE space_id = ?1 AND file_id = ?2 AND path_fold IS NOT ?3",
            row => row.Add(space),
            versions.Where(v => v.Version > 1),
            (row, v) => row.Add(v.File.Value).Add(v.Hash is null ? null : v.Path.Fold));
        SqliteBatch.ForEach(
            c,
            """
            INSERT INTO documents (space_id, file_id, path, path_fold, version, hash, size, sequence) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            ON CONFLICT (space_id, file_id) DO UPDATE SET path = excluded.path, path_fold = excluded.path_fold, version = excluded.version, hash = excluded.hash, size = excluded.size,
              sequence = excluded.sequence
            """,
            row => row.Add(space),
            versions,
            (row, v) => row.Add(v.File.Value).Add(v.Path.Value).Add(v.Hash is null ? null : v.Path.Fold).Add(v.Version).Add(v.Hash?.Value).Add(v.Size).Add(v.Sequence));
        SqliteBatch.ForEach(
            c,
            """
            INSERT INTO document_versions (space_id, file_id, version, path, hash, size, sequence, changeset_id, pushed_by, reviewers, publisher, published_utc, run_slug, run_prefix, provenance)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
            """,
            row => row.Add(space),
            versions,
            (row, v) => row
                .Add(v.File.Value).Add(v.Version).Add(v.Path.Value).Add(v.Hash?.Value).Add(v.Size).Add(v.Sequence).Add(v.Changeset.Value).Add(v.PushedBy.ToString()).Add(VersionRow.WriteReviewers(v.Reviewers))
                .Add(v.Publisher.ToString()).Add(Times.Format(v.PublishedUtc)).Add(v.Provenance?.Slug).Add(v.Provenance?.Prefix).Add(v.Provenance?.ToJson()));
    }

    private static async IAsyncEnumerable<PulledDocument> Documents(
        SqliteConnection c, long space, PullPlan plan, long until, bool inOrder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = c.Query<ContentRow>(
            $"""
            SELECT {DocumentRow.Columns}, b.bytes FROM documents d LEFT JOIN blobs b ON b.hash = d.hash
            WHERE space_id = @space AND sequence > @After AND sequence <= @until AND (@Tombstones OR path_fold IS NOT NULL)
            ORDER BY {(inOrder ? "" : "d.hash IS NOT NULL, ")}sequence
            """,
            new { space, plan.After, until, plan.Tombstones },
            buffered: false);
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return row.ToPulled();
        }

        await Task.CompletedTask;
    }
}
