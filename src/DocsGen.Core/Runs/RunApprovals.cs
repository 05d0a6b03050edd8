using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Runs;

/// <summary>The part of <see cref="RunMachine"/> that people speak to: approvals name an execution and the snapshot it saw (R4).</summary>
internal static class RunApprovals
{
    public static RunDecision Approve(RunState state, RunCommand.Approve command)
    {
        // Approved before: the same answer again, in any status, and nothing is written. A double click cannot reach the next gate.
        if (command.Execution is { } named && Find(state, named)?.Approval is not null) return new RunDecision.Accepted([]);
        var (waiting, refusal) = Waiting(state, command.Execution, "approve");
        return waiting is null
            ? refusal!
            : new RunDecision.Accepted([new RunEvent.ApprovalRecorded(waiting.Id, waiting.Verdict!.Snapshot, Automatic: false)]);
    }

    public static RunDecision Reject(RunState state, RunCommand.Reject command)
    {
        if (string.IsNullOrWhiteSpace(command.Reason)) return new RunDecision.Refused("reject.reason_missing", "Say why with --reason: it goes into the record.");
        var (waiting, refusal) = Waiting(state, command.Execution, "reject");
        return waiting is null
            ? refusal!
            : new RunDecision.Accepted([new RunEvent.ApprovalRejected(waiting.Id, waiting.Verdict!.Snapshot, command.Reason)]);
    }

    private static (ExecutionState? Waiting, RunDecision.Refused? Refusal) Waiting(RunState state, ExecutionId? named, string verb)
    {
        if (named is { } id && Find(state, id) is null)
        {
            return (null, new("approval.superseded", $"{state.Id} has no execution {id}. See 'docsgen run show {state.Id}'."));
        }

        if (state.Status != RunStatus.AwaitingApproval)
        {
            var code = named is null ? "approval.not_waiting" : "approval.superseded";
            return (null, new(code, $"There is nothing to {verb}: {RunMachine.NotRunning(state)}"));
        }

        var waiting = state.Current!;
        return named is { } other && other != waiting.Id
            ? (null, new("approval.superseded", $"{other} does not wait for a decision; {waiting.Id} does. Look at it, then {verb} that one."))
            : (waiting, null);
    }

    private static ExecutionState? Find(RunState state, ExecutionId id) => state.Executions.LastOrDefault(e => e.Id == id);
}
