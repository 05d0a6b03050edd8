using Dapper;
using DocsGen.Core.Access;
using DocsGen.Core.Artifacts;

namespace DocsGen.Storage.Sql.Postgres;

/// <summary>The chain of access events in PostgreSQL. Whoever changes anything of access holds the log's row until the commit.</summary>
internal sealed class PostgresAccessLog(PostgresDatabase database, TimeProvider clock, Func<string> newId) : IAccessLog
{
    public ValueTask<IReadOnlyList<StoredAccessEvent>> EventsAsync(long after, int limit, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<StoredAccessEvent>>(
        async c => [.. await c.QueryAsync<StoredAccessEvent>(new CommandDefinition(AccessEventRows.After, new { after, limit }, cancellationToken: cancellationToken))], cancellationToken);

    public ValueTask<AccessHead> HeadAsync(CancellationToken cancellationToken) => database.ReadAsync(
        c => c.QuerySingleAsync<AccessHead>(new CommandDefinition(AccessEventRows.Head, cancellationToken: cancellationToken)), cancellationToken);

    /// <summary>
    /// Runs a change with its event in one transaction. Without an event nothing may have been changed. A change whose commit was never answered is not done again when it
    /// held: its answer is known from then.
    /// </summary>
    internal ValueTask<T> ChangeAsync<T>(Func<Transaction, DateTimeOffset, Task<(T Answer, AccessEvent? Event, Actor? By)>> change, CancellationToken cancellationToken)
    {
        var call = newId();
        (bool Is, T Answer) held = default;
        return database.WriteAsync(
            async t =>
            {
                var head = (await t.FirstAsync<AccessHead>($"{AccessEventRows.Head} FOR UPDATE"))!;
                if (held.Is && await ChangeTokens.HoldsAsync(t, "access_log", 1, call)) return held.Answer;
                var now = clock.GetUtcNow();
                var (answer, happened, by) = await change(t, now);
                if (happened is null) return answer;
                var stored = AccessLog.Append(head, happened, by!, now);
                await t.ExecuteAsync(AccessEventRows.Insert, stored);
                await t.ExecuteAsync($"UPDATE access_log SET events = @Seq, last_hash = @Hash, last_change = {ChangeTokens.Add} WHERE id = 1", new { stored.Seq, stored.Hash, call });
                held = (true, answer);
                return answer;
            },
            cancellationToken);
    }
}
