using Dapper;
using DocsGen.Core.Access;
using DocsGen.Core.Artifacts;
using Microsoft.Data.Sqlite;

namespace DocsGen.Storage.Sql.Sqlite;

/// <summary>The chain of access events in SQLite.</summary>
internal sealed class SqliteAccessLog(SqliteDatabase database) : IAccessLog
{
    public ValueTask<IReadOnlyList<StoredAccessEvent>> EventsAsync(long after, int limit, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<StoredAccessEvent>>(database.Read(c => c.Query<StoredAccessEvent>(AccessEventRows.After, new { after, limit }).ToList()));

    public ValueTask<AccessHead> HeadAsync(CancellationToken cancellationToken) => ValueTask.FromResult(database.Read(c => c.QuerySingle<AccessHead>(AccessEventRows.Head)));

    /// <summary>Chains an event, and writes it with the log's counters.</summary>
    internal static void Append(SqliteConnection c, SqliteTransaction t, AccessEvent happened, Actor by, DateTimeOffset now)
    {
        var stored = AccessLog.Append(c.QuerySingle<AccessHead>(AccessEventRows.Head, transaction: t), happened, by, now);
        c.Execute(AccessEventRows.Insert, stored, t);
        c.Execute("UPDATE access_log SET events = @Seq, last_hash = @Hash WHERE id = 1", stored, t);
    }
}
