using DocsGen.Core.Artifacts;
using DocsGen.Core.Text.Diff;

namespace DocsGen.Core.Sync;

/// <summary>What somebody says of a changeset, of one of its files, or of some of its lines.</summary>
public sealed record Comment
{
    /// <summary>0 until the store has numbered it.</summary>
    public long Id { get; init; }

    /// <summary>The number of the file's row; null where it is about the whole changeset.</summary>
    public long? File { get; init; }

    /// <summary>Lines of the incoming content, 1-based and inclusive; null where it is about the whole file.</summary>
    public LineSpan? Lines { get; init; }

    /// <summary>Whether the lines that it was about were themselves changed by a rebase; it then stands where they stood.</summary>
    public bool IsOutdated { get; init; }

    public required string Text { get; init; }

    public required Actor By { get; init; }

    public required DateTimeOffset Utc { get; init; }

    /// <summary>Who settled its thread; null while it is open.</summary>
    public Actor? ResolvedBy { get; init; }

    /// <summary>The comment that it answers.</summary>
    public long? ReplyTo { get; init; }
}

/// <summary>A comment with the answers to it, and to those; it is open or resolved as a whole.</summary>
/// <param name="Root">What was said first: it says where the thread stands.</param>
/// <param name="Replies">Oldest first.</param>
public sealed record CommentThread(Comment Root, IReadOnlyList<Comment> Replies)
{
    public bool IsOpen => Root.ResolvedBy is null;

    /// <summary>All threads of a changeset, by the file and the lines that they stand at; those about the whole changeset, or file, come first.</summary>
    public static IReadOnlyList<CommentThread> Of(IReadOnlyList<Comment> comments)
    {
        var replies = comments.Where(c => c.ReplyTo is not null).ToLookup(c => RootOf(comments, c).Id);
        return [.. comments.Where(c => c.ReplyTo is null).OrderBy(c => c.File ?? 0).ThenBy(c => c.Lines?.To ?? 0).ThenBy(c => c.Id).Select(c => new CommentThread(c, [.. replies[c.Id].OrderBy(r => r.Id)]))];
    }

    /// <summary>The comment that begins the thread of another.</summary>
    public static Comment RootOf(IReadOnlyList<Comment> comments, Comment comment)
    {
        // An answer is younger than what it answers.
        while (comment.ReplyTo is { } to && comments.FirstOrDefault(c => c.Id == to && c.Id < comment.Id) is { } earlier) comment = earlier;
        return comment;
    }
}
