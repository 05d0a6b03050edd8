using System.Data.Common;
using DocsGen.Core.Sync;

namespace DocsGen.Storage.Sql;

/// <summary>
/// The statements that read a space for its verification, with what makes a record of a row; both engines take them as they are. Each is read once in the life of a process, so that compiling a reader
/// for it, as Dapper does, would take longer than reading.
/// </summary>
internal static class SpaceRecordRows
{
    public static readonly RowQuery<SpaceName> Names = new("SELECT id, slug FROM spaces ORDER BY slug", r => new(r.GetInt64(0), r.GetString(1)));

    public static readonly RowQuery<SpaceRecord> Space = new(
        "SELECT slug, policy, epoch, sequence, pushes, events, last_hash FROM spaces WHERE id = @space",
        r => new(r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetInt64(3), r.GetInt64(4), r.GetInt64(5), r.GetString(6)));

    public static readonly RowQuery<StoredSpaceEvent> Events = new(
        "SELECT seq, type, body, prev_hash, hash FROM space_events WHERE space_id = @space ORDER BY seq",
        r => new(r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4)));

    public static readonly RowQuery<DocumentRecord> Documents = new(
        "SELECT file_id, path, path_fold, version, hash, size, sequence FROM documents WHERE space_id = @space ORDER BY file_id",
        r => new(r.GetString(0), r.GetString(1), Text(r, 2), r.GetInt64(3), Text(r, 4), r.GetInt64(5), r.GetInt64(6)));

    public static readonly RowQuery<VersionRecord> Versions = new(
        """
        SELECT v.file_id, v.version, v.path, v.hash, v.size, v.sequence, v.changeset_id, v.publisher, v.published_utc, c.space_id
        FROM document_versions v LEFT JOIN changesets c ON c.id = v.changeset_id WHERE v.space_id = @space ORDER BY v.file_id, v.version
        """,
        r => new(r.GetString(0), r.GetInt64(1), r.GetString(2), Text(r, 3), r.GetInt64(4), r.GetInt64(5), r.GetInt64(6), r.GetString(7), r.GetString(8), Number(r, 9)));

    public static readonly RowQuery<ChangesetRecord> Changesets = new(
        "SELECT id, number, payload, pushed_by, status, report, published_by, published_utc FROM changesets WHERE space_id = @space ORDER BY number",
        r => new(r.GetInt64(0), r.GetInt64(1), r.GetString(2), r.GetString(3), r.GetString(4), Text(r, 5), Text(r, 6), Text(r, 7)));

    public static readonly RowQuery<FileRecord> Files = new(
        """
        SELECT f.id, f.changeset_id, f.file_id, f.path, f.base_version, f.base_hash, f.hash, f.size, f.applied_version, f.applied_sequence
        FROM changeset_files f JOIN changesets c ON c.id = f.changeset_id WHERE c.space_id = @space ORDER BY f.id
        """,
        r => new(r.GetInt64(0), r.GetInt64(1), r.GetString(2), r.GetString(3), r.GetInt64(4), Text(r, 5), Text(r, 6), r.GetInt64(7), Number(r, 8), Number(r, 9)));

    public static readonly RowQuery<AmendmentRecord> Amendments = new(
        """
        SELECT d.changeset_id, f.path, d.amended_hash, d.amended_size
        FROM decisions d JOIN changeset_files f ON f.id = d.file JOIN changesets c ON c.id = d.changeset_id
        WHERE c.space_id = @space AND d.amended_hash IS NOT NULL ORDER BY d.id
        """,
        r => new(r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetInt64(3)));

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static long? Number(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
}

/// <summary>A statement, with what makes a <typeparamref name="T"/> of each row that it answers.</summary>
/// <param name="Sql">May name <c>@space</c>.</param>
/// <param name="Row">Reads the row that a reader stands at.</param>
internal sealed record RowQuery<T>(string Sql, Func<DbDataReader, T> Row);
