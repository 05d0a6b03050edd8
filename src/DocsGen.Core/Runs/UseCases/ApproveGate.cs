using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Runs.UseCases;

/// <summary>Approves the execution that waits (R4). Only people approve.</summary>
public sealed class ApproveGate(RunPorts ports)
{
    /// <summary>Approves, or answers the approval that is already there.</summary>
    /// <param name="execution">Which one; null for the one that waits when this begins, where the caller could see it; never one that waits later.</param>
    public ValueTask<RunAnswer> ExecuteAsync(RunId run, ExecutionId? execution, Actor actor, CancellationToken cancellationToken) =>
        CommandRun.OnlyPeople(actor, "approve a gate") is { } refused
            ? ValueTask.FromResult<RunAnswer>(refused)
            : CommandRun.ExecuteOnSightAsync(ports, run, state => new RunCommand.Approve(execution ?? state.Waiting?.Id), actor, cancellationToken);
}
