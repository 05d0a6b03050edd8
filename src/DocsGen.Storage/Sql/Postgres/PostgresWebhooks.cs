using Dapper;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.Webhooks;

namespace DocsGen.Storage.Sql.Postgres;

/// <summary>Webhooks and their deliveries in PostgreSQL: several servers share the work, each skipping what another holds.</summary>
internal sealed class PostgresWebhooks(PostgresDatabase database, TimeProvider clock, Func<string> newId) : IWebhookStore, IDeliveryQueue
{
    private const string Now = PostgresGarbage.Now;

    public ValueTask<Webhook> AddAsync(Webhook webhook, CancellationToken cancellationToken)
    {
        var call = newId();
        return database.WriteAsync(
            async t =>
            {
                // After a lost answer: whoever holds that very secret made it.
                if (t.Again && await t.ScalarAsync<long?>("SELECT id FROM webhooks WHERE secret = @Secret", new { webhook.Secret }) is { } mine) return webhook with { Id = mine };
                var after = await PostgresSpaces.AppendAsync(t, (await PostgresSpaces.TakeAsync(t, webhook.Space))!, [WebhookRow.Added(webhook)], webhook.CreatedBy, webhook.CreatedUtc, call);
                return webhook with { Id = await t.ScalarAsync<long>(WebhookRow.Insert, WebhookRow.Values(webhook, after.Events)) };
            },
            cancellationToken);
    }

    public ValueTask<IReadOnlyList<Webhook>> ListAsync(long space, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<Webhook>>(
        async c => [.. (await c.QueryAsync<WebhookRow>(new CommandDefinition(WebhookRow.List, new { space }, cancellationToken: cancellationToken))).Select(r => r.ToWebhook())],
        cancellationToken);

    public ValueTask<bool> RemoveAsync(long space, long webhook, Actor by, CancellationToken cancellationToken)
    {
        var call = newId();
        return database.WriteAsync(
            async t =>
            {
                var taken = await PostgresSpaces.TakeAsync(t, space);
                if (await t.ExecuteAsync(WebhookRow.Remove, new { space, webhook, by = by.ToString(), now = Times.Format(clock.GetUtcNow()) }) == 0) return await ChangeTokens.HoldsAsync(t, "spaces", space, call);
                await t.ExecuteAsync(WebhookRow.DropDeliveries, new { webhook });
                await PostgresSpaces.AppendAsync(t, taken!, [WebhookRow.Removed(webhook, by)], by, clock.GetUtcNow(), call);
                return true;
            },
            cancellationToken);
    }

    public ValueTask<IReadOnlyList<Delivery>?> DeliveriesAsync(long space, long webhook, int limit, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<Delivery>?>(
        async c =>
        {
            if (await c.ExecuteScalarAsync<long>(new CommandDefinition(WebhookRow.Exists, new { space, webhook }, cancellationToken: cancellationToken)) == 0) return null;
            return [.. (await c.QueryAsync<DeliveryRow>(new CommandDefinition(WebhookRow.Deliveries, new { webhook, limit }, cancellationToken: cancellationToken))).Select(r => r.ToDelivery())];
        },
        cancellationToken);

    public ValueTask<bool> RedeliverAsync(long space, long webhook, long delivery, CancellationToken cancellationToken) =>
        database.WriteAsync(async t => await t.ExecuteAsync(WebhookRow.Redeliver(Now), new { space, webhook, delivery }) == 1, cancellationToken);

    public async ValueTask<int> EnqueueAsync(CancellationToken cancellationToken)
    {
        if (await database.ReadAsync(async c => (await c.QueryAsync<WebhookRow>(new CommandDefinition(WebhookRow.Behind, cancellationToken: cancellationToken))).Any(), cancellationToken) is false) return 0;
        return await database.WriteAsync(
            async t =>
            {
                var made = 0;
                foreach (var row in await t.Connection.QueryAsync<WebhookRow>(new CommandDefinition($"{WebhookRow.Behind} FOR UPDATE SKIP LOCKED", transaction: t.Inner, cancellationToken: t.CancellationToken)))
                {
                    var webhook = row.ToWebhook();
                    var events = (await t.Connection.QueryAsync<StoredSpaceEvent>(new CommandDefinition(WebhookRow.Events, new { row.SpaceId, row.Enqueued }, t.Inner, cancellationToken: t.CancellationToken))).ToList();
                    if (events.Count == 0) continue;
                    foreach (var wanted in events.Where(e => webhook.Wants(e.Type))) made += await t.ExecuteAsync(WebhookRow.Enqueue(Now), new { webhook = row.Id, seq = wanted.Seq });
                    await t.ExecuteAsync(WebhookRow.MarkEnqueued, new { seq = events[^1].Seq, webhook = row.Id });
                }

                return made;
            },
            cancellationToken);
    }

    // A claim whose answer was lost is nobody's until its lease ends; then it is due again.
    public ValueTask<IReadOnlyList<DueDelivery>> ClaimAsync(int most, TimeSpan lease, CancellationToken cancellationToken) => database.WriteAsync<IReadOnlyList<DueDelivery>>(
        async t =>
        {
            var ids = (await t.Connection.QueryAsync<long>(new CommandDefinition(WebhookRow.Claim(Now, " FOR UPDATE SKIP LOCKED"), new { most, lease = (long)lease.TotalMilliseconds }, t.Inner, cancellationToken: t.CancellationToken))).ToArray();
            if (ids.Length == 0) return [];
            return [.. (await t.Connection.QueryAsync<DueRow>(new CommandDefinition(WebhookRow.Due("= ANY(@ids)"), new { ids }, t.Inner, cancellationToken: t.CancellationToken))).Select(r => r.ToDue())];
        },
        cancellationToken);

    public async ValueTask SettleAsync(DueDelivery delivery, string answer, bool isDelivered, TimeSpan? again, CancellationToken cancellationToken) => await database.WriteAsync(
        async t => await t.ExecuteAsync(WebhookRow.Settle, WebhookRow.Outcome(delivery, answer, isDelivered, again, await t.ScalarAsync<long>($"SELECT {Now}"))),
        cancellationToken);
}
