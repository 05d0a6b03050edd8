using System.Globalization;
using DocsGen.Core.Access;
using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Sync.UseCases;

/// <summary>Changes what a space asks for, or raises its epoch.</summary>
public sealed class ChangeSpace(SyncPorts ports)
{
    /// <summary>Whether a space is still as the caller saw it; asked of the space as it is when the change is written. Null when it does not matter.</summary>
    public Func<Space, bool>? IsAsSeen { get; init; }

    public ValueTask<SyncAnswer<Space>> SetPolicyAsync(Space space, SpacePolicy policy, Actor actor, CancellationToken cancellationToken) => ChangeAsync(
        space,
        now => (now with { Policy = policy }, new("space.policy_changed", null, $"{actor.Name} changed the policy of '{space.Slug}'.", Data(("before", now.Policy.ToJson()), ("after", policy.ToJson())))),
        actor,
        cancellationToken);

    /// <summary>Makes every cursor given before foreign, so that who holds one reads everything anew: after the store was restored from a backup.</summary>
    public ValueTask<SyncAnswer<Space>> RaiseEpochAsync(Space space, Actor actor, CancellationToken cancellationToken) => ChangeAsync(
        space,
        now => (now with { Epoch = now.Epoch + 1 }, new("space.epoch_raised", null, $"{actor.Name} raised the epoch of '{space.Slug}'.", Data(("epoch", (now.Epoch + 1).ToString(CultureInfo.InvariantCulture))))),
        actor,
        cancellationToken);

    private async ValueTask<SyncAnswer<Space>> ChangeAsync(Space space, Func<Space, (Space, SpaceEvent)> change, Actor actor, CancellationToken cancellationToken)
    {
        if (ports.Refuse<Space>(space.Slug.Value, Scope.Admin) is { } denied) return denied;
        if (actor.Kind == ActorKind.Agent) return new SyncAnswer<Space>.Refused("actor.not_allowed", "Agents cannot change a space.");
        var isStale = false;
        var after = await ports.Spaces.ChangeAsync(space.Id, now => (isStale = IsAsSeen?.Invoke(now) == false) ? null : change(now), actor, cancellationToken);
        if (isStale) return new SyncAnswer<Space>.Refused("SPACE_CHANGED", $"The space '{space.Slug}' has changed since you read it. Read it again, and decide anew.");
        return after is not null
            ? new SyncAnswer<Space>.Done(after)
            : new SyncAnswer<Space>.Refused("space.not_found", $"There is no space '{space.Slug}'.");
    }

    private static Dictionary<string, string> Data(params (string Name, string Value)[] data) => data.ToDictionary(d => d.Name, d => d.Value, StringComparer.Ordinal);
}
