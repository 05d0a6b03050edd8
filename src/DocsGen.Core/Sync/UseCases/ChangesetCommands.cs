using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Sync.UseCases;

/// <summary>Carries a command to a changeset.</summary>
internal static class ChangesetCommands
{
    public static ValueTask<SyncAnswer<Changeset>> ExecuteAsync(SyncPorts ports, Space space, ChangesetId id, ChangesetCommand command, Actor actor, CancellationToken cancellationToken) =>
        ExecuteAsync(ports, space, id, command.Parts, _ => command, actor, cancellationToken);

    public static ValueTask<SyncAnswer<Changeset>> ExecuteAsync(
        SyncPorts ports, Space space, ChangesetId id, Func<ChangesetView, ChangesetCommand> command, Actor actor, CancellationToken cancellationToken) =>
        ExecuteAsync(ports, space, id, ChangesetParts.Whole, command, actor, cancellationToken);

    private static async ValueTask<SyncAnswer<Changeset>> ExecuteAsync(
        SyncPorts ports, Space space, ChangesetId id, ChangesetParts parts, Func<ChangesetView, ChangesetCommand> command, Actor actor, CancellationToken cancellationToken) =>
        await ports.Changesets.ChangeAsync(space.Id, id, parts, view => ChangesetMachine.Decide(view, command(view), actor, view.Utc), actor, cancellationToken) switch
        {
            ChangesetVerdict.Accepted accepted => new SyncAnswer<Changeset>.Done(accepted.Change.After),
            ChangesetVerdict.Refused refused => new SyncAnswer<Changeset>.Refused(refused.Code, refused.Message),
            _ => NotFound<Changeset>(space, id),
        };

    /// <summary>What a transition would be shown; null when there is no such changeset. Writes nothing.</summary>
    public static async ValueTask<ChangesetView?> LookAsync(SyncPorts ports, Space space, ChangesetId id, Actor actor, CancellationToken cancellationToken)
    {
        ChangesetView? seen = null;
        await ports.Changesets.ChangeAsync(
            space.Id,
            id,
            ChangesetParts.Whole,
            view =>
            {
                seen = view;
                return new ChangesetVerdict.Refused("looked", "");
            },
            actor,
            cancellationToken);
        return seen;
    }

    public static SyncAnswer<T> NotFound<T>(Space space, ChangesetId id) => new SyncAnswer<T>.Refused("CHANGESET_NOT_FOUND", $"Space '{space.Slug}' has no changeset {id}. See 'docsgen changeset list --space {space.Slug}'.");
}
