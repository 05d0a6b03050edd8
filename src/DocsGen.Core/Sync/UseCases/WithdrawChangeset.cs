using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Sync.UseCases;

/// <summary>Takes a proposal back, or says that another stands for it.</summary>
public sealed class WithdrawChangeset(SyncPorts ports)
{
    private const int MaxReason = 20_000;

    public ValueTask<SyncAnswer<Changeset>> ExecuteAsync(Space space, ChangesetId id, string reason, Actor actor, CancellationToken cancellationToken) =>
        TextContent.CanBeKept(reason) && reason.Length is > 0 and <= MaxReason
            ? ChangesetCommands.ExecuteAsync(ports, space, id, new ChangesetCommand.Withdraw(reason), actor, cancellationToken)
            : ValueTask.FromResult<SyncAnswer<Changeset>>(new SyncAnswer<Changeset>.Refused("BAD_REQUEST", $"A reason has 1 to {MaxReason} characters, no NUL, and no half of a surrogate pair."));

    /// <summary>Replaces a changeset by another of the same author.</summary>
    public async ValueTask<SyncAnswer<Changeset>> SupersedeAsync(Space space, ChangesetId id, ChangesetId by, Actor actor, CancellationToken cancellationToken)
    {
        var old = await ports.Changesets.FindAsync(space.Id, id, cancellationToken);
        var next = await ports.Changesets.FindAsync(space.Id, by, cancellationToken);
        if (old is null || next is null) return Refusals.NoChangeset<Changeset>(space, old is null ? id : by);
        if (by <= id) return new SyncAnswer<Changeset>.Refused("SUPERSEDE_ORDER", $"Changeset {by} is not newer than {id}; only a newer one replaces another.");
        if (old.PushedBy != next.PushedBy) return new SyncAnswer<Changeset>.Refused("SUPERSEDE_AUTHOR", $"{next.PushedBy.Name} pushed {by}, and {old.PushedBy.Name} pushed {id}; only a changeset of the same author replaces another.");
        return await ChangesetCommands.ExecuteAsync(ports, space, id, new ChangesetCommand.Supersede(by), actor, cancellationToken);
    }
}
