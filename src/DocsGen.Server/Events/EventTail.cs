using DocsGen.Core.Sync;
using DocsGen.Storage;

namespace DocsGen.Server.Events;

/// <summary>
/// The end of one space's events, while anybody follows it: read from the store once, however many follow. Who is further behind than it reaches reads the store itself.
/// </summary>
internal sealed class EventTail : IAsyncDisposable
{
    /// <summary>Most events that one read gives.</summary>
    public const int Page = 500;

    private const int MostKept = 2 * Page;

    /// <summary>How often the store is asked although no signal came: another process may have written, or a signal been lost.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    /// <summary>Writes that come faster than this share one read.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(5);

    private readonly IStore store;
    private readonly long space;
    private readonly CancellationTokenSource ended = new();
    private readonly Lock gate = new();
    private readonly Task reading;

    // Under the gate: the last events before the place that was read up to, that place, and who waits for it to move.
    private readonly List<StoredSpaceEvent> kept = [];
    private long last;
    private TaskCompletionSource moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Reads what comes after a number.</summary>
    public EventTail(IStore store, long space, long after)
    {
        (this.store, this.space, last) = (store, space, after);
        reading = Task.Run(ReadAsync);
    }

    /// <summary>Events after a number, at least one, as soon as there are any.</summary>
    public async ValueTask<IReadOnlyList<StoredSpaceEvent>> AfterAsync(long after, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (kept.Count > 0 && after >= kept[0].Seq - 1 && after < last) return kept.GetRange((int)(after + 1 - kept[0].Seq), (int)(last - after));
                next = after < last ? Task.CompletedTask : moved.Task;
            }

            if (next.IsCompleted && await store.Sync.Spaces.EventsAsync(space, after, Page, cancellationToken) is { Count: > 0 } earlier) return earlier;
            await next.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await reading;
        ended.Dispose();
    }

    private async Task ReadAsync()
    {
        // Heard from before the first look, so that nothing falls in between.
        using var changes = store.Changes.Subscribe();
        while (!ended.IsCancellationRequested)
        {
            try
            {
                var events = await store.Sync.Spaces.EventsAsync(space, last, Page, ended.Token);
                if (events.Count > 0) Take(events);
                if (events.Count == Page) continue;
                await Task.Delay(Gathering, ended.Token);
                await changes.WaitAsync(Look, ended.Token);
            }
            catch (Exception exception) when (exception is StoreFailedException or StoreBusyException or OperationCanceledException)
            {
                // While the store is out of reach there is nothing to tell; connections notice it by themselves, and tell their clients.
                await Task.Delay(Look, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Take(IReadOnlyList<StoredSpaceEvent> events)
    {
        lock (gate)
        {
            kept.AddRange(events);
            if (kept.Count > MostKept) kept.RemoveRange(0, kept.Count - Page);
            last = events[^1].Seq;
            moved.SetResult();
            moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
