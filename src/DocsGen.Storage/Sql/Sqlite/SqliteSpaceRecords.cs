using Dapper;
using DocsGen.Core.Sync;

namespace DocsGen.Storage.Sql.Sqlite;

/// <summary>The rows of spaces in SQLite.</summary>
internal sealed class SqliteSpaceRecords(SqliteDatabase database) : ISpaceRecords
{
    public ValueTask<IReadOnlyList<SpaceName>> ListAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<SpaceName>>(database.Read(c => c.Query<SpaceName>(SpaceRecordRows.Names).ToList()));

    public ValueTask<SpaceRecords> ReadAsync(long space, CancellationToken cancellationToken) => ValueTask.FromResult(database.Read(c => new SpaceRecords
    {
        Space = c.QuerySingle<SpaceRecord>(SpaceRecordRows.Space, new { space }),
        Events = c.Query<StoredSpaceEvent>(SpaceRecordRows.Events, new { space }).ToList(),
        Documents = c.Query<DocumentRecord>(SpaceRecordRows.Documents, new { space }).ToList(),
        Versions = c.Query<VersionRecord>(SpaceRecordRows.Versions, new { space }).ToList(),
        Changesets = c.Query<ChangesetRecord>(SpaceRecordRows.Changesets, new { space }).ToList(),
        Files = c.Query<FileRecord>(SpaceRecordRows.Files, new { space }).ToList(),
        Amendments = c.Query<AmendmentRecord>(SpaceRecordRows.Amendments, new { space }).ToList(),
    }));
}
