using System.Collections.Immutable;
using System.Globalization;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Runs;

/// <summary>
/// The run's state machine: pure, total, and the only place where a status changes. <see cref="Decide"/> says which events a command
/// causes, <see cref="Evolve"/> says what an event means. Drawn in <c>docs/state-machines.md</c>.
/// </summary>
public static class RunMachine
{
    /// <summary>Judges a command by the state alone.</summary>
    public static RunDecision Decide(RunState state, RunCommand command) => command switch
    {
        // What was deleted is a record of what was, and nothing else.
        not RunCommand.Delete when state.IsDeleted => RunRetention.DeletedBefore(state),
        RunCommand.Retain c => RunRetention.Retain(state, c),
        RunCommand.Delete c => RunRetention.Delete(state, c),
        RunCommand.Override c => RunRevisions.Override(state, c),
        RunCommand.Overwrite c => RunRevisions.Overwrite(state, c),
        RunCommand.Approve c => RunApprovals.Approve(state, c),
        RunCommand.Reject c => RunApprovals.Reject(state, c),
        RunCommand.Cancel c => Cancel(state, c),
        RunCommand.Regenerate c => RunRevisions.Regenerate(state, c),
        RunCommand.Edit c => RunRevisions.Edit(state, c),
        RunCommand.Revalidate c => RunRevisions.Revalidate(state, c),
        RunCommand.RecordAttestation c => state.Bundle is null
            ? Refuse("bundle.not_earned", "A bundle exists only after the final gate opened.")
            : Accept(new RunEvent.ArtifactWritten(null, c.Artifact)),
        RunCommand.RecordPush c => RecordPush(state, c),
        RunCommand.TakeUp c => TakeUp(state, c),
        RunCommand.StartPhase c => StartPhase(state, c),
        RunCommand.RecordArtifact c => InExecution(state, ExecutionStatus.Drafting, e => [new RunEvent.ArtifactWritten(e.Id, c.Artifact)]),
        RunCommand.StartValidation => InExecution(state, ExecutionStatus.Drafting, e => [new RunEvent.ValidationStarted(e.Id)]),
        RunCommand.RecordVerdict c => InExecution(state, ExecutionStatus.Validating, e => Verdict(state, e, c)),
        RunCommand.FailDrafting c => InExecution(state, ExecutionStatus.Drafting, e => DraftingFailed(e, c)),
        RunCommand.Complete c => Complete(state, c),
        _ => throw new InvalidOperationException($"The run machine has no arm for {command.GetType().Name}."),
    };

    /// <summary>Applies an event. The caller advances version, hash and times; see <see cref="RunLog"/>.</summary>
    public static RunState Evolve(RunState state, RunEvent happened, Actor actor, DateTimeOffset utc) => happened switch
    {
        RunEvent.Created e => state with { Settings = e.Settings, Inputs = e.Inputs, Status = RunStatus.Running, CreatedUtc = utc },
        RunEvent.Started or RunEvent.Resumed or RunEvent.TakenOver => state,
        RunEvent.PhaseStarted e => state with
        {
            Executions = state.Executions.Add(new() { Id = e.ExecutionId, Kind = e.Kind, Targets = e.Targets, Outline = e.Outline, Replan = e.Replan, StartedUtc = utc }),
            Asked = null,
            PendingEdits = state.PendingEdits.Remove(e.ExecutionId.Phase),
            StoppedBecause = "",
        },
        RunEvent.ArtifactWritten { ExecutionId: { } id } e => Change(state, id, x => x with { Artifacts = x.Artifacts.Add(e.Artifact) }),
        RunEvent.ArtifactWritten => state,
        RunEvent.ValidationStarted e => Change(state, e.ExecutionId, x => x with { Status = ExecutionStatus.Validating }),
        RunEvent.ValidationPassed e => Change(state, e.ExecutionId, x => x with { Status = ExecutionStatus.Passed, Verdict = e.Verdict, EndedUtc = utc }),
        RunEvent.ValidationFailed e => Change(state, e.ExecutionId, x => x with { Status = e.Verdict.Opens ? ExecutionStatus.Overridden : ExecutionStatus.Failed, Verdict = e.Verdict, EndedUtc = utc }),
        RunEvent.PhaseCompleted e => state with { Stale = state.Stale.Remove(e.ExecutionId.Phase) },
        RunEvent.DraftingFailed e => Change(state, e.ExecutionId, x => x with { Status = ExecutionStatus.Failed, EndedUtc = utc }),
        RunEvent.ApprovalRequired e => Change(state, e.ExecutionId, x => x with { NeedsApproval = true }) with
        {
            Status = RunStatus.AwaitingApproval,
            StoppedBecause = $"phase {e.ExecutionId.Phase} passed its gate and waits for an approval",
        },
        RunEvent.ApprovalRecorded e => Change(state, e.ExecutionId, x => x with { Approval = new(actor, utc, e.Snapshot, e.Automatic, e.CarriedFrom) }) with
        {
            Status = RunStatus.Running,
            StoppedBecause = "",
        },
        RunEvent.ApprovalRejected e => Change(state, e.ExecutionId, x => x with { Rejection = new(actor, utc, e.Reason) }) with { Status = RunStatus.Failed, StoppedBecause = $"phase {e.ExecutionId.Phase} was rejected: {e.Reason}" },
        RunEvent.Completed e => state with { Status = RunStatus.Complete, Bundles = state.Bundles.Add(e.Bundle), StoppedBecause = "" },
        RunEvent.Failed e => state with { Status = RunStatus.Failed, StoppedBecause = e.Reason },
        RunEvent.Canceled e => state with { Status = RunStatus.Canceled, StoppedBecause = e.Reason },
        RunEvent.RegenerationRequested or RunEvent.Edited => Again(state, happened),
        RunEvent.GateOverridden e => Again(state, e) with { Overrides = state.Overrides.AddRange(e.Issues.Select(i => new IssueOverride(i, e.ExecutionId, e.Reason, actor, utc, e.ExpiresUtc))) },
        RunEvent.OverwriteGranted e => Again(Change(state, e.ExecutionId, x => x with { Artifacts = Replaced(x.Artifacts, e) }), e),
        RunEvent.RetentionChanged e => state with { IsArchived = e.Archived, IsPinned = e.Pinned },
        RunEvent.ChangesetPushed e => state with { Pushes = state.Pushes.Add(new(e.Space, e.Changeset, e.Manifest, actor, utc)) },
        RunEvent.Deleted => state with { IsDeleted = true },
        RunEvent.PhaseStale e => state with { Stale = state.Stale.Add(e.Phase) },
        RunEvent.Rebuilt e => state with { RebuiltFrom = e.From },
        _ => throw new InvalidOperationException($"The run machine has no arm for {happened.GetType().Name}."),
    };

