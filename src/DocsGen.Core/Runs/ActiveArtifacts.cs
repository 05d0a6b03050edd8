using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Runs;

/// <summary>
/// Which of a run's stored artifacts are active: per phase what the latest gate that opened accepted, with its report and manifest; the inputs; and what
/// the last completion made. The older versions stay stored.
/// </summary>
public sealed class ActiveArtifacts
{
    private readonly IReadOnlyDictionary<string, ExecutionId> since;
    private readonly Dictionary<string, ContentHash> active;
    private readonly string? completion;

    private ActiveArtifacts(IReadOnlyDictionary<string, ExecutionId> since, Dictionary<string, ContentHash> active, string? completion) =>
        (this.since, this.active, this.completion) = (since, active, completion);

    /// <summary>The active artifacts of a run.</summary>
    public static ActiveArtifacts Of(RunState run)
    {
        var opened = run.Executions.Select(e => e.Id.Phase).Distinct().Select(run.LatestOpened).OfType<ExecutionState>();
        var accepted = opened.SelectMany(run.Composition).ToDictionary(a => a.Path, a => a.Hash, StringComparer.Ordinal);
        foreach (var input in run.Inputs) accepted[input.Path] = input.Hash;
        return new(run.ActiveSince(), accepted, run.Bundle is { } bundle ? bundle.Path[..bundle.Path.IndexOf('/', StringComparison.Ordinal)] : null);
    }

    /// <summary>Whether this very version is active.</summary>
    public bool IsActive(Artifact artifact) =>
        (active.TryGetValue(artifact.Path.Relative, out var hash) && hash == artifact.Hash) || (completion is not null && artifact.Path.Folder == completion);

    /// <summary>The execution whose gate first accepted it; null for inputs and for what a completion made.</summary>
    public ExecutionId? Since(Artifact artifact) => IsActive(artifact) && since.TryGetValue(artifact.Path.Relative, out var execution) ? execution : null;
}
