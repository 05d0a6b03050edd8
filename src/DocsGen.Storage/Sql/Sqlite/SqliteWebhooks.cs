using Dapper;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.Webhooks;

namespace DocsGen.Storage.Sql.Sqlite;

/// <summary>Webhooks and their deliveries in SQLite.</summary>
internal sealed class SqliteWebhooks(SqliteDatabase database, TimeProvider clock) : IWebhookStore, IDeliveryQueue
{
    public ValueTask<Webhook> AddAsync(Webhook webhook, CancellationToken cancellationToken) => ValueTask.FromResult(database.Write((c, t) =>
    {
        var after = SqliteSpaces.Append(c, t, SqliteSpaces.Find(c, t, webhook.Space)!, [WebhookRow.Added(webhook)], webhook.CreatedBy, webhook.CreatedUtc);
        return webhook with { Id = c.ExecuteScalar<long>(WebhookRow.Insert, WebhookRow.Values(webhook, after.Events), t) };
    }));

    public ValueTask<IReadOnlyList<Webhook>> ListAsync(long space, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<Webhook>>(database.Read(c => c.Query<WebhookRow>(WebhookRow.List, new { space }).Select(r => r.ToWebhook()).ToList()));

    public ValueTask<bool> RemoveAsync(long space, long webhook, Actor by, CancellationToken cancellationToken) => ValueTask.FromResult(database.Write((c, t) =>
    {
        if (c.Execute(WebhookRow.Remove, new { space, webhook, by = by.ToString(), now = Times.Format(clock.GetUtcNow()) }, t) == 0) return false;
        c.Execute(WebhookRow.DropDeliveries, new { webhook }, t);
        SqliteSpaces.Append(c, t, SqliteSpaces.Find(c, t, space)!, [WebhookRow.Removed(webhook, by)], by, clock.GetUtcNow());
        return true;
    }));

    public ValueTask<IReadOnlyList<Delivery>?> DeliveriesAsync(long space, long webhook, int limit, CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<Delivery>?>(database.Read(c =>
        c.ExecuteScalar<long>(WebhookRow.Exists, new { space, webhook }) == 0 ? null : c.Query<DeliveryRow>(WebhookRow.Deliveries, new { webhook, limit }).Select(r => r.ToDelivery()).ToList()));

    public ValueTask<bool> RedeliverAsync(long space, long webhook, long delivery, CancellationToken cancellationToken) =>
        ValueTask.FromResult(database.Write((c, t) => c.Execute(WebhookRow.Redeliver(SqliteDatabase.Now), new { space, webhook, delivery }, t) == 1));

    public ValueTask<int> EnqueueAsync(CancellationToken cancellationToken)
    {
        // Most of the time there is nothing, and nobody has to wait for the writer's turn to learn that.
        if (database.Read(c => c.Query<WebhookRow>(WebhookRow.Behind).ToList()).Count == 0) return ValueTask.FromResult(0);
        return ValueTask.FromResult(database.Write((c, t) =>
        {
            var made = 0;
            foreach (var row in c.Query<WebhookRow>(WebhookRow.Behind, transaction: t).ToList())
            {
                var webhook = row.ToWebhook();
                var events = c.Query<StoredSpaceEvent>(WebhookRow.Events, new { row.SpaceId, row.Enqueued }, t).ToList();
                foreach (var wanted in events.Where(e => webhook.Wants(e.Type))) made += c.Execute(WebhookRow.Enqueue(SqliteDatabase.Now), new { webhook = row.Id, seq = wanted.Seq }, t);
                c.Execute(WebhookRow.MarkEnqueued, new { seq = events[^1].Seq, webhook = row.Id }, t);
            }

            return made;
        }));
    }

    public ValueTask<IReadOnlyList<DueDelivery>> ClaimAsync(int most, TimeSpan lease, CancellationToken cancellationToken)
    {
        if (database.Read(c => c.ExecuteScalar<long>($"SELECT count(*) FROM deliveries WHERE state = 'pending' AND due <= {SqliteDatabase.Now}")) == 0) return ValueTask.FromResult<IReadOnlyList<DueDelivery>>([]);
        return ValueTask.FromResult<IReadOnlyList<DueDelivery>>(database.Write((c, t) =>
        {
            var ids = c.Query<long>(WebhookRow.Claim(SqliteDatabase.Now, ""), new { most, lease = (long)lease.TotalMilliseconds }, t).ToList();
            return c.Query<DueRow>(WebhookRow.Due("IN @ids"), new { ids }, t).Select(r => r.ToDue()).ToList();
        }));
    }

    public ValueTask SettleAsync(DueDelivery delivery, string answer, bool isDelivered, TimeSpan? again, CancellationToken cancellationToken)
    {
        database.Write((c, t) => c.Execute(WebhookRow.Settle, WebhookRow.Outcome(delivery, answer, isDelivered, again, SqliteSpaces.Now(c, t).ToUnixTimeMilliseconds()), t));
        return ValueTask.CompletedTask;
    }
}
