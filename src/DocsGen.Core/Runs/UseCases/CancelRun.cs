using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Runs.UseCases;

/// <summary>Cancels a run. Whoever drives it notices within a second, also in the middle of a draft; what was made is kept (R12). Only people cancel.</summary>
public sealed class CancelRun(RunPorts ports)
{
    public ValueTask<RunAnswer> ExecuteAsync(RunId run, string reason, Actor actor, CancellationToken cancellationToken) =>
        CommandRun.OnlyPeople(actor, "cancel a run") is { } refused
            ? ValueTask.FromResult<RunAnswer>(refused)
            : CommandRun.ExecuteAsync(ports, run, new RunCommand.Cancel(reason), actor, cancellationToken);
}
