using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Runs.UseCases;

/// <summary>
/// Gives up the artifacts of a run that has stopped: their rows go in the commit that records who and why, and a garbage collection frees the bytes that
/// nothing else names. The events stay for ever. A pinned run is refused. Only people delete.
/// </summary>
public sealed class DeleteRun(RunPorts ports)
{
    public ValueTask<RunAnswer> ExecuteAsync(RunId run, string reason, Actor actor, CancellationToken cancellationToken) =>
        CommandRun.OnlyPeople(actor, "delete a run") is { } refused
            ? ValueTask.FromResult<RunAnswer>(refused)
            : CommandRun.ExecuteAsync(ports, run, new RunCommand.Delete(reason), actor, cancellationToken);
}
