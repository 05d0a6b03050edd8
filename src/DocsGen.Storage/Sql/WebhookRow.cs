using System.Globalization;
using System.Text.Json;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.Webhooks;

namespace DocsGen.Storage.Sql;

/// <summary>A webhook's row as both engines give it, and the statements that both take.</summary>
internal sealed record WebhookRow(long Id, long SpaceId, string Url, string Secret, string? Types, string CreatedBy, string CreatedUtc, long Enqueued)
{
    public const string Columns = "id, space_id AS SpaceId, url, secret, types, created_by AS CreatedBy, created_utc AS CreatedUtc, enqueued";

    public const string Insert = "INSERT INTO webhooks (space_id, url, secret, types, created_by, created_utc, enqueued) VALUES (@Space, @url, @Secret, @types, @by, @now, @enqueued) RETURNING id";

    public const string Remove = "UPDATE webhooks SET removed_by = @by, removed_utc = @now WHERE id = @webhook AND space_id = @space AND removed_utc IS NULL";

    /// <summary>What is on its way to one that is gone is dropped.</summary>
    public const string DropDeliveries = "UPDATE deliveries SET state = 'given_up', last_answer = 'the webhook was removed' WHERE webhook_id = @webhook AND state = 'pending'";

    public const string List = $"SELECT {Columns} FROM webhooks WHERE space_id = @space AND removed_utc IS NULL ORDER BY id";

    public const string Exists = "SELECT count(*) FROM webhooks WHERE id = @webhook AND space_id = @space AND removed_utc IS NULL";

    /// <summary>Those whose space has events that are no deliveries yet.</summary>
    public const string Behind = $"SELECT {Columns} FROM webhooks WHERE removed_utc IS NULL AND enqueued < (SELECT s.events FROM spaces s WHERE s.id = space_id) ORDER BY id LIMIT 100";

    public const string Events = "SELECT seq, type, body, prev_hash AS PrevHash, hash FROM space_events WHERE space_id = @SpaceId AND seq > @Enqueued ORDER BY seq LIMIT 1000";

    public const string MarkEnqueued = "UPDATE webhooks SET enqueued = @seq WHERE id = @webhook";

    public const string Deliveries =
        """
        SELECT d.id, d.seq, e.type, d.state, d.attempts, d.last_at AS LastAt, d.last_answer AS LastAnswer FROM deliveries d
        JOIN webhooks w ON w.id = d.webhook_id JOIN space_events e ON e.space_id = w.space_id AND e.seq = d.seq
        WHERE d.webhook_id = @webhook ORDER BY d.id DESC LIMIT @limit
        """;

    public const string Settle = "UPDATE deliveries SET state = @state, due = @due, last_at = @at, last_answer = @answer WHERE id = @id AND attempts = @attempt AND state = 'pending'";

    public static string Enqueue(string now) => $"INSERT INTO deliveries (webhook_id, seq, state, due) VALUES (@webhook, @seq, 'pending', {now}) ON CONFLICT (webhook_id, seq) DO NOTHING";

    public static string Redeliver(string now) =>
        $"UPDATE deliveries SET state = 'pending', attempts = 0, due = {now} WHERE id = @delivery AND webhook_id = (SELECT w.id FROM webhooks w WHERE w.id = @webhook AND w.space_id = @space AND w.removed_utc IS NULL)";

    /// <summary>Claims the numbers in one statement: a try counts from here on, whether or not it comes to an end.</summary>
    public static string Claim(string now, string skip) =>
        $"""
        UPDATE deliveries SET attempts = attempts + 1, due = {now} + @lease
        WHERE id IN (SELECT d.id FROM deliveries d WHERE d.state = 'pending' AND d.due <= {now} ORDER BY d.due, d.id LIMIT @most{skip}) RETURNING id
        """;

    public static string Due(string ids) =>
        $"""
        SELECT d.id, d.attempts, w.url, w.secret, e.type, e.body FROM deliveries d
        JOIN webhooks w ON w.id = d.webhook_id JOIN space_events e ON e.space_id = w.space_id AND e.seq = d.seq WHERE d.id {ids} ORDER BY d.id
        """;

    public static object Values(Webhook webhook, long enqueued) => new
    {
        webhook.Space,
        url = webhook.Url.AbsoluteUri,
        webhook.Secret,
        types = webhook.Types is null ? null : JsonSerializer.Serialize([.. webhook.Types], TextList.Default.StringArray),
        by = webhook.CreatedBy.ToString(),
        now = Times.Format(webhook.CreatedUtc),
        enqueued,
    };

    public static SpaceEvent Added(Webhook webhook) =>
        new("webhook.added", null, $"{webhook.CreatedBy.Name} added a webhook to {webhook.Url.Host}.", new Dictionary<string, string>(StringComparer.Ordinal) { ["host"] = webhook.Url.Host });

    public static SpaceEvent Removed(long webhook, Actor by) => new(
        "webhook.removed",
        null,
        string.Create(CultureInfo.InvariantCulture, $"{by.Name} removed webhook {webhook}."),
        new Dictionary<string, string>(StringComparer.Ordinal) { ["webhook"] = webhook.ToString(CultureInfo.InvariantCulture) });

    public static object Outcome(DueDelivery delivery, string answer, bool isDelivered, TimeSpan? again, long now) => new
    {
        id = delivery.Id,
        attempt = (long)delivery.Attempt,
        state = (isDelivered ? DeliveryState.Delivered : again is null ? DeliveryState.GivenUp : DeliveryState.Pending).ToWire(),
        due = now + (long)(again ?? TimeSpan.Zero).TotalMilliseconds,
        at = now,
        answer,
    };

    public Webhook ToWebhook() => new()
    {
        Id = Id,
        Space = SpaceId,
        Url = new(Url),
        Secret = Secret,
        Types = Types is null ? null : JsonSerializer.Deserialize(Types, TextList.Default.StringArray),
        CreatedBy = Actor.Parse(CreatedBy),
        CreatedUtc = Times.Parse(CreatedUtc),
    };
}

/// <summary>A delivery's row.</summary>
internal sealed record DeliveryRow(long Id, long Seq, string Type, string State, long Attempts, long? LastAt, string? LastAnswer)
{
    public Delivery ToDelivery() => new(Id, Seq, Type, DeliveryStates.Parse(State), (int)Attempts, LastAt is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null, LastAnswer);
}

/// <summary>A delivery that is due, with what it takes to send it.</summary>
internal sealed record DueRow(long Id, long Attempts, string Url, string Secret, string Type, string Body)
{
    public DueDelivery ToDue() => new(Id, (int)Attempts, new(Url), Secret, Type, Body);
}
