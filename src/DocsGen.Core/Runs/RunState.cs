using System.Collections.Immutable;
using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Runs;

/// <summary>Everything that decisions about a run depend on: the fold of its events by <see cref="RunMachine.Evolve"/>.</summary>
public sealed record RunState
{
    public required RunId Id { get; init; }

    /// <summary>The number of the last event; what a compare-and-swap expects (R1).</summary>
    public long Version { get; init; }

    /// <summary>Hash of the last event; empty before the first.</summary>
    public string LastHash { get; init; } = "";

    public RunStatus Status { get; init; } = RunStatus.Running;
    public required RunSettings Settings { get; init; }
    public IReadOnlyList<RunInput> Inputs { get; init; } = [];
    public ImmutableList<ExecutionState> Executions { get; init; } = [];
    public ImmutableList<BundleRecord> Bundles { get; init; } = [];

    /// <summary>Why the run stopped, in one sentence; empty while it did not.</summary>
    public string StoppedBecause { get; init; } = "";

    public DateTimeOffset CreatedUtc { get; init; }
    public DateTimeOffset ChangedUtc { get; init; }

    /// <summary>The execution that is being driven or judged; null before the first.</summary>
    public ExecutionState? Current => Executions.IsEmpty ? null : Executions[^1];

    /// <summary>The last bundle; null before the first completion.</summary>
    public BundleRecord? Bundle => Bundles.IsEmpty ? null : Bundles[^1];

    /// <summary>True once nothing but rebuild is allowed, or there is nothing left to drive.</summary>
    public bool IsFinished => Status is RunStatus.Complete or RunStatus.Canceled;

    /// <summary>The latest execution of a phase whose gate opened; null when none did.</summary>
    public ExecutionState? LatestOpened(int phase) => Executions.LastOrDefault(e => e.Id.Phase == phase && e.Status == ExecutionStatus.Passed);

    /// <summary>The active artifacts of one type: per file name, what the latest opened gate of its phase accepted.</summary>
    public IReadOnlyList<WrittenArtifact> Active(ArtifactType type) =>
    [
        .. Executions.Select(e => e.Id.Phase).Distinct().Order()
            .Select(LatestOpened).OfType<ExecutionState>()
            .SelectMany(e => e.Artifacts).Where(a => a.Type == type),
    ];
}

/// <summary>One recorded attempt of a phase.</summary>
public sealed record ExecutionState
{
    public required ExecutionId Id { get; init; }
    public ExecutionStatus Status { get; init; } = ExecutionStatus.Drafting;
    public ImmutableList<WrittenArtifact> Artifacts { get; init; } = [];
    public IReadOnlyList<FilePlan> Outline { get; init; } = [];
    public GateVerdict? Verdict { get; init; }
    public Approval? Approval { get; init; }
    public DateTimeOffset StartedUtc { get; init; }
    public DateTimeOffset? EndedUtc { get; init; }
}

/// <summary>Who approved an execution, seeing which snapshot.</summary>
public sealed record Approval(Actor By, DateTimeOffset Utc, ContentHash Snapshot, bool Automatic);
