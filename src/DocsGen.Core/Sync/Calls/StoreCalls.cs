using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync.UseCases;

namespace DocsGen.Core.Sync.Calls;

/// <summary>Calls on a store at hand.</summary>
/// <param name="ports">The store, and what the caller may do.</param>
/// <param name="actor">Who calls.</param>
/// <param name="clock">For the heartbeat of a publish.</param>
/// <param name="process">This process, so exactly that a dead one can be told from a paused one.</param>
/// <param name="term">How long a claim lasts that is not prolonged.</param>
public sealed class StoreCalls(SyncPorts ports, Actor actor, TimeProvider clock, string process, TimeSpan term)
    : ISpaceCalls, IChangesetCalls, IProposalCalls, IReviewCalls, IPublishCalls, IDocumentCalls
{
    public ValueTask<IReadOnlyList<Space>> ListAsync(CancellationToken cancellationToken) => ports.Spaces.ListAsync(cancellationToken);

    public ValueTask<Space?> FindAsync(SpaceSlug slug, CancellationToken cancellationToken) => ports.Spaces.FindAsync(slug, cancellationToken);

    public ValueTask<SyncAnswer<Space>> CreateAsync(SpaceSlug slug, string? name, SpacePolicy policy, CancellationToken cancellationToken) =>
        new CreateSpace(ports).ExecuteAsync(slug, name, policy, actor, cancellationToken);

    public ValueTask<SyncAnswer<Space>> SetPolicyAsync(Space space, SpacePolicy policy, CancellationToken cancellationToken) => new ChangeSpace(ports).SetPolicyAsync(space, policy, actor, cancellationToken);

    public ValueTask<SyncAnswer<Space>> RaiseEpochAsync(Space space, CancellationToken cancellationToken) => new ChangeSpace(ports).RaiseEpochAsync(space, actor, cancellationToken);

    public ValueTask<Actor> WhoAsync(Space space, CancellationToken cancellationToken) => ValueTask.FromResult(actor);

    public ValueTask<IReadOnlyList<ChangesetRow>> ListAsync(Space space, ChangesetFilter filter, CancellationToken cancellationToken) => ports.Changesets.ListAsync(space.Id, filter, cancellationToken);

    public ValueTask<Changeset?> FindAsync(Space space, ChangesetId id, CancellationToken cancellationToken) => ports.Changesets.FindAsync(space.Id, id, cancellationToken);

    public ValueTask<SyncAnswer<MarkedChangeset>> MarkAsync(Space space, ChangesetId id, CancellationToken cancellationToken) => new MarkFiles(ports).ExecuteAsync(space, id, actor, cancellationToken);

    public ValueTask<IReadOnlyList<Comment>> CommentsAsync(Space space, ChangesetId id, CancellationToken cancellationToken) => ports.Changesets.CommentsAsync(space.Id, id, cancellationToken);

    public ValueTask<SyncAnswer<PushResult>> PushAsync(Space space, PushRequest request, CancellationToken cancellationToken) => new PushChangeset(ports).ExecuteAsync(space, request, actor, cancellationToken);

    public ValueTask<SyncAnswer<PublishReport>> DryRunAsync(Space space, PushRequest request, CancellationToken cancellationToken) => new DryRun(ports).OfPushAsync(space, request, actor, cancellationToken);

    public ValueTask<SyncAnswer<PushResult>> RevertAsync(Space space, ChangesetId id, string clientId, string? message, CancellationToken cancellationToken) =>
        new RevertChangeset(ports).ExecuteAsync(space, id, clientId, message, actor, cancellationToken);

    public ValueTask<SyncAnswer<PushResult>> RestoreAsync(Space space, FileId file, int version, string clientId, string? message, CancellationToken cancellationToken) =>
        new RestoreDocument(ports).ExecuteAsync(space, file, version, clientId, message, actor, cancellationToken);

    public ValueTask<SyncAnswer<Changeset>> WithdrawAsync(Space space, ChangesetId id, string reason, CancellationToken cancellationToken) =>
        new WithdrawChangeset(ports).ExecuteAsync(space, id, reason, actor, cancellationToken);

    public ValueTask<SyncAnswer<Changeset>> SupersedeAsync(Space space, ChangesetId id, ChangesetId by, CancellationToken cancellationToken) =>
        new WithdrawChangeset(ports).SupersedeAsync(space, id, by, actor, cancellationToken);

    public ValueTask<SyncAnswer<Changeset>> DecideAsync(Space space, ChangesetId id, IReadOnlyList<(FileReview Review, byte[]? Amended)> reviews, CancellationToken cancellationToken) =>
        new ReviewChangeset(ports).ExecuteAsync(space, id, reviews, actor, cancellationToken);

    public ValueTask<SyncAnswer<Changeset>> DecideAllAsync(Space space, ChangesetId id, DecisionKind kind, string? comment, CancellationToken cancellationToken) =>
        new ReviewChangeset(ports).DecideAllAsync(space, id, kind, comment, actor, cancellationToken);

    public async ValueTask<SyncAnswer<ChangesetId>> CommentAsync(Space space, ChangesetId id, NewComment comment, CancellationToken cancellationToken) =>
        IdOf(await new CommentOnChangeset(ports).AddAsync(space, id, comment.File, comment.Lines, comment.Text, comment.ReplyTo, actor, cancellationToken));

    public async ValueTask<SyncAnswer<ChangesetId>> ResolveAsync(Space space, ChangesetId id, long comment, CancellationToken cancellationToken) =>
        IdOf(await new CommentOnChangeset(ports).ResolveAsync(space, id, comment, actor, cancellationToken));

    public async ValueTask<SyncAnswer<ChangesetId>> ReopenAsync(Space space, ChangesetId id, long comment, CancellationToken cancellationToken) =>
        IdOf(await new CommentOnChangeset(ports).ReopenAsync(space, id, comment, actor, cancellationToken));

    public ValueTask<SyncAnswer<RebaseResult>> RebaseAsync(Space space, ChangesetId id, CancellationToken cancellationToken) => new RebaseChangeset(ports).ExecuteAsync(space, id, actor, cancellationToken);

    public ValueTask<SyncAnswer<DryRunResult>> DryRunAsync(Space space, ChangesetId id, PublishMode? mode, CancellationToken cancellationToken) =>
        new DryRun(ports).ExecuteAsync(space, id, mode, actor, cancellationToken);

    public ValueTask<SyncAnswer<PublishResult>> PublishAsync(Space space, ChangesetId id, PublishMode? mode, CancellationToken cancellationToken) =>
        new PublishChangeset(ports, clock).ExecuteAsync(space, id, new() { Mode = mode, Process = process, Term = term }, actor, cancellationToken);

    public ValueTask<IReadOnlyList<Document>> ListAsync(Space space, CancellationToken cancellationToken) => ports.Documents.ListAsync(space.Id, cancellationToken);

    public ValueTask<IReadOnlyList<Document>> FindAsync(Space space, IReadOnlyCollection<FileId> files, CancellationToken cancellationToken) => ports.Documents.FindAsync(space.Id, files, cancellationToken);

    public ValueTask<IReadOnlyList<DocumentVersion>> HistoryAsync(Space space, FileId file, CancellationToken cancellationToken) => ports.Documents.HistoryAsync(space.Id, file, cancellationToken);

    public ValueTask<T> PullAsync<T>(Space space, Cursor since, Func<PullHead, IAsyncEnumerable<PulledDocument>, ValueTask<T>> read, CancellationToken cancellationToken) =>
        ports.Documents.PullAsync(space.Id, since, limit: null, read, cancellationToken);

    public IBlobStore BlobsOf(Space space) => ports.Blobs;

    private static SyncAnswer<ChangesetId> IdOf(SyncAnswer<Changeset> answer) => answer.Then(c => c.Id);
}
