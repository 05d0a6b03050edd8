namespace DocsGen.Core.Sync.UseCases;

/// <summary>Refusals that many answers share, in the same words wherever they are given.</summary>
public static class Refusals
{
    /// <summary>A changeset that the space does not have; one of another space is no different (S10).</summary>
    public static SyncAnswer<T> NoChangeset<T>(Space space, ChangesetId id) => new SyncAnswer<T>.Refused("CHANGESET_NOT_FOUND", $"Space '{space.Slug}' has no changeset {id}. See 'docsgen changeset list --space {space.Slug}'.");
}
