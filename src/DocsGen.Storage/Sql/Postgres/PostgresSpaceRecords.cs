using Dapper;
using DocsGen.Core.Sync;

namespace DocsGen.Storage.Sql.Postgres;

/// <summary>The rows of spaces in PostgreSQL.</summary>
internal sealed class PostgresSpaceRecords(PostgresDatabase database) : ISpaceRecords
{
    public ValueTask<IReadOnlyList<SpaceName>> ListAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<SpaceName>>(
        async c => [.. await c.QueryAsync<SpaceName>(new CommandDefinition(SpaceRecordRows.Names, cancellationToken: cancellationToken))], cancellationToken);

    public ValueTask<SpaceRecords> ReadAsync(long space, CancellationToken cancellationToken) => database.SnapshotAsync(
        async (c, snapshot) =>
        {
            CommandDefinition Command(string sql) => new(sql, new { space }, snapshot, cancellationToken: cancellationToken);
            return new SpaceRecords
            {
                Space = await c.QuerySingleAsync<SpaceRecord>(Command(SpaceRecordRows.Space)),
                Events = [.. await c.QueryAsync<StoredSpaceEvent>(Command(SpaceRecordRows.Events))],
                Documents = [.. await c.QueryAsync<DocumentRecord>(Command(SpaceRecordRows.Documents))],
                Versions = [.. await c.QueryAsync<VersionRecord>(Command(SpaceRecordRows.Versions))],
                Changesets = [.. await c.QueryAsync<ChangesetRecord>(Command(SpaceRecordRows.Changesets))],
                Files = [.. await c.QueryAsync<FileRecord>(Command(SpaceRecordRows.Files))],
                Amendments = [.. await c.QueryAsync<AmendmentRecord>(Command(SpaceRecordRows.Amendments))],
            };
        },
        cancellationToken);
}
