using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Sync;

/// <summary>Keeps spaces: their policies, and their event chains.</summary>
public interface ISpaceStore
{
    ValueTask<Space?> FindAsync(SpaceSlug slug, CancellationToken cancellationToken);

    /// <summary>All spaces, by slug.</summary>
    ValueTask<IReadOnlyList<Space>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Makes a space; null when the slug is taken.</summary>
    ValueTask<Space?> CreateAsync(SpaceSlug slug, string name, SpacePolicy policy, Actor by, CancellationToken cancellationToken);

    /// <summary>
    /// Changes a space in one transaction: its name, policy and epoch are what can change; where <paramref name="change"/> answers null, nothing does. The space afterwards; null when
    /// there is none.
    /// </summary>
    ValueTask<Space?> ChangeAsync(long space, Func<Space, (Space After, SpaceEvent Event)?> change, Actor by, CancellationToken cancellationToken);

    /// <summary>Events after a number, oldest first.</summary>
    ValueTask<IReadOnlyList<StoredSpaceEvent>> EventsAsync(long space, long after, int limit, CancellationToken cancellationToken);
}
