using DocsGen.Core.Sync;
using Npgsql;

namespace DocsGen.Storage.Sql.Postgres;

/// <summary>The rows of spaces in PostgreSQL.</summary>
internal sealed class PostgresSpaceRecords(PostgresDatabase database) : ISpaceRecords
{
    public ValueTask<IReadOnlyList<SpaceName>> ListAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<SpaceName>>(async c => await RowsAsync(c, null, SpaceRecordRows.Names, 0, cancellationToken), cancellationToken);

    public ValueTask<SpaceRecords> ReadAsync(long space, CancellationToken cancellationToken) => database.SnapshotAsync(
        async (c, snapshot) =>
        {
            Task<List<T>> Rows<T>(RowQuery<T> query) => RowsAsync(c, snapshot, query, space, cancellationToken);
            return new SpaceRecords
            {
                Space = (await Rows(SpaceRecordRows.Space)).Single(),
                Events = await Rows(SpaceRecordRows.Events),
                Documents = await Rows(SpaceRecordRows.Documents),
                Versions = await Rows(SpaceRecordRows.Versions),
                Changesets = await Rows(SpaceRecordRows.Changesets),
                Files = await Rows(SpaceRecordRows.Files),
                Amendments = await Rows(SpaceRecordRows.Amendments),
            };
        },
        cancellationToken);

    private static async Task<List<T>> RowsAsync<T>(NpgsqlConnection connection, NpgsqlTransaction? snapshot, RowQuery<T> query, long space, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(query.Sql, connection, snapshot);
        if (query.Sql.Contains("@space", StringComparison.Ordinal)) command.Parameters.AddWithValue("space", space);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken)) rows.Add(query.Row(reader));
        return rows;
    }
}
