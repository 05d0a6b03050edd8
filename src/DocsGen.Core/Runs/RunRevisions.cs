using DocsGen.Core.Artifacts;
using DocsGen.Core.Formulas;

namespace DocsGen.Core.Runs;

/// <summary>
/// The part of <see cref="RunMachine"/> that begins anew after a gate stopped or a mind was changed: each pattern explicit, each with a reason. What was
/// accepted before stays as it is; later phases become stale and are validated again in order, never drafted (R7, R8).
/// </summary>
internal static class RunRevisions
{
    public static RunDecision Regenerate(RunState state, RunCommand.Regenerate command)
    {
        if (Refusal(state, command.Reason, "regenerate") is { } refusal) return refusal;
        if (LastOf(state, command.Phase) is null) return NoExecution(state, command.Phase);
        if (command.Phase == 0) return new RunDecision.Refused("regenerate.preflight", "Phase 0 drafts nothing. With other requirements, start a new run: 'docsgen run rebuild'.");
        if (command.Planned.Count == 0) return new RunDecision.Refused("regenerate.nothing", $"Phase {command.Phase} drafts no file.");
        var unknown = command.Files.Where(f => !command.Planned.Contains(f)).ToList();
        if (unknown.Count > 0) return new RunDecision.Refused("regenerate.unknown_file", $"Phase {command.Phase} has no file {string.Join(", ", unknown)}; it has {string.Join(", ", command.Planned)}.");
        if (command.Replan is { Added.Count: 0, Dropped.Count: 0 }) return new RunDecision.Refused("replan.nothing", "The planned files would stay as they are.");
        if (state.PendingEdits.Values.SelectMany(e => e).FirstOrDefault(e => command.Replan?.Dropped.Contains(e.File) == true) is { } waiting)
        {
            return new RunDecision.Refused("replan.edit_waiting", $"An edit of {waiting.File} waits for phase {waiting.Phase}, and the replan would drop the file. Bring the run to that phase first.");
        }

        var files = command.Files.Count > 0 ? command.Files : command.Planned;
        return Accept(state, command.Phase, new RunEvent.RegenerationRequested(command.Phase, files, command.Reason, command.Replan));
    }

    public static RunDecision Override(RunState state, RunCommand.Override command)
    {
        if (string.IsNullOrWhiteSpace(command.Reason)) return new RunDecision.Refused("override.reason_missing", "Say why with --reason: it goes into the record.");
        if (command.ExpiresUtc <= command.Now) return new RunDecision.Refused("override.expired", "An override ends in the future; give a later --expires.");
        if (state is not { Status: RunStatus.Failed, Current: { Status: ExecutionStatus.Failed, Verdict: not null } failed })
        {
            return new RunDecision.Refused("override.no_failed_gate", $"There is no failed gate to override: {RunMachine.NotRunning(state)}");
        }

        var errors = command.Errors.ToDictionary(e => e.Fingerprint, StringComparer.Ordinal);
        var unknown = command.Fingerprints.Where(f => !errors.ContainsKey(f)).ToList();
        if (command.Fingerprints.Count == 0 || unknown.Count > 0)
        {
            return new RunDecision.Refused("override.unknown_issue", $"{failed.Id} found no error {string.Join(", ", unknown)}. 'docsgen run explain {state.Id}' lists its errors with their fingerprints.");
        }

        var named = command.Fingerprints.Distinct(StringComparer.Ordinal).Select(f => errors[f]).ToList();
        if (named.FirstOrDefault(e => CoreRules.Contains(e.Rule)) is { } core) return new RunDecision.Refused("override.core_rule", $"{core.Rule} is a core rule: no policy can override it. Mend {core.File ?? "the docset"}.");
        if (named.FirstOrDefault(e => !command.Overridable.Contains(e.Rule)) is { } other)
        {
            var listed = command.Overridable.Count == 0 ? "no rule" : string.Join(", ", command.Overridable.Order(StringComparer.Ordinal));
            return new RunDecision.Refused("override.not_listed", $"The formula does not list {other.Rule} as overridable; it lists {listed}.");
        }

        return Accept(state, failed.Id.Phase, new RunEvent.GateOverridden(failed.Id, named, command.Reason, command.ExpiresUtc));
    }

