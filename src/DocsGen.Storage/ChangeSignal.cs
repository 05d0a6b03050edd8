using DocsGen.Core.Sync;

namespace DocsGen.Storage;

/// <summary>The signal within this process.</summary>
internal sealed class ChangeSignal : IChangeSignal
{
    private readonly Lock gate = new();
    private readonly List<Subscription> subscriptions = [];

    public IChangeSubscription Subscribe()
    {
        var subscription = new Subscription(this);
        lock (gate) subscriptions.Add(subscription);
        return subscription;
    }

    /// <summary>Wakes everybody; called after the commit.</summary>
    public void Raise()
    {
        lock (gate)
        {
            foreach (var subscription in subscriptions) subscription.Set();
        }
    }

    private sealed class Subscription(ChangeSignal owner) : IChangeSubscription
    {
        // One signal is as good as many: whoever wakes reads all that there is.
        private readonly SemaphoreSlim signal = new(0, 1);

        /// <summary>Called under the owner's gate, so that two at once cannot both find it unset.</summary>
        public void Set()
        {
            if (signal.CurrentCount == 0) signal.Release();
        }

        public async ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => await signal.WaitAsync(atMost, cancellationToken);

        public void Dispose()
        {
            lock (owner.gate) owner.subscriptions.Remove(this);
            signal.Dispose();
        }
    }
}
