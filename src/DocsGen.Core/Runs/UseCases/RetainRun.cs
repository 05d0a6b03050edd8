using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Runs.UseCases;

/// <summary>Archives a run, so that lists leave it out, or pins it, so that nobody deletes it; or takes either back. Only people do.</summary>
public sealed class RetainRun(RunPorts ports)
{
    /// <summary>Changes one or both; null keeps what is.</summary>
    public ValueTask<RunAnswer> ExecuteAsync(RunId run, bool? archived, bool? pinned, string reason, Actor actor, CancellationToken cancellationToken) =>
        CommandRun.OnlyPeople(actor, "archive or pin a run") is { } refused
            ? ValueTask.FromResult<RunAnswer>(refused)
            : CommandRun.ExecuteAsync(ports, run, new RunCommand.Retain(archived, pinned, reason), actor, cancellationToken);
}
