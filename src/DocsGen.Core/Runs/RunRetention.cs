namespace DocsGen.Core.Runs;

/// <summary>The part of <see cref="RunMachine"/> that says how long a run is kept. Events are kept for ever.</summary>
internal static class RunRetention
{
    public static RunDecision Retain(RunState state, RunCommand.Retain command)
    {
        if (string.IsNullOrWhiteSpace(command.Reason)) return new RunDecision.Refused("retain.reason_missing", "Say why with --reason: it goes into the record.");
        var (archived, pinned) = (command.Archived ?? state.IsArchived, command.Pinned ?? state.IsPinned);
        // What somebody may still have to decide stays in sight.
        if (command.Archived == true && state.Status is RunStatus.Running or RunStatus.AwaitingApproval) return Busy(state, "archive");
        return (archived, pinned) == (state.IsArchived, state.IsPinned)
            ? new RunDecision.Accepted([])
            : new RunDecision.Accepted([new RunEvent.RetentionChanged(archived, pinned, command.Reason)]);
    }

    public static RunDecision Delete(RunState state, RunCommand.Delete command)
    {
        if (state.IsDeleted) return new RunDecision.Accepted([]);
        if (string.IsNullOrWhiteSpace(command.Reason)) return new RunDecision.Refused("delete.reason_missing", "Say why with --reason: it goes into the record.");
        if (state.IsPinned) return new RunDecision.Refused("run.pinned", $"{state.Id} is pinned. 'docsgen run pin {state.Id} --undo --reason TEXT' lets it go.");
        return state.Status is RunStatus.Running or RunStatus.AwaitingApproval ? Busy(state, "delete") : new RunDecision.Accepted([new RunEvent.Deleted(command.Reason)]);
    }

    public static RunDecision.Refused DeletedBefore(RunState state) =>
        new("run.deleted", $"{state.Id} was deleted; only its events are left. See 'docsgen run events {state.Id}'.");

    private static RunDecision.Refused Busy(RunState state, string verb) =>
        new("run.busy", $"{state.Id} is {state.Status.ToWire()}; cancel it first, then {verb} it.");
}
