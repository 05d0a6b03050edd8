using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Sync;

/// <summary>
/// Knows which contents a space holds, and which somebody uploaded into it before a push names them (S10). An upload keeps its content from the garbage collector for
/// <see cref="Lifetime"/>, by the store's clock, and counts for nothing afterwards.
/// </summary>
public interface IUploadStore
{
    /// <summary>How long an upload counts.</summary>
    static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>Stores contents as uploaded by somebody into a space; what they uploaded before counts anew from now on.</summary>
    ValueTask AddAsync(long space, Actor by, IReadOnlyCollection<StagedBlob> contents, CancellationToken cancellationToken);

    /// <summary>
    /// Of some hashes those that the space holds (in a version, or in a changeset as base, proposal or amendment) or that this actor uploaded into it; in any order, each once.
    /// </summary>
    ValueTask<IReadOnlyList<StoredContent>> PresentAsync(long space, Actor by, IReadOnlyCollection<ContentHash> hashes, CancellationToken cancellationToken);
}
