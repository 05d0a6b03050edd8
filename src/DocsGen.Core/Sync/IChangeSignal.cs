namespace DocsGen.Core.Sync;

/// <summary>
/// Tells that something may have been written, so that nobody who follows events has to ask all the time. It is no promise: a signal may come for nothing, or be lost with
/// the connection that carried it; who follows asks the store anyway, now and then.
/// </summary>
public interface IChangeSignal
{
    /// <summary>Hears everything from here on.</summary>
    IChangeSubscription Subscribe();
}

/// <summary>One listener's end of a signal; for one waiter at a time.</summary>
public interface IChangeSubscription : IDisposable
{
    /// <summary>Waits until something may have been written since the last wait began, by whichever process; or so long. What happens between two waits is not missed.</summary>
    ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken);
}
