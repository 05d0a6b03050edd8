using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;

namespace DocsGen.TestSupport.Audit;

/// <summary>A way to publish that is wrong, for the proof that the suites notice.</summary>
public enum PublishBug
{
    /// <summary>A publisher believes that it still holds what it once claimed.</summary>
    NoFence,

    /// <summary>Versions go live in two transactions.</summary>
    TwoTransactions,

    /// <summary>A lease is measured from when the changeset was made, not from when it was claimed.</summary>
    LeaseFromCreation,
}

/// <summary>A real store with one fault of <see cref="PublishBug"/> built in.</summary>
internal sealed class BrokenChangesets(IChangesetStore inner, PublishBug bug) : IChangesetStore
{
    private readonly List<(ChangesetId Id, PublishClaim Claim, long Fence)> claims = [];

    /// <summary>What happens between the two transactions.</summary>
    public Action Between { get; init; } = () => { };

    public ValueTask<PushOutcome> PushAsync(NewChangeset changeset, CancellationToken cancellationToken) => inner.PushAsync(changeset, cancellationToken);

    public ValueTask<Changeset?> FindAsync(long space, ChangesetId id, CancellationToken cancellationToken) => inner.FindAsync(space, id, cancellationToken);

    public ValueTask<IReadOnlyList<ChangesetRow>> ListAsync(long space, ChangesetFilter filter, CancellationToken cancellationToken) => inner.ListAsync(space, filter, cancellationToken);

    public ValueTask<IReadOnlyList<ChangesetId>> FindByClientAsync(long space, string beginning, CancellationToken cancellationToken) => inner.FindByClientAsync(space, beginning, cancellationToken);

    public ValueTask<IReadOnlyList<Comment>> CommentsAsync(long space, ChangesetId id, CancellationToken cancellationToken) => inner.CommentsAsync(space, id, cancellationToken);

    public async ValueTask<ChangesetVerdict?> ChangeAsync(long space, ChangesetId id, ChangesetParts parts, Func<ChangesetView, ChangesetVerdict> transition, Actor actor, CancellationToken cancellationToken) => bug switch
    {
        PublishBug.NoFence => await inner.ChangeAsync(space, id, parts, view => Unfenced(view, transition), actor, cancellationToken),
        PublishBug.TwoTransactions => await ChangeTwiceAsync(space, id, parts, transition, actor, cancellationToken),
        PublishBug.LeaseFromCreation => await inner.ChangeAsync(space, id, parts, view => FromCreation(view, transition(view)), actor, cancellationToken),
    };

    private ChangesetVerdict Unfenced(ChangesetView view, Func<ChangesetView, ChangesetVerdict> transition)
    {
        var verdict = transition(view);
        if (verdict is ChangesetVerdict.Accepted { Change.After: { Claim: { } claim } after }) claims.Add((after.Id, claim, after.Fence));
        foreach (var held in claims.Where(c => c.Id == view.Changeset.Id))
        {
            if (verdict is not ChangesetVerdict.Refused { Code: "PUBLISH_LAPSED" }) break;
            var believed = view.Changeset with { Status = ChangesetStatus.Publishing, Claim = held.Claim with { UntilUtc = DateTimeOffset.MaxValue }, Fence = held.Fence };
            verdict = transition(view with { Changeset = believed });
            // The tables refuse a fence that falls: this publisher knows of no fences at all.
            if (verdict is ChangesetVerdict.Accepted { Change: var change }) return new ChangesetVerdict.Accepted(change with { After = change.After with { Fence = Math.Max(held.Fence, view.Changeset.Fence) } });
        }

        return verdict;
    }

    private static ChangesetVerdict FromCreation(ChangesetView view, ChangesetVerdict verdict) => verdict is ChangesetVerdict.Accepted { Change: { After.Claim: { } claim } change }
        ? new ChangesetVerdict.Accepted(change with { After = change.After with { Claim = claim with { UntilUtc = view.Changeset.CreatedUtc + (claim.UntilUtc - claim.SinceUtc) } } })
        : verdict;

    private async ValueTask<ChangesetVerdict?> ChangeTwiceAsync(long space, ChangesetId id, ChangesetParts parts, Func<ChangesetView, ChangesetVerdict> transition, Actor actor, CancellationToken cancellationToken)
    {
        ChangesetVerdict.Accepted? whole = null;
        var verdict = await inner.ChangeAsync(
            space,
            id,
            parts,
            view =>
            {
                var decided = transition(view);
                whole = decided as ChangesetVerdict.Accepted;
                return whole is { Change.Versions.Count: > 1 } ? new ChangesetVerdict.Accepted(Half(whole.Change, 0) with { After = view.Changeset, Events = [] }) : decided;
            },
            actor,
            cancellationToken);
        if (whole is not { Change.Versions.Count: > 1 }) return verdict;
        Between();
        return await inner.ChangeAsync(space, id, parts, _ => new ChangesetVerdict.Accepted(Half(whole.Change, 1)), actor, cancellationToken);
    }

    private static ChangesetChange Half(ChangesetChange whole, int half)
    {
        var middle = whole.Versions.Count / 2;
        var versions = half == 0 ? whole.Versions.Take(middle).ToList() : [.. whole.Versions.Skip(middle)];
        var there = versions.Select(v => v.File).ToHashSet();
        return whole with { Versions = versions, Files = [.. whole.Files.Where(f => there.Contains(f.File))] };
    }
}

/// <summary>A real store whose clock can be put forward, for leases: nobody waits for a minute.</summary>
internal sealed class ClockedChangesets(IChangesetStore inner) : IChangesetStore
{
    private TimeSpan ahead;

    public void Pass(TimeSpan time) => ahead += time;

    public ValueTask<PushOutcome> PushAsync(NewChangeset changeset, CancellationToken cancellationToken) => inner.PushAsync(changeset, cancellationToken);

    public ValueTask<Changeset?> FindAsync(long space, ChangesetId id, CancellationToken cancellationToken) => inner.FindAsync(space, id, cancellationToken);

    public ValueTask<IReadOnlyList<ChangesetRow>> ListAsync(long space, ChangesetFilter filter, CancellationToken cancellationToken) => inner.ListAsync(space, filter, cancellationToken);

    public ValueTask<IReadOnlyList<ChangesetId>> FindByClientAsync(long space, string beginning, CancellationToken cancellationToken) => inner.FindByClientAsync(space, beginning, cancellationToken);

    public ValueTask<IReadOnlyList<Comment>> CommentsAsync(long space, ChangesetId id, CancellationToken cancellationToken) => inner.CommentsAsync(space, id, cancellationToken);

    public ValueTask<ChangesetVerdict?> ChangeAsync(long space, ChangesetId id, ChangesetParts parts, Func<ChangesetView, ChangesetVerdict> transition, Actor actor, CancellationToken cancellationToken) =>
        inner.ChangeAsync(space, id, parts, view => transition(view with { Now = view.Now + ahead }), actor, cancellationToken);
}
