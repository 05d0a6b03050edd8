using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Sync.Webhooks;

/// <summary>Keeps webhooks, and what became of their deliveries. Each change is an event of its space, in the same transaction.</summary>
public interface IWebhookStore
{
    /// <summary>Adds one that is told of what happens from now on.</summary>
    ValueTask<Webhook> AddAsync(Webhook webhook, CancellationToken cancellationToken);

    /// <summary>Those of a space, in the order in which they were made.</summary>
    ValueTask<IReadOnlyList<Webhook>> ListAsync(long space, CancellationToken cancellationToken);

    /// <summary>Takes one away; false when the space has none of that number. What is on its way to it is dropped.</summary>
    ValueTask<bool> RemoveAsync(long space, long webhook, Actor by, CancellationToken cancellationToken);

    /// <summary>The last deliveries, newest first; null when the space has no such webhook.</summary>
    ValueTask<IReadOnlyList<Delivery>?> DeliveriesAsync(long space, long webhook, int limit, CancellationToken cancellationToken);

    /// <summary>Has a delivery tried again, from the start; false when there is none of that number.</summary>
    ValueTask<bool> RedeliverAsync(long space, long webhook, long delivery, CancellationToken cancellationToken);
}

/// <summary>What is to be delivered, shared by all processes on a store: each delivery is tried by one at a time, and not lost with it.</summary>
public interface IDeliveryQueue
{
    /// <summary>Makes deliveries of events that happened since; how many. Each event becomes one for each webhook that wants it, whichever process comes first.</summary>
    ValueTask<int> EnqueueAsync(CancellationToken cancellationToken);

    /// <summary>Claims deliveries that are due, for so long by the store's clock: whoever dies meanwhile leaves them to others.</summary>
    ValueTask<IReadOnlyList<DueDelivery>> ClaimAsync(int most, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Writes how a try ended: delivered, or again after a pause, or given up when there is none. Another try that began meanwhile is not touched.</summary>
    ValueTask SettleAsync(DueDelivery delivery, string answer, bool isDelivered, TimeSpan? again, CancellationToken cancellationToken);
}
