using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Runs.UseCases;

/// <summary>Lets a gate look again, and the later ones after it. No agent is called (R8). Only people ask.</summary>
public sealed class RevalidateRun(RunPorts ports)
{
    /// <summary>Asks for a phase, or for the last that has spoken.</summary>
    public ValueTask<RunAnswer> ExecuteAsync(RunId run, int? phase, string reason, Actor actor, CancellationToken cancellationToken) =>
        CommandRun.OnlyPeople(actor, "revalidate") is { } refused
            ? ValueTask.FromResult<RunAnswer>(refused)
            : CommandRun.ExecuteOnSightAsync(ports, run, state => new RunCommand.Revalidate(phase ?? state.Current?.Id.Phase, reason), actor, cancellationToken);
}
