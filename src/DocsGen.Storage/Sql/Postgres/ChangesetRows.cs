using Dapper;
using DocsGen.Core.Sync;
using Npgsql;

namespace DocsGen.Storage.Sql.Postgres;

/// <summary>Reads changesets, within a transaction or snapshot of the caller's.</summary>
internal static class ChangesetRows
{
    public static async ValueTask<Changeset?> LoadAsync(
        NpgsqlConnection c, NpgsqlTransaction t, long space, ChangesetId id, CancellationToken cancellationToken, ChangesetParts parts = ChangesetParts.Whole)
    {
        var head = await c.QuerySingleOrDefaultAsync<ChangesetHead>(new CommandDefinition(
            $"SELECT {ChangesetHead.Columns} FROM changesets WHERE id = @id AND space_id = @space", new { id = id.Value, space }, t, cancellationToken: cancellationToken));
        if (head is null || parts == ChangesetParts.Head) return head?.ToChangeset([]);
        return head.ToChangeset(await FilesAsync(c, t, id.Value, cancellationToken));
    }

    public static async ValueTask<IReadOnlyList<ChangesetRow>> ListAsync(NpgsqlConnection c, NpgsqlTransaction t, long space, ChangesetFilter filter, CancellationToken cancellationToken)
    {
        var heads = (await c.QueryAsync<ChangesetHead>(new CommandDefinition(
            $"""
            SELECT {ChangesetHead.Columns} FROM changesets s
            WHERE space_id = @space AND (@before::bigint IS NULL OR id < @before) AND (@status::text IS NULL OR status = @status) AND (@author::text IS NULL OR pushed_by = @author)
              AND (@text::text IS NULL OR strpos(lower(message), lower(@text)) > 0)
              AND (@path::text IS NULL OR EXISTS (SELECT 1 FROM changeset_files f WHERE f.changeset_id = s.id AND strpos(lower(f.path), lower(@path)) > 0))
            ORDER BY id DESC LIMIT @limit
            """,
            new { space, before = filter.Before?.Value, status = filter.Status?.ToWire(), author = filter.Author, text = filter.Text, path = filter.Path, limit = filter.Limit },
            t,
            cancellationToken: cancellationToken))).ToList();
        var summaries = (await c.QueryAsync<SummaryRow>(new CommandDefinition(
            SummaryRow.Of("= ANY (string_to_array(@ids, ',')::bigint[])"), new { ids = string.Join(',', heads.Select(h => h.Id)) }, t, cancellationToken: cancellationToken))).ToDictionary(r => r.ChangesetId, r => r.ToSummary());
        return [.. heads.Select(h => new ChangesetRow(h.ToChangeset([]) with { Report = null }, summaries[h.Id]))];
    }

    public static async Task<IReadOnlyList<Document>> DocumentsAsync(Transaction t, long space, ChangesetId id) => [.. (await t.Connection.QueryAsync<DocumentRow>(new CommandDefinition(
        $"""
        SELECT {DocumentRow.Columns} FROM changeset_files f JOIN documents d ON d.space_id = @space AND d.file_id = f.file_id WHERE f.changeset_id = @id
        UNION
        SELECT {DocumentRow.Columns} FROM changeset_files f JOIN documents d ON d.space_id = @space AND d.path_fold = f.path_fold WHERE f.changeset_id = @id
        """,
        new { space, id = id.Value },
        t.Inner,
        cancellationToken: t.CancellationToken))).Select(r => r.ToDocument())];

    public static async Task<IReadOnlyList<ChangesetId>> ToSupersedeAsync(Transaction t, NewChangeset pushed, ChangesetId id)
    {
        var replaced = pushed.Supersedes.ToList();
        if (!pushed.SupersedesCovered) return replaced;
        var covered = await t.Connection.QueryAsync<long>(new CommandDefinition(
            """
            SELECT id FROM changesets s
            WHERE space_id = @Space AND id < @id AND pushed_by = @by AND status IN ('proposed', 'reviewing', 'ready', 'rejected')
              AND NOT EXISTS (SELECT 1 FROM changeset_files f WHERE f.changeset_id = s.id
                AND (f.applied_version IS NOT NULL OR NOT EXISTS (SELECT 1 FROM changeset_files n WHERE n.changeset_id = @id AND n.file_id = f.file_id)))
            ORDER BY id
            """,
            new { pushed.Space, id = id.Value, by = pushed.PushedBy.ToString() },
            t.Inner,
            cancellationToken: t.CancellationToken));
        return [.. replaced.Union(covered.Select(n => new ChangesetId(n)))];
    }

    private static async Task<IReadOnlyList<ChangesetFile>> FilesAsync(NpgsqlConnection c, NpgsqlTransaction t, long id, CancellationToken cancellationToken)
    {
        var decisions = (await c.QueryAsync<DecisionRow>(new CommandDefinition(
            $"SELECT {DecisionRow.Columns} FROM decisions WHERE changeset_id = @id ORDER BY id", new { id }, t, cancellationToken: cancellationToken))).ToLookup(d => d.File, d => d.ToDecision());
        return [.. (await c.QueryAsync<FileRow>(new CommandDefinition(
            $"SELECT {FileRow.Columns} FROM changeset_files WHERE changeset_id = @id ORDER BY id", new { id }, t, cancellationToken: cancellationToken))).Select(f => f.ToFile([.. decisions[f.Id]]))];
    }
}
