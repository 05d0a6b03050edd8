namespace DocsGen.Core.Runs.Driving;

/// <summary>How a driver goes about it.</summary>
public sealed record DriveOptions
{
    /// <summary>How long a lease lasts without a heartbeat.</summary>
    public TimeSpan LeaseTerm { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often the driver looks whether the run was canceled or taken over; well under the second that R12 grants.</summary>
    public TimeSpan Watch { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest that one draft may take.</summary>
    public TimeSpan DraftBudget { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often a file is drafted until the quick checks are content; the last draft is kept, and the gate judges it.</summary>
    public int MaxDrafts { get; init; } = 2;
}

/// <summary>How a drive ended.</summary>
public abstract record DriveOutcome
{
    private DriveOutcome()
    {
    }

    /// <summary>The run reached a stop: it waits, failed, is complete or canceled.</summary>
    public sealed record Stopped(RunState State) : DriveOutcome;

    /// <summary>Another process drives it; nothing was done.</summary>
    public sealed record HeldByOther(DriverLease By) : DriveOutcome;

    /// <summary>The lease was lost on the way: another process took over, and nothing more was written.</summary>
    public sealed record TakenOver(RunState State, DriverLease? By) : DriveOutcome;

    /// <summary>There is no such run.</summary>
    public sealed record NoRun : DriveOutcome;
}
