using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Runs.UseCases;

/// <summary>
/// Replaces a core file in place, where the run was started with <c>overwrite: explicit</c> (A2, A3). Policy issues a token for this path, the store
/// records it, and the commit that shows it uses it up; what it replaced stays readable as an earlier generation. The phase is validated again, and what
/// comes after it is stale. Only people overwrite.
/// </summary>
public sealed class OverwriteFile(RunPorts ports)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>Replaces the file at a path within the run: <c>phase2/sample-11-base-schema.md</c>.</summary>
    /// <param name="tokenId">Random, unguessable.</param>
    public async ValueTask<RunAnswer> ExecuteAsync(
        RunId run, string path, ReadOnlyMemory<byte> bytes, string reason, string tokenId, Actor actor, CancellationToken cancellationToken)
    {
        if (CommandRun.OnlyPeople(actor, "overwrite a file") is { } refused) return refused;
        if (await ports.LoadAsync(run, cancellationToken) is not { } state) return new RunAnswer.NoRun();
        var staged = await ports.Blobs.StageAsync(bytes, cancellationToken);
        var command = new RunCommand.Overwrite(path, staged.Hash, staged.Size, tokenId, reason);
        // No token is issued for what the machine refuses anyway.
        if (RunMachine.Decide(state, command) is RunDecision.Refused no) return new RunAnswer.Refused(no.Code, no.Message);
        var now = ports.Clock.GetUtcNow();
        var (token, refusal) = OverwritePolicy.Issue(state.Settings.Overwrite, LogicalPath.In(run, path), reason, actor, tokenId, now, Lifetime);
        if (token is null) return new RunAnswer.Refused("overwrite.not_allowed", refusal!);
        await ports.Artifacts.GrantAsync(token, cancellationToken);
        NewArtifact artifact = new(token.Path, staged, ArtifactType.CoreDoc, actor, now);
        return await CommandRun.ExecuteAsync(
            ports, run, _ => ValueTask.FromResult<Prepared>(new(command, [artifact])), actor, cancellationToken, token);
    }
}