    private static RunState Again(RunState state, RunEvent asked)
    {
        var pending = state.PendingEdits;
        if (asked is RunEvent.Edited edited) pending = edited.Files.GroupBy(f => f.Phase).Aggregate(pending, Waiting);
        if (asked is RunEvent.RegenerationRequested { Replan: { } plan }) state = state with { Settings = state.Settings with { Profile = plan.Profile, FileNames = plan.FileNames } };
        // What goes on is back in the lists.
        return state with { Status = RunStatus.Running, IsArchived = false, StoppedBecause = "", Asked = RunRevisions.AskedBy(asked), PendingEdits = pending };
    }

    // An earlier edit of another file may wait for the same phase: it is kept.
    private static ImmutableDictionary<int, IReadOnlyList<FileEdit>> Waiting(ImmutableDictionary<int, IReadOnlyList<FileEdit>> all, IGrouping<int, FileEdit> edits) =>
        all.SetItem(edits.Key, [.. (all.GetValueOrDefault(edits.Key) ?? []).Where(e => edits.All(n => n.File != e.File)), .. edits]);

    // The record of the older bytes stays in the store, one generation down.
    private static ImmutableList<WrittenArtifact> Replaced(ImmutableList<WrittenArtifact> artifacts, RunEvent.OverwriteGranted e)
    {
        var index = artifacts.FindLastIndex(a => a.Path == e.Path);
        return artifacts.SetItem(index, artifacts[index] with { Hash = e.After, Size = e.Size, Provenance = null });
    }

    private static RunState Change(RunState state, ExecutionId id, Func<ExecutionState, ExecutionState> change)
    {
        var index = state.Executions.FindLastIndex(e => e.Id == id);
        return state with { Executions = state.Executions.SetItem(index, change(state.Executions[index])) };
    }

    private static RunDecision Cancel(RunState state, RunCommand.Cancel command) => state.Status switch
    {
        RunStatus.Running or RunStatus.AwaitingApproval or RunStatus.Failed => Accept(new RunEvent.Canceled(command.Reason)),
        RunStatus.Canceled => Accept(),
        RunStatus.Complete => Refuse("run.complete", $"{state.Id} is complete; there is nothing left to cancel."),
    };

    private static RunDecision RecordPush(RunState state, RunCommand.RecordPush command)
    {
        if (state.Status != RunStatus.Complete) return Refuse("run.not_complete", $"{state.Id} is {state.Status.ToWire()}; only a complete run is pushed.");
        return state.Pushes.Any(p => p.Space == command.Space && p.Changeset == command.Changeset)
            ? Accept()
            : Accept(new RunEvent.ChangesetPushed(command.Space, command.Changeset, command.Manifest));
    }

    private static RunDecision TakeUp(RunState state, RunCommand.TakeUp command)
    {
        if (state.Status != RunStatus.Running) return Refuse("run.not_running", NotRunning(state));
        var events = new List<RunEvent>();
        if (command is { Previous: { } previous, PreviousSince: { } since }) events.Add(new RunEvent.TakenOver(command.Driver, previous, since));
        // Before the first execution nobody has driven this run.
        if (state.Current is null) events.Add(new RunEvent.Started());
        else if (state.Current is { Status: ExecutionStatus.Drafting or ExecutionStatus.Validating }) events.Add(new RunEvent.Resumed(command.Driver));
        return new RunDecision.Accepted(events);
    }

