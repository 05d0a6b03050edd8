using DocsGen.Contracts;
using DocsGen.Server.Answers;
using DocsGen.Server.Reference;
using DocsGen.Server.Requests;
using DocsGen.Server.Telemetry;

namespace DocsGen.Server.Endpoints;

/// <summary>Which route about changesets leads where, and what the reference says of it.</summary>
internal static class ChangesetMap
{
    public static void Map(RouteGroupBuilder changesets)
    {
        MapReading(changesets);
        MapMoving(changesets);
        MapComments(changesets);
    }

    private static void MapReading(RouteGroupBuilder changesets)
    {
        changesets.MapGet("", (Delegate)ChangesetEndpoints.ListAsync).Describe(new()
        {
            Tag = "Changesets",
            Summary = "Changesets, newest first.",
            Scope = "read",
            Answer = typeof(ChangesetsAnswer),
            Query = [("limit", "most changesets, up to 200"), ("beforeId", "only those before this one"), ("status", "only those that stand so"), ("author", "only those of this person"), ("path", "only those with such a path"), ("q", "only those with such a message")],
        });
        changesets.MapGet("/{id}", ChangesetEndpoints.ShowAsync).WithTag()
            .Describe(Read("One changeset.", typeof(ChangesetAnswer)));
        changesets.MapGet("/{id}/files", ChangesetEndpoints.FilesAsync).WithTag()
            .Describe(Read("Its files: base, incoming and current content.", typeof(FilesAnswer)) with { Query = [("content", "none leaves contents out"), ("checks", "1 adds what the space's checks find")] });
        changesets.MapGet("/{id}/files/{fileId}", ChangesetEndpoints.FileAsync).WithTag()
            .Describe(Read("One of its files, by its number.", typeof(FileWire)) with { Query = [("content", "none leaves contents out")] });
        changesets.MapPost("/{id}/dry-run", DryRunEndpoints.ChangesetAsync)
            .Describe(Write("What a publish would say now.", "read", typeof(ModeForm), """{"mode":"atomic"}""", typeof(DryRunAnswer)));
    }

    private static void MapMoving(RouteGroupBuilder changesets)
    {
        changesets.MapPatch("/{id}/files/{fileId}/review", ReviewEndpoint.OneAsync).WithMetadata(new KeepsAnswers()).Watched("review")
            .Describe(Write("Accepts, rejects or amends a file.", "review", typeof(ReviewForm), """{"decision":"accept"}""", typeof(ReviewAnswer)));
        changesets.MapPost("/{id}/review", ReviewEndpoint.ManyAsync).WithMetadata(new KeepsAnswers()).Watched("review")
            .Describe(Write("Decides many files, all or none.", "review", typeof(ReviewsForm), """{"decision":"accept"}""", typeof(ChangesetAnswer)));
        changesets.MapPost("/{id}/publish", PublishEndpoint.PublishAsync).WithMetadata(new KeepsAnswers()).Watched("publish")
            .Describe(Write("Puts it live.", "publish", typeof(ModeForm), """{"mode":"atomic"}""", typeof(PublishAnswer)));
        changesets.MapPost("/{id}/rebase", PublishEndpoint.RebaseAsync).WithMetadata(new KeepsAnswers()).Watched("rebase")
            .Describe(Write("Moves its files onto the current versions of their documents.", "push", null, null, typeof(RebaseAnswer)));
        changesets.MapPost("/{id}/revert", PublishEndpoint.RevertAsync).WithMetadata(new KeepsAnswers()).Watched("revert")
            .Describe(Write("Proposes to undo what it published.", "push", typeof(RevertForm), """{"message":"It was too early"}""", typeof(ChangesetAnswer)));
        changesets.MapPost("/{id}/withdraw", PublishEndpoint.WithdrawAsync).WithMetadata(new KeepsAnswers()).Watched("withdraw")
            .Describe(Write("Takes it back.", "push", typeof(ReasonForm), """{"reason":"no longer needed"}""", typeof(ChangesetAnswer)));
        changesets.MapPost("/{id}/supersede", PublishEndpoint.SupersedeAsync).WithMetadata(new KeepsAnswers()).Watched("supersede")
            .Describe(Write("Says which changeset stands for it from now on.", "push", typeof(SupersedeForm), """{"by":2}""", typeof(ChangesetAnswer)));
    }

    private static void MapComments(RouteGroupBuilder changesets)
    {
        changesets.MapGet("/{id}/comments", CommentEndpoints.ListAsync).WithTag()
            .Describe(Read("What was said of it, oldest first.", typeof(CommentsAnswer)) with { Tag = "Comments" });
        changesets.MapPost("/{id}/comments", CommentEndpoints.AddAsync).WithMetadata(new KeepsAnswers()).Watched("comment")
            .Describe(Write("Says something of it, of a file or of lines.", "review|push", typeof(CommentRequest), """{"text":"Why?"}""", typeof(CommentsAnswer)) with { Tag = "Comments" });
        changesets.MapPost("/{id}/comments/{comment}/resolve", CommentEndpoints.ResolveAsync).WithMetadata(new KeepsAnswers()).Watched("comment.resolve")
            .Describe(Write("Settles the thread of a comment.", "review|push", null, null, typeof(CommentsAnswer)) with { Tag = "Comments" });
        changesets.MapPost("/{id}/comments/{comment}/reopen", CommentEndpoints.ReopenAsync).WithMetadata(new KeepsAnswers()).Watched("comment.reopen")
            .Describe(Write("Opens the thread of a comment again.", "review|push", null, null, typeof(CommentsAnswer)) with { Tag = "Comments" });
    }

    private static RouteFacts Read(string summary, Type answer) => new() { Tag = "Changesets", Summary = summary, Scope = "read", Answer = answer, Statuses = [304] };

    private static RouteFacts Write(string summary, string scope, Type? request, string? example, Type answer) =>
        new() { Tag = "Changesets", Summary = summary, Scope = scope, Request = request, Example = example, Answer = answer, Statuses = [409, 413, 415, 422] };
}
