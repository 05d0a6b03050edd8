using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Runs.UseCases;

/// <summary>Where a core file of a run comes from.</summary>
/// <param name="File">Its name.</param>
/// <param name="Execution">The execution that brought this version.</param>
/// <param name="Artifact">The version, with what its agent said of it; without that when a person edited it.</param>
/// <param name="By">Who made it.</param>
/// <param name="IsActive">Whether a gate of its phase accepted it.</param>
public sealed record FileOrigin(string File, ExecutionId Execution, WrittenArtifact Artifact, Actor By, bool IsActive);

/// <summary>
/// Says of each core file by whom, with what and from what it was made: the active versions, and where no gate of a phase has opened yet, the newest. It only reads.
/// </summary>
public sealed class ExplainFiles(RunPorts ports)
{
    public async ValueTask<IReadOnlyList<FileOrigin>> ExecuteAsync(RunState state, CancellationToken cancellationToken)
    {
        var makers = (await ports.Artifacts.ListAsync(state.Id, cancellationToken)).ToLookup(a => a.Path.Relative, a => a.CreatedBy, StringComparer.Ordinal);
        var origins = new List<FileOrigin>();
        foreach (var phase in state.Executions.Select(e => e.Id.Phase).Distinct().Order())
        {
            var opened = state.LatestOpened(phase);
            var shown = state.Composition(opened ?? state.Executions.Last(e => e.Id.Phase == phase));
            origins.AddRange(shown.Where(a => a.Type == ArtifactType.CoreDoc).OrderBy(a => a.FileName, StringComparer.Ordinal).Select(a => new FileOrigin(
                a.FileName, WriterOf(state, a), a, makers[a.Path].LastOrDefault() ?? Actor.Tool, opened is not null)));
        }

        return origins;
    }

    private static ExecutionId WriterOf(RunState state, WrittenArtifact artifact) => state.Executions.First(e => e.Artifacts.Any(a => a.Path == artifact.Path)).Id;
}