    private static RunDecision StartPhase(RunState state, RunCommand.StartPhase command)
    {
        if (state.Status != RunStatus.Running) return Refuse("run.not_running", NotRunning(state));
        if (state.Current is { Status: ExecutionStatus.Drafting or ExecutionStatus.Validating } current)
        {
            return Refuse("phase.in_progress", $"{current.Id} is still in progress.");
        }

        // R3: the gate before must have opened, and been approved where that was asked for.
        if (!state.IsReadyFor(command.Phase)) return Refuse("phase.out_of_order", $"Phase {command.Phase} cannot start: phase {command.Phase - 1} has not opened, or was not approved.");

        var id = state.NextExecution(command.Phase);
        var edits = state.PendingEdits.GetValueOrDefault(command.Phase) ?? [];
        return new RunDecision.Accepted(
        [
            new RunEvent.PhaseStarted(id, command.Agent, command.Outline, command.Kind, command.Targets, command.Replan),
            .. edits.Select(e => new RunEvent.ArtifactWritten(id, new($"{id.Folder}/{e.File}", e.After, e.Size, ArtifactType.CoreDoc, null))),
        ]);
    }

    private static List<RunEvent> Verdict(RunState state, ExecutionState execution, RunCommand.RecordVerdict command)
    {
        var (id, verdict) = (execution.Id, command.Verdict);
        List<RunEvent> events = [.. command.Artifacts.Select(a => new RunEvent.ArtifactWritten(id, a))];
        // R5: no error issue, and only then; an override opens a gate, it does not make a pass of it.
        events.Add(verdict.Errors == 0 ? new RunEvent.ValidationPassed(id, verdict) : new RunEvent.ValidationFailed(id, verdict));
        if (!verdict.Opens)
        {
            // R6: the run stops in every mode.
            events.Add(new RunEvent.Failed(id, $"phase {id.Phase} failed its gate with {IssueCounts.Count(verdict.Errors, "error")}{Overridden(verdict)}"));
            return events;
        }

        events.Add(new RunEvent.PhaseCompleted(id));
        if (!command.AsksForApproval || state.Settings.ReviewMode == ReviewMode.Batch) return events;
        if (CarriedApproval(state, execution, verdict) is { } earlier)
        {
            events.Add(new RunEvent.ApprovalRecorded(id, verdict.Snapshot, Automatic: true, earlier));
            return events;
        }

        events.Add(state.Settings.AutoApprove.Contains(id.Phase)
            ? new RunEvent.ApprovalRecorded(id, verdict.Snapshot, Automatic: true)
            : new RunEvent.ApprovalRequired(id, verdict.Snapshot));
        return events;
    }

    private static string Overridden(GateVerdict verdict) =>
        verdict.Overridden == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {verdict.Overridden} of them overridden");

    // An approval of an earlier execution holds where inputs and outputs have the same hashes.
    private static ExecutionId? CarriedApproval(RunState state, ExecutionState execution, GateVerdict verdict) => verdict.Basis is not { } basis
        ? null
        : state.Executions.LastOrDefault(e => e.Id.Phase == execution.Id.Phase && e.Id != execution.Id && e.Approval is not null && e.Verdict?.Basis == basis)?.Id;

    private static List<RunEvent> DraftingFailed(ExecutionState execution, RunCommand.FailDrafting command) =>
    [
        new RunEvent.DraftingFailed(execution.Id, command.File, command.Reason),
        new RunEvent.Failed(execution.Id, $"drafting {command.File} failed: {command.Reason}"),
    ];

    private static RunDecision Complete(RunState state, RunCommand.Complete command)
    {
        if (state.Status != RunStatus.Running) return Refuse("run.not_running", NotRunning(state));
        // A7: a bundle is earned by the final gate alone.
        return state.Current is { IsCleared: true } current && current.Id.Phase == command.FinalPhase
            ? new RunDecision.Accepted([.. command.Artifacts.Select(a => new RunEvent.ArtifactWritten(null, a)), new RunEvent.Completed(command.Bundle)])
            : Refuse("bundle.not_earned", "A bundle exists only after the final gate opened.");
    }

    private static RunDecision InExecution(RunState state, ExecutionStatus wanted, Func<ExecutionState, IReadOnlyList<RunEvent>> events)
    {
        if (state.Status != RunStatus.Running) return Refuse("run.not_running", NotRunning(state));
        return state.Current is { } current && current.Status == wanted
            ? new RunDecision.Accepted(events(current))
            : Refuse("phase.wrong_state", $"{state.Id} is not {wanted.ToWire()}.");
    }

    internal static string NotRunning(RunState state) => state.StoppedBecause.Length == 0
        ? $"{state.Id} is {state.Status.ToWire()}."
        : $"{state.Id} is {state.Status.ToWire()}: {state.StoppedBecause}.";

    private static RunDecision.Accepted Accept(params RunEvent[] events) => new(events);

    private static RunDecision.Refused Refuse(string code, string message) => new(code, message);
}