    public static RunDecision Overwrite(RunState state, RunCommand.Overwrite command)
    {
        if (Refusal(state, command.Reason, "overwrite") is { } refusal) return refusal;
        if (state.Settings.Overwrite != OverwriteMode.Explicit) return new RunDecision.Refused("overwrite.not_allowed", "This run's policy is 'overwrite: never'. Make a new version instead, with 'docsgen run edit'.");
        var owner = state.Executions.LastOrDefault(e => e.Artifacts.Any(a => a.Path == command.Path && a.Type == ArtifactType.CoreDoc));
        if (owner is null) return new RunDecision.Refused("overwrite.unknown_file", $"{state.Id} has no core file {command.Path}. See 'docsgen run artifacts {state.Id} --all'.");
        var now = owner.Artifacts.Last(a => a.Path == command.Path);
        if (now.Hash == command.After) return new RunDecision.Refused("overwrite.nothing", $"{command.Path} holds these bytes already.");
        return Accept(state, owner.Id.Phase, new RunEvent.OverwriteGranted(owner.Id, command.Path, now.Hash, command.After, command.Size, command.Token, command.Reason));
    }

    public static RunDecision Edit(RunState state, RunCommand.Edit command)
    {
        if (Refusal(state, command.Reason, "edit") is { } refusal) return refusal;
        if (command.Files.Count == 0) return new RunDecision.Refused("edit.nothing", "No file differs from its active version.");
        // An edit is made on the version that its writer took out: one that is no longer there would be lost in silence.
        foreach (var edit in command.Files)
        {
            if (state.Documents(edit.Phase).FirstOrDefault(a => a.FileName == edit.File) is not { } now) return new RunDecision.Refused("edit.unknown_file", $"Phase {edit.Phase} has no file {edit.File}.");
            if (now.Hash != edit.Before) return new RunDecision.Refused("edit.conflict", $"{edit.File} has moved on since it was checked out ({edit.Before.Short}, now {now.Hash.Short}). Check out again and bring your change over.");
        }

        var lowest = command.Files.Min(f => f.Phase);
        return Accept(state, lowest, new RunEvent.Edited(lowest, command.Files, command.Reason));
    }

    public static RunDecision Revalidate(RunState state, RunCommand.Revalidate command)
    {
        if (Refusal(state, command.Reason, "revalidate") is { } refusal) return refusal;
        var phase = command.Phase ?? state.Current?.Id.Phase ?? 0;
        return LastOf(state, phase) is null ? NoExecution(state, phase) : Accept(state, phase, new RunEvent.RegenerationRequested(phase, [], command.Reason));
    }

    /// <summary>How the next execution of the asked-for phase begins.</summary>
    public static Revision AskedBy(RunEvent happened) => happened switch
    {
        RunEvent.RegenerationRequested { Files.Count: 0 } e => new(ExecutionKind.Revalidation, e.Phase, []),
        RunEvent.RegenerationRequested { Replan: { } replan } e => new(ExecutionKind.Regeneration, e.Phase, null, replan),
        RunEvent.RegenerationRequested e => new(ExecutionKind.Regeneration, e.Phase, e.Files),
        RunEvent.GateOverridden e => new(ExecutionKind.Override, e.ExecutionId.Phase, []),
        RunEvent.OverwriteGranted e => new(ExecutionKind.Revalidation, e.ExecutionId.Phase, []),
        RunEvent.Edited e => new(ExecutionKind.Edit, e.Phase, []),
        _ => throw new InvalidOperationException($"{happened.GetType().Name} asks for no revision."),
    };

    private static RunDecision.Refused? Refusal(RunState state, string reason, string verb)
    {
        if (string.IsNullOrWhiteSpace(reason)) return new($"{verb}.reason_missing", "Say why with --reason: it goes into the record.");
        return state.Status switch
        {
            RunStatus.AwaitingApproval or RunStatus.Failed or RunStatus.Complete => null,
            RunStatus.Running => new("run.running", $"{state.Id} is running; wait for its next stop, or, if nobody drives it, go on with 'docsgen run resume {state.Id}' first."),
            RunStatus.Canceled => new("run.canceled", $"{state.Id} is canceled for good. 'docsgen run rebuild {state.Id}' starts a new run of the same inputs."),
        };
    }

    // Every later phase that has spoken before rests on what changes now.
    private static RunDecision Accept(RunState state, int phase, RunEvent asked)
    {
        if (!state.IsReadyFor(phase)) return new RunDecision.Refused("phase.out_of_order", $"Phase {phase - 1} comes first: its last execution did not open, was not approved, or is stale.");
        var later = state.Executions.Select(e => e.Id.Phase).Where(p => p > phase && !state.Stale.Contains(p)).Distinct().Order();
        return new RunDecision.Accepted([asked, .. later.Select(p => new RunEvent.PhaseStale(p, phase))]);
    }

    private static ExecutionState? LastOf(RunState state, int phase) => state.Executions.LastOrDefault(e => e.Id.Phase == phase);

    private static RunDecision.Refused NoExecution(RunState state, int phase) =>
        new("phase.not_reached", $"{state.Id} has not reached phase {phase} yet.");
}
