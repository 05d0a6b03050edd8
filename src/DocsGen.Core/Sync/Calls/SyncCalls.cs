using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Core.Text.Diff;

namespace DocsGen.Core.Sync.Calls;

/// <summary>
/// Everything that one caller can ask of the sync plane, whether the store is at hand or behind a server. Who asks was settled when it was made; a refusal has the
/// same code and sentence either way.
/// </summary>
public sealed record SyncCalls(ISpaceCalls Spaces, IChangesetCalls Changesets, IProposalCalls Proposals, IReviewCalls Reviews, IPublishCalls Publishing, IDocumentCalls Documents)
{
    /// <summary>All of them from one that can do all.</summary>
    public static SyncCalls Of<T>(T all)
        where T : ISpaceCalls, IChangesetCalls, IProposalCalls, IReviewCalls, IPublishCalls, IDocumentCalls => new(all, all, all, all, all, all);
}

/// <summary>Spaces: their policies and epochs.</summary>
public interface ISpaceCalls
{
    /// <summary>Those that the caller may read, by slug.</summary>
    ValueTask<IReadOnlyList<Space>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Null when there is none of that slug, or none that the caller may know of.</summary>
    ValueTask<Space?> FindAsync(SpaceSlug slug, CancellationToken cancellationToken);

    ValueTask<SyncAnswer<Space>> CreateAsync(SpaceSlug slug, string? name, SpacePolicy policy, CancellationToken cancellationToken);

    ValueTask<SyncAnswer<Space>> SetPolicyAsync(Space space, SpacePolicy policy, CancellationToken cancellationToken);

    ValueTask<SyncAnswer<Space>> RaiseEpochAsync(Space space, CancellationToken cancellationToken);

    /// <summary>Who the caller is, as decisions in that space will name them.</summary>
    ValueTask<Actor> WhoAsync(Space space, CancellationToken cancellationToken);
}

/// <summary>Reads changesets.</summary>
public interface IChangesetCalls
{
    /// <summary>Newest first, without their files.</summary>
    ValueTask<IReadOnlyList<ChangesetRow>> ListAsync(Space space, ChangesetFilter filter, CancellationToken cancellationToken);

    /// <summary>With its files and decisions; null when the space has none of that number (S10).</summary>
    ValueTask<Changeset?> FindAsync(Space space, ChangesetId id, CancellationToken cancellationToken);

    /// <summary>With what a reviewer should know of each file.</summary>
    ValueTask<SyncAnswer<MarkedChangeset>> MarkAsync(Space space, ChangesetId id, CancellationToken cancellationToken);

    /// <summary>All comments, oldest first.</summary>
    ValueTask<IReadOnlyList<Comment>> CommentsAsync(Space space, ChangesetId id, CancellationToken cancellationToken);
}

/// <summary>Makes proposals, and takes them back. Nothing live changes.</summary>
public interface IProposalCalls
{
    ValueTask<SyncAnswer<PushResult>> PushAsync(Space space, PushRequest request, CancellationToken cancellationToken);

    /// <summary>What a publish would say of each file of a push, were all accepted; nothing is stored.</summary>
    ValueTask<SyncAnswer<PublishReport>> DryRunAsync(Space space, PushRequest request, CancellationToken cancellationToken);

    /// <summary>Proposes to undo a published changeset.</summary>
    ValueTask<SyncAnswer<PushResult>> RevertAsync(Space space, ChangesetId id, string clientId, string? message, CancellationToken cancellationToken);

    /// <summary>Proposes to bring back a version of a document.</summary>
    ValueTask<SyncAnswer<PushResult>> RestoreAsync(Space space, FileId file, int version, string clientId, string? message, CancellationToken cancellationToken);

    ValueTask<SyncAnswer<Changeset>> WithdrawAsync(Space space, ChangesetId id, string reason, CancellationToken cancellationToken);

    ValueTask<SyncAnswer<Changeset>> SupersedeAsync(Space space, ChangesetId id, ChangesetId by, CancellationToken cancellationToken);
}

/// <summary>Decides files, talks about them, and moves proposals onto what is live.</summary>
public interface IReviewCalls
{
    /// <summary>Decides what is named, all or nothing; amendments as bytes, in place of <see cref="FileReview.Amended"/>.</summary>
    ValueTask<SyncAnswer<Changeset>> DecideAsync(Space space, ChangesetId id, IReadOnlyList<(FileReview Review, byte[]? Amended)> reviews, CancellationToken cancellationToken);

    /// <summary>Decides every file that the caller has not decided.</summary>
    ValueTask<SyncAnswer<Changeset>> DecideAllAsync(Space space, ChangesetId id, DecisionKind kind, string? comment, CancellationToken cancellationToken);

    /// <summary>Adds a comment; the changeset's head afterwards.</summary>
    ValueTask<SyncAnswer<ChangesetId>> CommentAsync(Space space, ChangesetId id, NewComment comment, CancellationToken cancellationToken);

    ValueTask<SyncAnswer<ChangesetId>> ResolveAsync(Space space, ChangesetId id, long comment, CancellationToken cancellationToken);

    ValueTask<SyncAnswer<ChangesetId>> ReopenAsync(Space space, ChangesetId id, long comment, CancellationToken cancellationToken);

    ValueTask<SyncAnswer<RebaseResult>> RebaseAsync(Space space, ChangesetId id, CancellationToken cancellationToken);
}

/// <summary>Puts changesets live.</summary>
public interface IPublishCalls
{
    /// <summary>What a publish would say now.</summary>
    ValueTask<SyncAnswer<DryRunResult>> DryRunAsync(Space space, ChangesetId id, PublishMode? mode, CancellationToken cancellationToken);

    /// <summary>Publishes, by the policy's mode where none is given.</summary>
    ValueTask<SyncAnswer<PublishResult>> PublishAsync(Space space, ChangesetId id, PublishMode? mode, CancellationToken cancellationToken);
}

/// <summary>Reads live documents, their history and their contents.</summary>
public interface IDocumentCalls
{
    /// <summary>The live documents, by path.</summary>
    ValueTask<IReadOnlyList<Document>> ListAsync(Space space, CancellationToken cancellationToken);

    /// <summary>Documents by their ids, tombstones too; those that never were are left out.</summary>
    ValueTask<IReadOnlyList<Document>> FindAsync(Space space, IReadOnlyCollection<FileId> files, CancellationToken cancellationToken);

    /// <summary>Every version of a document, oldest first.</summary>
    ValueTask<IReadOnlyList<DocumentVersion>> HistoryAsync(Space space, FileId file, CancellationToken cancellationToken);

    /// <summary>Reads what changed after a cursor, tombstones first; one snapshot.</summary>
    ValueTask<T> PullAsync<T>(Space space, Cursor since, Func<PullHead, IAsyncEnumerable<PulledDocument>, ValueTask<T>> read, CancellationToken cancellationToken);

    /// <summary>The contents that the space holds, and a place for those of a push.</summary>
    IBlobStore BlobsOf(Space space);
}

/// <summary>A comment to be made.</summary>
/// <param name="Text">What is said.</param>
/// <param name="File">The number of the file in the changeset; null for the whole changeset.</param>
/// <param name="Lines">Lines of its incoming content; null for the whole file.</param>
/// <param name="ReplyTo">The comment that it answers.</param>
public sealed record NewComment(string Text, long? File = null, LineSpan? Lines = null, long? ReplyTo = null);
