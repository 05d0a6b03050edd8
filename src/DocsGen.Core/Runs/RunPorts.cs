using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Runs;

/// <summary>What the use cases of runs stand on.</summary>
public sealed record RunPorts(IRunStore Runs, IRunLeases Leases, IArtifactStore Artifacts, IBlobStore Blobs, TimeProvider Clock)
{
    /// <summary>Loads a run by folding its events; null when there is none.</summary>
    public async ValueTask<RunState?> LoadAsync(RunId run, CancellationToken cancellationToken)
    {
        var events = await Runs.EventsAsync(run, after: 0, cancellationToken);
        return events.Count == 0 ? null : RunLog.Fold(events);
    }

    /// <summary>Reads the bytes of an artifact that a run's events name.</summary>
    public ValueTask<ReadOnlyMemory<byte>> ReadAsync(WrittenArtifact artifact, CancellationToken cancellationToken) => Blobs.ReadAsync(artifact.Hash, cancellationToken);
}
