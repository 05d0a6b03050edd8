namespace DocsGen.Core.Artifacts;

/// <summary>The index of artifacts: immutable records, by path (A1-A3). Whoever writes goes through the guard, whatever policy thinks.</summary>
public interface IArtifactStore
{
    /// <summary>Writes one artifact in a transaction of its own; see <see cref="ArtifactGuard"/> for what it answers.</summary>
    ValueTask<ArtifactWrite> WriteAsync(NewArtifact artifact, OverwriteToken? token, CancellationToken cancellationToken);

    /// <summary>The newest generation at a path; null when there is none.</summary>
    ValueTask<Artifact?> FindAsync(LogicalPath path, CancellationToken cancellationToken);

    /// <summary>All artifacts of a run in path order, every generation.</summary>
    ValueTask<IReadOnlyList<Artifact>> ListAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>Records a token that policy issued, so that the store can honour it once.</summary>
    ValueTask GrantAsync(OverwriteToken token, CancellationToken cancellationToken);
}

/// <summary>An artifact to write.</summary>
public sealed record NewArtifact(LogicalPath Path, StagedBlob Content, ArtifactType Type, Actor CreatedBy, DateTimeOffset CreatedUtc);

/// <summary>What became of a write. There is no update.</summary>
public abstract record ArtifactWrite
{
    private ArtifactWrite()
    {
    }

    /// <summary>The record is new.</summary>
    public sealed record Stored(Artifact Artifact) : ArtifactWrite;

    /// <summary>The same bytes are at that path already; this is their first record (A2).</summary>
    public sealed record AlreadyPresent(Artifact Artifact) : ArtifactWrite;

    /// <summary>Other bytes are there, and no token for exactly that path was shown: <c>artifact.immutable</c>.</summary>
    public sealed record Conflict(Artifact Existing, string Reason) : ArtifactWrite;
}
