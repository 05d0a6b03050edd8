using System.Globalization;
using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Sync.UseCases;

/// <summary>Says something of a changeset, a file or some lines, and resolves what was said; in every status.</summary>
public sealed class CommentOnChangeset(SyncPorts ports)
{
    private const int MaxLength = 20_000;

    public async ValueTask<SyncAnswer<Changeset>> AddAsync(Space space, ChangesetId id, long? file, LineSpan? lines, string text, long? replyTo, Actor actor, CancellationToken cancellationToken)
    {
        if (text.Trim().Length == 0 || text.Length > MaxLength || !TextContent.CanBeKept(text)) return Refuse("BAD_REQUEST", $"A comment has 1 to {MaxLength} characters, no NUL, and no half of a surrogate pair.");
        if (lines is { } range && (file is null || range.From < 1 || range.To < range.From)) return Refuse("BAD_REQUEST", "A comment on lines names a file, and lines from 1 on in their order.");
        if (replyTo is { } answered && (await ports.Changesets.CommentsAsync(space.Id, id, cancellationToken)).All(c => c.Id != answered)) return Refuse("COMMENT_NOT_FOUND", string.Create(CultureInfo.InvariantCulture, $"Changeset {id} has no comment {answered}."));
        return await ChangeAsync(space, id, view => Added(view, file, lines, text, replyTo, actor), actor, cancellationToken);
    }

    public async ValueTask<SyncAnswer<Changeset>> ResolveAsync(Space space, ChangesetId id, long comment, Actor actor, CancellationToken cancellationToken)
    {
        var found = (await ports.Changesets.CommentsAsync(space.Id, id, cancellationToken)).FirstOrDefault(c => c.Id == comment);
        if (found is null) return Refuse("COMMENT_NOT_FOUND", string.Create(CultureInfo.InvariantCulture, $"Changeset {id} has no comment {comment}."));
        return await ChangeAsync(
            space,
            id,
            view => new ChangesetVerdict.Accepted(new() { After = view.Changeset, Comments = [found with { ResolvedBy = actor }], Events = [Event(view, "comment.resolved", $"{actor.Name} resolved a comment on changeset {id}.")] }),
            actor,
            cancellationToken);
    }

    private static ChangesetVerdict Added(ChangesetView view, long? file, LineSpan? lines, string text, long? replyTo, Actor actor)
    {
        if (file is { } number && view.Changeset.Find(number) is null) return new ChangesetVerdict.Refused("FILE_NOT_FOUND", string.Create(CultureInfo.InvariantCulture, $"Changeset {view.Changeset.Id} has no file number {number}."));
        var comment = new Comment { File = file, Lines = lines, Text = text, By = actor, Utc = view.Utc, ReplyTo = replyTo };
        return new ChangesetVerdict.Accepted(new() { After = view.Changeset, Comments = [comment], Events = [Event(view, "comment.added", $"{actor.Name} commented on changeset {view.Changeset.Id}.")] });
    }

    private static SpaceEvent Event(ChangesetView view, string type, string message) => new(type, view.Changeset.Id, message, new Dictionary<string, string>(StringComparer.Ordinal));

    private async ValueTask<SyncAnswer<Changeset>> ChangeAsync(Space space, ChangesetId id, Func<ChangesetView, ChangesetVerdict> transition, Actor actor, CancellationToken cancellationToken) =>
        await ports.Changesets.ChangeAsync(space.Id, id, ChangesetParts.Whole, transition, actor, cancellationToken) switch
        {
            ChangesetVerdict.Accepted accepted => new SyncAnswer<Changeset>.Done(accepted.Change.After),
            ChangesetVerdict.Refused refused => Refuse(refused.Code, refused.Message),
            _ => ChangesetCommands.NotFound<Changeset>(space, id),
        };

    private static SyncAnswer<Changeset>.Refused Refuse(string code, string message) => new(code, message);
}
