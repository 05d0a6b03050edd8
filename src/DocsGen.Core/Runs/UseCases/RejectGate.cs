using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Runs.UseCases;

/// <summary>Rejects the execution that waits, with a reason: the run fails until somebody regenerates, edits or rebuilds. Only people reject.</summary>
public sealed class RejectGate(RunPorts ports)
{
    public ValueTask<RunAnswer> ExecuteAsync(RunId run, ExecutionId? execution, string reason, Actor actor, CancellationToken cancellationToken) =>
        CommandRun.OnlyPeople(actor, "reject a gate") is { } refused
            ? ValueTask.FromResult<RunAnswer>(refused)
            : CommandRun.ExecuteOnSightAsync(ports, run, state => new RunCommand.Reject(execution ?? state.Waiting?.Id, reason), actor, cancellationToken);
}
