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

    /// <summary>What is asked for and not begun yet; null when nothing is.</summary>
    public Revision? Asked { get; init; }

    /// <summary>Edited files by phase, stored and waiting for the next execution of their phase, whose folder they are in.</summary>
    public ImmutableDictionary<int, IReadOnlyList<FileEdit>> PendingEdits { get; init; } = ImmutableDictionary<int, IReadOnlyList<FileEdit>>.Empty;

    /// <summary>Phases whose last gate looked at documents that have changed since; they are validated again, in order, and never drafted (R7).</summary>
    public ImmutableSortedSet<int> Stale { get; init; } = [];

    /// <summary>Every error that somebody answered for, in order; see <see cref="IssueOverride.IsValidAt"/>.</summary>
    public ImmutableList<IssueOverride> Overrides { get; init; } = [];

    /// <summary>Whether lists leave it out.</summary>
    public bool IsArchived { get; init; }

    /// <summary>Whether it is kept from deletion.</summary>
    public bool IsPinned { get; init; }

    /// <summary>Whether its artifacts were given up; only its events are left.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>The changesets that it was pushed as, in order.</summary>
    public ImmutableList<PushRecord> Pushes { get; init; } = [];

    /// <summary>The older run that this one does again; null for most.</summary>
    public RunId? RebuiltFrom { get; init; }

    /// <summary>Why the run stopped, in one sentence; empty while it did not.</summary>
    public string StoppedBecause { get; init; } = "";

    public DateTimeOffset CreatedUtc { get; init; }
    public DateTimeOffset ChangedUtc { get; init; }

    /// <summary>The execution that is being driven or judged; null before the first.</summary>
    public ExecutionState? Current => Executions.IsEmpty ? null : Executions[^1];

    /// <summary>The execution that waits for an approval; null when none does.</summary>
    public ExecutionState? Waiting => Status == RunStatus.AwaitingApproval ? Current : null;

    /// <summary>The id that the next execution of a phase will have; what is edited waits in its folder.</summary>
    public ExecutionId NextExecution(int phase) => new(phase, Executions.Count(e => e.Id.Phase == phase) + 1);

    /// <summary>Whether a phase may begin: the gate before it opened, was approved where asked for, and neither fell nor became stale since (R3).</summary>
    public bool IsReadyFor(int phase) =>
        phase == 0 || (!Stale.Contains(phase - 1) && Executions.LastOrDefault(e => e.Id.Phase == phase - 1) is { IsCleared: true });

    /// <summary>The last bundle; null before the first completion.</summary>
    public BundleRecord? Bundle => Bundles.IsEmpty ? null : Bundles[^1];

    /// <summary>True once nothing but rebuild is allowed, or there is nothing left to drive.</summary>
    public bool IsFinished => Status is RunStatus.Complete or RunStatus.Canceled;

    /// <summary>The latest execution of a phase whose gate opened; null when none did.</summary>
    public ExecutionState? LatestOpened(int phase) => Executions.LastOrDefault(e => e.Id.Phase == phase && e.IsOpen);

    /// <summary>The active artifacts of one type: per file name, the version that the latest opened gate of its phase accepted.</summary>
    public IReadOnlyList<WrittenArtifact> Active(ArtifactType type) =>
        [.. Phases().Select(LatestOpened).OfType<ExecutionState>().SelectMany(Composition).Where(a => a.Type == type)];

    /// <summary>Since which execution each version is accepted, by path: the first whose gate opened on it.</summary>
    public IReadOnlyDictionary<string, ExecutionId> ActiveSince()
    {
        var since = new Dictionary<string, ExecutionId>(StringComparer.Ordinal);
        foreach (var execution in Executions.Where(e => e.IsOpen))
        {
            foreach (var artifact in Composition(execution)) since.TryAdd(artifact.Path, execution.Id);
        }

        return since;
    }

    /// <summary>
    /// What an execution's gate looks at of its own phase: per file name the newest version that this or an earlier execution of the phase wrote. A file
    /// that a regeneration did not touch stays as it is (R7).
    /// </summary>
    public IReadOnlyList<WrittenArtifact> Composition(ExecutionState execution)
    {
        var files = new Dictionary<string, WrittenArtifact>(StringComparer.Ordinal);
        foreach (var earlier in Executions)
        {
            // From a replan on, what it dropped is no part of anything that comes after.
            foreach (var name in earlier.Replan?.Dropped ?? []) files.Remove(name);
            if (earlier.Id.Phase == execution.Id.Phase)
            {
                foreach (var artifact in earlier.Artifacts.Where(IsMaterial)) files[artifact.FileName] = artifact;
            }

            if (earlier.Id == execution.Id) break;
        }

        // What else this execution wrote is its own: report and manifest.
        return [.. files.Values, .. execution.Artifacts.Where(a => !IsMaterial(a))];
    }

    /// <summary>The newest documents of a phase, opened or not, edits that wait for its next execution included: what a person takes out to edit.</summary>
    public IReadOnlyList<WrittenArtifact> Documents(int phase)
    {
        if (Executions.LastOrDefault(e => e.Id.Phase == phase) is not { } last) return [];
        var waiting = (PendingEdits.GetValueOrDefault(phase) ?? []).ToDictionary(e => e.File, StringComparer.Ordinal);
        var dropped = Executions.Skip(Executions.IndexOf(last) + 1).SelectMany(e => e.Replan?.Dropped ?? []).ToHashSet(StringComparer.Ordinal);
        return [.. Composition(last).Where(a => a.Type == ArtifactType.CoreDoc && !dropped.Contains(a.FileName)).Select(a => waiting.TryGetValue(a.FileName, out var edit)
            ? a with { Path = $"{NextExecution(phase).Folder}/{a.FileName}", Hash = edit.After, Size = edit.Size, Provenance = null }
            : a)];
    }

    /// <summary>Documents as the gate of an execution sees them: the active ones of earlier phases, then its own composition.</summary>
    public IReadOnlyList<WrittenArtifact> Before(ExecutionState execution) =>
    [
        .. Phases().Where(p => p < execution.Id.Phase).Select(LatestOpened).OfType<ExecutionState>().SelectMany(Composition).Where(IsMaterial),
        .. Composition(execution).Where(IsMaterial),
    ];

    /// <summary>Where an approval that was carried over comes from: the one that was given, or skipped, in the first place.</summary>
    public Approval Origin(Approval approval) =>
        approval.CarriedFrom is { } from && Executions.LastOrDefault(e => e.Id == from)?.Approval is { } earlier ? Origin(earlier) : approval;

    private IEnumerable<int> Phases() => Executions.Select(e => e.Id.Phase).Distinct().Order();

    private static bool IsMaterial(WrittenArtifact artifact) => artifact.Type is ArtifactType.CoreDoc or ArtifactType.Plan or ArtifactType.Index;
}

