using DocsGen.Core.Access;
using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Sync.UseCases;

/// <summary>Carries a command to a changeset.</summary>
internal static class ChangesetCommands
{
    public static ValueTask<SyncAnswer<Changeset>> ExecuteAsync(SyncPorts ports, Space space, ChangesetId id, ChangesetCommand command, Actor actor, CancellationToken cancellationToken) =>
        ExecuteAsync(ports, space, id, command.Parts, ScopeOf(command), _ => command, actor, cancellationToken);

    public static ValueTask<SyncAnswer<Changeset>> ExecuteAsync(
        SyncPorts ports, Space space, ChangesetId id, Scope scope, Func<ChangesetView, ChangesetCommand> command, Actor actor, CancellationToken cancellationToken) =>
        ExecuteAsync(ports, space, id, ChangesetParts.Whole, scope, command, actor, cancellationToken);

    private static async ValueTask<SyncAnswer<Changeset>> ExecuteAsync(
        SyncPorts ports, Space space, ChangesetId id, ChangesetParts parts, Scope scope, Func<ChangesetView, ChangesetCommand> command, Actor actor, CancellationToken cancellationToken) =>
        ports.Refuse<Changeset>(space.Slug.Value, scope) is { } denied ? denied : await ports.Changesets.ChangeAsync(space.Id, id, parts, view => ChangesetMachine.Decide(view, command(view), actor, view.Utc), actor, cancellationToken) switch
        {
            ChangesetVerdict.Accepted accepted => new SyncAnswer<Changeset>.Done(accepted.Change.After),
            ChangesetVerdict.Refused refused => new SyncAnswer<Changeset>.Refused(refused.Code, refused.Message),
            _ => Refusals.NoChangeset<Changeset>(space, id),
        };

    /// <summary>What it takes to give a command.</summary>
    private static Scope ScopeOf(ChangesetCommand command) => command switch
    {
        ChangesetCommand.Review => Scope.Review,
        ChangesetCommand.Claim or ChangesetCommand.Renew or ChangesetCommand.Release or ChangesetCommand.Publish => Scope.Publish,
        ChangesetCommand.Rebase or ChangesetCommand.Withdraw or ChangesetCommand.Supersede => Scope.Push,
        _ => throw new InvalidOperationException($"{command.GetType().Name} is no command of a changeset."),
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
}
