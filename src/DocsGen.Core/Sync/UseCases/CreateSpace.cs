using DocsGen.Core.Access;
using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Sync.UseCases;

/// <summary>Makes a space.</summary>
public sealed class CreateSpace(SyncPorts ports)
{
    public async ValueTask<SyncAnswer<Space>> ExecuteAsync(SpaceSlug slug, string? name, SpacePolicy policy, Actor actor, CancellationToken cancellationToken)
    {
        if (ports.Refuse<Space>(slug.Value, Scope.Admin) is { } denied) return denied;
        if (actor.Kind == ActorKind.Agent) return new SyncAnswer<Space>.Refused("actor.not_allowed", "Agents cannot make spaces.");
        if (!TextContent.CanBeKept(name) || name is { Length: > 200 }) return new SyncAnswer<Space>.Refused("BAD_REQUEST", "A space's name has at most 200 characters, no NUL, and no half of a surrogate pair.");
        return await ports.Spaces.CreateAsync(slug, name is { Length: > 0 } ? name : slug.Value, policy, actor, cancellationToken) is { } space
            ? new SyncAnswer<Space>.Done(space)
            : new SyncAnswer<Space>.Refused("space.exists", $"There is a space '{slug}' already.");
    }
}