/// <summary>A new version of a phase that was asked for.</summary>
/// <param name="Kind">Regeneration, edit or revalidation.</param>
/// <param name="Phase">The phase where it begins.</param>
/// <param name="Files">Files to draft again; empty unless it is a regeneration, null for all that will be planned.</param>
/// <param name="Replan">The other choice of planned files that comes first; null for none.</param>
public sealed record Revision(ExecutionKind Kind, int Phase, IReadOnlyList<string>? Files, Replan? Replan = null);

/// <summary>An error that a person answers for: which, found by which gate, why, who, and until when.</summary>
public sealed record IssueOverride(OverriddenIssue Issue, ExecutionId FoundBy, string Reason, Actor By, DateTimeOffset Utc, DateTimeOffset ExpiresUtc)
{
    /// <summary>Whether it still counts.</summary>
    public bool IsValidAt(DateTimeOffset now) => now < ExpiresUtc;
}

/// <summary>A changeset that proposes a run's documents to a space, as the manifest of its last gate lists them.</summary>
public sealed record PushRecord(string Space, long Changeset, ContentHash Manifest, Actor By, DateTimeOffset Utc);

/// <summary>Who rejected an execution, and why.</summary>
public sealed record Rejection(Actor By, DateTimeOffset Utc, string Reason);

/// <summary>One recorded attempt of a phase.</summary>
public sealed record ExecutionState
{
    public required ExecutionId Id { get; init; }
    public ExecutionKind Kind { get; init; } = ExecutionKind.Draft;

    /// <summary>The files that it drafts; null for all planned ones.</summary>
    public IReadOnlyList<string>? Targets { get; init; }

    /// <summary>The other choice of planned files that it begins with; null for none.</summary>
    public Replan? Replan { get; init; }

    public ExecutionStatus Status { get; init; } = ExecutionStatus.Drafting;
    public ImmutableList<WrittenArtifact> Artifacts { get; init; } = [];
    public IReadOnlyList<FilePlan> Outline { get; init; } = [];
    public GateVerdict? Verdict { get; init; }

    /// <summary>Whether its gate asked for an approval; what rests on it waits until there is one (R3).</summary>
    public bool NeedsApproval { get; init; }

    public Approval? Approval { get; init; }

    /// <summary>Who rejected it, and why; null when nobody did.</summary>
    public Rejection? Rejection { get; init; }

    /// <summary>Whether its gate opened: it passed, or every error in it had a valid override.</summary>
    public bool IsOpen => Status is ExecutionStatus.Passed or ExecutionStatus.Overridden;

    /// <summary>Whether later phases may rest on it: its gate opened, and it was approved where that was asked for.</summary>
    public bool IsCleared => IsOpen && (!NeedsApproval || Approval is not null);
    public DateTimeOffset StartedUtc { get; init; }
    public DateTimeOffset? EndedUtc { get; init; }
}

/// <summary>Who approved an execution, seeing which snapshot.</summary>
/// <param name="CarriedFrom">The earlier execution whose approval still holds, since nothing that it rests on has changed; null where somebody, or nobody, looked at this one.</param>
public sealed record Approval(Actor By, DateTimeOffset Utc, ContentHash Snapshot, bool Automatic, ExecutionId? CarriedFrom = null);
