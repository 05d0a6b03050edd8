using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Runs;

/// <summary>
/// Who drives a run. A lease is measured by the store's clock from when it was claimed or renewed; each claim raises the run's fence, and a
/// driver whose fence is no longer the highest can write nothing (R2).
/// </summary>
public interface IRunLeases
{
    /// <summary>Claims a run whose lease is free, expired, or held by a process that is known to be dead.</summary>
    ValueTask<LeaseClaim> ClaimAsync(RunId run, DriverIdentity driver, TimeSpan term, CancellationToken cancellationToken);

    /// <summary>Prolongs a lease; false when the fence is not the highest any more.</summary>
    ValueTask<bool> RenewAsync(RunId run, long fence, TimeSpan term, CancellationToken cancellationToken);

    /// <summary>Gives a lease back; nothing happens when it was lost.</summary>
    ValueTask ReleaseAsync(RunId run, long fence, CancellationToken cancellationToken);

    /// <summary>A cheap look at where a run stands, for a driver that must notice a cancel; null when there is no such run.</summary>
    ValueTask<RunPeek?> PeekAsync(RunId run, CancellationToken cancellationToken);
}

/// <summary>What a claim gave.</summary>
public abstract record LeaseClaim
{
    private LeaseClaim()
    {
    }

    /// <summary>The run is ours. <paramref name="Previous"/> held it and let it lapse; null when nobody did.</summary>
    public sealed record Granted(long Fence, DriverLease? Previous) : LeaseClaim;

    /// <summary>Somebody else drives it.</summary>
    public sealed record Held(DriverLease By) : LeaseClaim;

    /// <summary>There is no such run.</summary>
    public sealed record NoRun : LeaseClaim;
}

/// <summary>Who holds a lease, since when and until when.</summary>
public sealed record DriverLease(string Driver, DateTimeOffset SinceUtc, DateTimeOffset UntilUtc);

/// <summary>A process that drives.</summary>
/// <param name="Name">For people: <c>ada@host, process 4711</c>.</param>
/// <param name="Process">For the same machine: identifies the process so exactly that a dead one can be told from a paused one.</param>
public sealed record DriverIdentity(string Name, string Process);

/// <summary>A look at a run.</summary>
public sealed record RunPeek(RunStatus Status, long Version, long Fence, DriverLease? Driver);
