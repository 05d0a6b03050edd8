using DocsGen.Core.Sync.Webhooks;
using DocsGen.Server.Telemetry;
using DocsGen.Storage;

namespace DocsGen.Server.Webhooks;

/// <summary>
/// Delivers events to webhooks, together with every other server on the store. An event becomes a delivery in one transaction, and is claimed before it is sent: whoever dies in
/// between leaves it to others, so that each is delivered at least once, and rarely twice, under the same number.
/// </summary>
internal sealed partial class WebhookDeliveries(IStore store, ServerOptions options, ILogger<WebhookDeliveries> log) : BackgroundService
{
    private const int AtOnce = 16;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>Writes that come faster than this share one look.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var sender = new WebhookSender(new(options.WebhookTargets), options.Clock);
        using var changes = store.Changes.Subscribe();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await DeliverAsync(sender, stoppingToken)) continue;
                await changes.WaitAsync(Look < options.WebhookPause ? Look : options.WebhookPause, stoppingToken);
                await Task.Delay(Gathering, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                // The server ends; what was claimed is free again when its lease ends.
                return;
            }
            catch (Exception exception) when (exception is StoreFailedException or StoreBusyException)
            {
                Unreachable(log, exception.Message);
                await Task.Delay(Look, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async ValueTask<bool> DeliverAsync(WebhookSender sender, CancellationToken cancellationToken)
    {
        var made = await store.Deliveries.EnqueueAsync(cancellationToken);
        var due = await store.Deliveries.ClaimAsync(AtOnce, Lease, cancellationToken);
        await Task.WhenAll(due.Select(d => DeliverAsync(sender, d, cancellationToken)));
        return made > 0 || due.Count > 0;
    }

    private async Task DeliverAsync(WebhookSender sender, DueDelivery delivery, CancellationToken cancellationToken)
    {
        var (isDelivered, answer) = await sender.SendAsync(delivery, cancellationToken);
        Measured.Deliveries.Add(1, new KeyValuePair<string, object?>("docsgen.outcome", isDelivered ? "ok" : "failed"));
        await store.Deliveries.SettleAsync(delivery, answer, isDelivered, isDelivered ? null : DeliveryPauses.After(delivery.Attempt, options.WebhookPause), CancellationToken.None);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhooks wait: {Message}")]
    private static partial void Unreachable(ILogger log, string message);
}
