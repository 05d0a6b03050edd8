using DocsGen.Core.Sync;
using Microsoft.Data.Sqlite;

namespace DocsGen.Storage.Sql.Sqlite;

/// <summary>The rows of spaces in SQLite.</summary>
internal sealed class SqliteSpaceRecords(SqliteDatabase database) : ISpaceRecords
{
    public ValueTask<IReadOnlyList<SpaceName>> ListAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<SpaceName>>(database.Read(c => Rows(c, SpaceRecordRows.Names, 0)));

    public ValueTask<SpaceRecords> ReadAsync(long space, CancellationToken cancellationToken) => ValueTask.FromResult(database.Read(c => new SpaceRecords
    {
        Space = Rows(c, SpaceRecordRows.Space, space).Single(),
        Events = Rows(c, SpaceRecordRows.Events, space),
        Documents = Rows(c, SpaceRecordRows.Documents, space),
        Versions = Rows(c, SpaceRecordRows.Versions, space),
        Changesets = Rows(c, SpaceRecordRows.Changesets, space),
        Files = Rows(c, SpaceRecordRows.Files, space),
        Amendments = Rows(c, SpaceRecordRows.Amendments, space),
    }));

    private static List<T> Rows<T>(SqliteConnection connection, RowQuery<T> query, long space)
    {
        using var command = connection.CreateCommand();
        command.CommandText = query.Sql;
        command.Parameters.AddWithValue("@space", space);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(query.Row(reader));
        return rows;
    }
}
