using DocsGen.Core.Artifacts;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Runs;

/// <summary>Keeps runs: their event chains, and with each event what it brought along, in one transaction (R1, R10).</summary>
public interface IRunStore
{
    /// <summary>Takes the next free id of a day for good, so that two starters never share one.</summary>
    ValueTask<RunId> ReserveIdAsync(DateOnly day, CancellationToken cancellationToken);

    /// <summary>Appends to a run if its version is the expected one and the fence, where given, is the current one. All or nothing. A commit that deletes the run also removes its artifacts' and issues' rows.</summary>
    ValueTask<CommitOutcome> CommitAsync(RunCommit commit, CancellationToken cancellationToken);

    /// <summary>The events of a run after a number, in order; empty when there is no such run.</summary>
    ValueTask<IReadOnlyList<StoredEvent>> EventsAsync(RunId run, long after, CancellationToken cancellationToken);

    /// <summary>All runs, newest first.</summary>
    ValueTask<IReadOnlyList<RunRow>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The issues of one execution in canonical order.</summary>
    ValueTask<IReadOnlyList<Issue>> IssuesAsync(RunId run, ExecutionId execution, CancellationToken cancellationToken);
}

/// <summary>One transaction on a run.</summary>
public sealed record RunCommit
{
    /// <summary>The state after the events; its id, status and version become the run's row.</summary>
    public required RunState After { get; init; }

    /// <summary>What the run's version must be; 0 for a new run.</summary>
    public required long ExpectedVersion { get; init; }

    /// <summary>The driver's fencing token; null for what people do.</summary>
    public long? Fence { get; init; }

    public required IReadOnlyList<StoredEvent> Events { get; init; }
    public IReadOnlyList<NewArtifact> Artifacts { get; init; } = [];

    /// <summary>The right to replace what is at the path of one of the artifacts; null for none.</summary>
    public OverwriteToken? Token { get; init; }

    /// <summary>The issues of an execution whose verdict is among the events.</summary>
    public ExecutionIssues? Issues { get; init; }
}

/// <summary>All issues of one execution.</summary>
public sealed record ExecutionIssues(ExecutionId Execution, IReadOnlyList<Issue> Issues);

/// <summary>What became of a commit.</summary>
public enum CommitOutcome
{
    /// <summary>Durable.</summary>
    Committed,

    /// <summary>The run moved on; load it again and decide anew.</summary>
    Stale,

    /// <summary>Another driver has the run now; nothing was written (R2).</summary>
    Fenced,

    /// <summary>A path of the artifacts holds other bytes; nothing was written (A2).</summary>
    PathTaken,
}

/// <summary>A run as lists show it.</summary>
public sealed record RunRow(RunId Id, string Slug, string Name, RunStatus Status, long Version, int? Phase, string StoppedBecause, DateTimeOffset CreatedUtc, DateTimeOffset ChangedUtc)
{
    /// <summary>Whether lists leave it out.</summary>
    public bool Archived { get; init; }

    /// <summary>Whether it is kept from deletion.</summary>
    public bool Pinned { get; init; }

    /// <summary>Whether only its events are left.</summary>
    public bool Deleted { get; init; }
}
