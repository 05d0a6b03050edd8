using DocsGen.Core.Access;

namespace DocsGen.Core.Sync.UseCases;

/// <summary>The way to everything that a space holds: whoever reads a space comes by here (S10).</summary>
public sealed class FindSpace(SyncPorts ports)
{
    /// <summary>A space that the caller may read.</summary>
    public async ValueTask<SyncAnswer<Space>> ExecuteAsync(string slug, CancellationToken cancellationToken)
    {
        if (!SpaceSlug.TryParse(slug, out var parsed) || await ports.Spaces.FindAsync(parsed, cancellationToken) is not { } space) return new SyncAnswer<Space>.Refused("SPACE_NOT_FOUND", $"Space not found: \"{slug}\"");
        return ports.Refuse<Space>(space.Slug.Value, Scope.Read) is { } refused ? refused : new SyncAnswer<Space>.Done(space);
    }
}
