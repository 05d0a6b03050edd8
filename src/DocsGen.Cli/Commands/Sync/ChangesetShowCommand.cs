using System.CommandLine;
using DocsGen.Cli.Output;
using DocsGen.Core.Sync;

namespace DocsGen.Cli.Commands.Sync;

/// <summary><c>docsgen changeset show N</c>: its files, decisions and comments.</summary>
internal sealed class ChangesetShowCommand : DocsGenCommand
{
    private readonly Argument<string> id = SyncOptions.Changeset();
    private readonly Option<string?> space = SyncOptions.Space();

    public ChangesetShowCommand(Terminal terminal)
        : base("show", "Show a changeset: files, decisions, comments", terminal)
    {
        Arguments.Add(id);
        Options.Add(space);
    }

    public static async ValueTask<Changeset> FindAsync(Session session, Space space, ChangesetId id, CancellationToken cancellationToken) =>
        await session.Sync.Changesets.FindAsync(space, id, cancellationToken)
        ?? throw CliError.Usage("CHANGESET_NOT_FOUND", $"Space '{space.Slug}' has no changeset {id}. See 'docsgen changeset list --space {space.Slug}'.");

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var found = await SyncOptions.FindSpaceAsync(session, parsed.GetValue(space), cancellationToken);
        var changeset = await FindAsync(session, found, ChangesetId.Parse(parsed.GetValue(id)!), cancellationToken);
        var sync = session.Sync;
        var comments = await sync.Changesets.CommentsAsync(found, changeset.Id, cancellationToken);
        var live = (await sync.Documents.FindAsync(found, [.. changeset.Files.Select(f => f.File)], cancellationToken)).ToDictionary(d => d.File);
        ChangesetText.Print(session.Print, found, changeset, live, comments);
        ChangesetText.Next(session, found, changeset);
        session.Print.Document("changeset", json =>
        {
            ChangesetJson.Write(json, changeset);
            ChangesetJson.Write(json, CommentThread.Of(comments));
        });
        return ExitCodes.Done;
    }
}
