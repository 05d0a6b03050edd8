using System.Globalization;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Text.Diff;

namespace DocsGen.Core.Sync.UseCases;

/// <summary>Says something of a changeset, a file or some lines, answers what was said, and resolves it or opens it again; in every status.</summary>
public sealed class CommentOnChangeset(SyncPorts ports)
{
    private const int MaxLength = 20_000;

    /// <summary>Says it.</summary>
    /// <param name="space">The space.</param>
    /// <param name="id">The changeset.</param>
    /// <param name="file">The number of the file's row; null for the whole changeset.</param>
    /// <param name="lines">Lines of the file's proposed content; null for the whole file.</param>
    /// <param name="text">What to say.</param>
    /// <param name="replyTo">The comment that it answers. It stands where that stands: file and lines are then not given.</param>
    /// <param name="actor">Who says it.</param>
    /// <param name="cancellationToken">Stops it before it is written.</param>
    public async ValueTask<SyncAnswer<Changeset>> AddAsync(Space space, ChangesetId id, long? file, LineSpan? lines, string text, long? replyTo, Actor actor, CancellationToken cancellationToken)
    {
        if (text.Trim().Length == 0 || text.Length > MaxLength || !TextContent.CanBeKept(text)) return Refuse("BAD_REQUEST", $"A comment has 1 to {MaxLength} characters, no NUL, and no half of a surrogate pair.");
        if (lines is { } range && (file is null || range.From < 1 || range.To < range.From)) return Refuse("BAD_REQUEST", "A comment on lines names a file, and lines from 1 on in their order.");
        if (replyTo is { } answered)
        {
            if (file is not null) return Refuse("BAD_REQUEST", "An answer stands where the comment stands that it answers; name no file or lines.");
            var comments = await ports.Changesets.CommentsAsync(space.Id, id, cancellationToken);
            if (comments.FirstOrDefault(c => c.Id == answered) is not { } earlier) return NoComment(id, answered);
            file = CommentThread.RootOf(comments, earlier).File;
        }

        return await ChangesetCommands.LookAsync(ports, space, id, actor, cancellationToken) is { } view && await WhereNotAsync(view, file, lines, cancellationToken) is { } wrong
            ? wrong
            : await ChangeAsync(space, id, seen => Added(seen, file, lines, text, replyTo, actor), actor, cancellationToken);
    }

    /// <summary>Settles the thread of a comment; one that is settled stays as it is.</summary>
    public ValueTask<SyncAnswer<Changeset>> ResolveAsync(Space space, ChangesetId id, long comment, Actor actor, CancellationToken cancellationToken) =>
        SettleAsync(space, id, comment, actor, actor, ("comment.resolved", "resolved a comment"), cancellationToken);

    /// <summary>Opens the thread of a comment again; one that is open stays as it is.</summary>
    public ValueTask<SyncAnswer<Changeset>> ReopenAsync(Space space, ChangesetId id, long comment, Actor actor, CancellationToken cancellationToken) =>
        SettleAsync(space, id, comment, null, actor, ("comment.reopened", "opened a comment again"), cancellationToken);

    private async ValueTask<SyncAnswer<Changeset>> SettleAsync(
        Space space, ChangesetId id, long comment, Actor? by, Actor actor, (string Type, string Words) happened, CancellationToken cancellationToken)
    {
        var comments = await ports.Changesets.CommentsAsync(space.Id, id, cancellationToken);
        if (comments.FirstOrDefault(c => c.Id == comment) is not { } found) return NoComment(id, comment);
        var root = CommentThread.RootOf(comments, found);
        return await ChangeAsync(
            space,
            id,
            view => (root.ResolvedBy is null) == (by is null)
                ? new ChangesetVerdict.Accepted(new() { After = view.Changeset })
                : new ChangesetVerdict.Accepted(new() { After = view.Changeset, Resolutions = [new(root.Id, by)], Events = [Event(view, happened.Type, $"{actor.Name} {happened.Words} on changeset {id}.", root.Id)] }),
            actor,
            cancellationToken);
    }

    // A comment on a line that is not there would be shown nowhere.
    private async ValueTask<SyncAnswer<Changeset>.Refused?> WhereNotAsync(ChangesetView view, long? file, LineSpan? lines, CancellationToken cancellationToken)
    {
        if (lines is not { } range || view.Changeset.Find(file!.Value) is not { } found) return null;
        var text = found.Hash is { } hash ? TextContent.Of(await TextContent.ReadAsync(ports.Blobs, hash, cancellationToken)) : null;
        if (text is null) return Refuse("BAD_REQUEST", $"{found.Path} proposes no text; comment on the whole file.");
        var count = TextLines.Of(text).Count;
        return range.To <= count ? null : Refuse("BAD_REQUEST", string.Create(CultureInfo.InvariantCulture, $"{found.Path} has {count} lines as it is proposed; there is no line {range.To}."));
    }

    private static ChangesetVerdict Added(ChangesetView view, long? file, LineSpan? lines, string text, long? replyTo, Actor actor)
    {
        if (file is { } number && view.Changeset.Find(number) is null) return new ChangesetVerdict.Refused("FILE_NOT_FOUND", string.Create(CultureInfo.InvariantCulture, $"Changeset {view.Changeset.Id} has no file number {number}."));
        var comment = new Comment { File = file, Lines = lines, Text = text, By = actor, Utc = view.Utc, ReplyTo = replyTo };
        return new ChangesetVerdict.Accepted(new() { After = view.Changeset, Comments = [comment], Events = [Event(view, "comment.added", $"{actor.Name} commented on changeset {view.Changeset.Id}.", replyTo)] });
    }

    private static SpaceEvent Event(ChangesetView view, string type, string message, long? about)
    {
        var data = new Dictionary<string, string>(StringComparer.Ordinal);
        if (about is { } comment) data["comment"] = comment.ToString(CultureInfo.InvariantCulture);
        return new(type, view.Changeset.Id, message, data);
    }

    private async ValueTask<SyncAnswer<Changeset>> ChangeAsync(Space space, ChangesetId id, Func<ChangesetView, ChangesetVerdict> transition, Actor actor, CancellationToken cancellationToken) =>
        ports.Refuse<Changeset>(space.Slug.Value, Access.Scope.Review, Access.Scope.Push) is { } denied ? denied : await ports.Changesets.ChangeAsync(space.Id, id, ChangesetParts.Whole, transition, actor, cancellationToken) switch
        {
            ChangesetVerdict.Accepted accepted => new SyncAnswer<Changeset>.Done(accepted.Change.After),
            ChangesetVerdict.Refused refused => Refuse(refused.Code, refused.Message),
            _ => Refusals.NoChangeset<Changeset>(space, id),
        };

    private static SyncAnswer<Changeset>.Refused NoComment(ChangesetId id, long comment) => Refuse("COMMENT_NOT_FOUND", string.Create(CultureInfo.InvariantCulture, $"Changeset {id} has no comment {comment}."));

    private static SyncAnswer<Changeset>.Refused Refuse(string code, string message) => new(code, message);
}
