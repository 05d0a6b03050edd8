using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Sync.UseCases;

/// <summary>Decides files of a changeset, all that are named or none.</summary>
public sealed class ReviewChangeset(SyncPorts ports)
{
    private const int MaxComment = 20_000;

    /// <summary>Decides what is named.</summary>
    /// <param name="space">The space.</param>
    /// <param name="id">The changeset.</param>
    /// <param name="reviews">What to decide; amendments as texts, in place of <see cref="FileReview.Amended"/>.</param>
    /// <param name="actor">Who decides: a person.</param>
    /// <param name="cancellationToken">Stops it before it is written.</param>
    public async ValueTask<SyncAnswer<Changeset>> ExecuteAsync(Space space, ChangesetId id, IReadOnlyList<(FileReview Review, byte[]? Amended)> reviews, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Kind != ActorKind.User) return new SyncAnswer<Changeset>.Refused("actor.not_allowed", $"{actor} may not decide a changeset: that is for people.");
        if (reviews.Count == 0) return new SyncAnswer<Changeset>.Refused("BAD_REQUEST", "Name at least one file to decide.");
        var staged = new List<FileReview>(reviews.Count);
        foreach (var (review, amended) in reviews)
        {
            if (review.Comment is { Length: > MaxComment } || !TextContent.CanBeKept(review.Comment)) return new SyncAnswer<Changeset>.Refused("BAD_REQUEST", $"A comment has at most {MaxComment} characters, no NUL, and no half of a surrogate pair.");
            if (amended is null)
            {
                staged.Add(review);
                continue;
            }

            if (amended.Length > space.Policy.MaxFileBytes) return new SyncAnswer<Changeset>.Refused("TOO_LARGE", $"The amended content has {amended.Length} bytes; '{space.Slug}' takes files of up to {space.Policy.MaxFileBytes}.");
            if (TextContent.Of(amended) is { } text && Text.Merge.ConflictMarkers.Find(text) is { } line) return new SyncAnswer<Changeset>.Refused("CONFLICT_MARKERS", $"Line {line} of the amended content still holds a conflict marker. Resolve it first.");
            staged.Add(review with { Amended = await TextContent.StageAsync(ports.Blobs, amended, cancellationToken) });
        }

        return await ChangesetCommands.ExecuteAsync(ports, space, id, new ChangesetCommand.Review(staged), actor, cancellationToken);
    }

    /// <summary>Decides every file that has no decision yet, in one go.</summary>
    public ValueTask<SyncAnswer<Changeset>> DecideAllAsync(Space space, ChangesetId id, DecisionKind kind, string? comment, Actor actor, CancellationToken cancellationToken) =>
        actor.Kind != ActorKind.User
            ? ValueTask.FromResult<SyncAnswer<Changeset>>(new SyncAnswer<Changeset>.Refused("actor.not_allowed", $"{actor} may not decide a changeset: that is for people."))
            : ChangesetCommands.ExecuteAsync(ports, space, id, Access.Scope.Review, view => new ChangesetCommand.Review([.. view.Settled.Files
                .Where(f => f.Applied is null && f.Decisions.LastOrDefault(d => d.By == actor && d.Bound == f.Bound) is null)
                .Select(f => new FileReview { File = f.Number, Kind = kind, Comment = comment, Seen = f.Decision?.Amended?.Hash.Value ?? f.Bound })]), actor, cancellationToken);
}
