using System.Text;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Core.Text.Diff;

namespace DocsGen.Storage.Tests;

/// <summary>What is said of a changeset, while others work on it.</summary>
public abstract partial class SyncStoreContract
{
    [Fact]
    public async Task A_comment_follows_its_lines_in_a_large_file_too_and_stays_resolved()
    {
        var space = await SpaceAsync();
        var lines = string.Concat(Enumerable.Range(1, 10_000).Select(n => $"line {n}\n"));
        await PublishAsync(space, await LargeAsync(0, lines));
        var mine = await PushAsync(space, await LargeAsync(1, lines.Replace("line 9000\n", "mine\n", StringComparison.Ordinal)));
        await PublishAsync(space, await LargeAsync(1, "first\n" + lines));
        var use = new CommentOnChangeset(Sync);
        Done(await use.AddAsync(space, mine.Id, mine.Files[0].Number, new(9000, 9000), "why?", null, Ben, default));
        var comment = (await Sync.Changesets.CommentsAsync(space.Id, mine.Id, default)).ShouldHaveSingleItem();
        Done(await use.AddAsync(space, mine.Id, null, null, "because", comment.Id, Ada, default));
        // The rebase has read the comments when somebody resolves the thread.
        var raced = new RebaseChangeset(Sync with { Changesets = new Between(Sync.Changesets, async () => Done(await use.ResolveAsync(space, mine.Id, comment.Id, Ada, default))) });
        Done(await raced.ExecuteAsync(space, mine.Id, Ada, default)).Moved.Count.ShouldBe(1);
        var threads = CommentThread.Of(await Sync.Changesets.CommentsAsync(space.Id, mine.Id, default));
        var thread = threads.ShouldHaveSingleItem();
        thread.Root.Lines.ShouldBe(new LineSpan(9001, 9001));
        thread.Root.ResolvedBy.ShouldBe(Ada);
        thread.Replies.ShouldHaveSingleItem().File.ShouldBe(mine.Files[0].Number);
        Done(await use.ReopenAsync(space, mine.Id, thread.Replies[0].Id, Ben, default));
        CommentThread.Of(await Sync.Changesets.CommentsAsync(space.Id, mine.Id, default))[0].IsOpen.ShouldBeTrue();
        (await Sync.Spaces.EventsAsync(space.Id, 0, 1000, default)).Select(e => e.Type).TakeLast(3).ShouldBe(["comment.resolved", "changeset.rebased", "comment.reopened"]);

        async Task<PushedFile> LargeAsync(int version, string text) => await PushedFiles.UpsertAsync(Sync.Blobs, FileId.Parse("F1"), ServerPath.Parse("large.md"), version, Encoding.UTF8.GetBytes(text), default);
    }

    // Does something right after the comments were read.
    private sealed class Between(IChangesetStore inner, Func<Task> act) : IChangesetStore
    {
        public ValueTask<PushOutcome> PushAsync(NewChangeset changeset, CancellationToken cancellationToken) => inner.PushAsync(changeset, cancellationToken);

        public ValueTask<Changeset?> FindAsync(long space, ChangesetId id, CancellationToken cancellationToken) => inner.FindAsync(space, id, cancellationToken);

        public ValueTask<IReadOnlyList<ChangesetId>> FindByClientAsync(long space, string beginning, CancellationToken cancellationToken) => inner.FindByClientAsync(space, beginning, cancellationToken);

        public ValueTask<IReadOnlyList<ChangesetRow>> ListAsync(long space, ChangesetFilter filter, CancellationToken cancellationToken) => inner.ListAsync(space, filter, cancellationToken);

        public ValueTask<ChangesetVerdict?> ChangeAsync(long space, ChangesetId id, ChangesetParts parts, Func<ChangesetView, ChangesetVerdict> transition, Actor actor, CancellationToken cancellationToken) =>
            inner.ChangeAsync(space, id, parts, transition, actor, cancellationToken);

        public async ValueTask<IReadOnlyList<Comment>> CommentsAsync(long space, ChangesetId id, CancellationToken cancellationToken)
        {
            var comments = await inner.CommentsAsync(space, id, cancellationToken);
            await act();
            return comments;
        }
    }
}
