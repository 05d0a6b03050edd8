using System.CommandLine;
using System.Globalization;
using DocsGen.Cli.Output;
using DocsGen.Core.Sync;
using DocsGen.Core.Text.Diff;

namespace DocsGen.Cli.Commands.Sync;

/// <summary><c>docsgen changeset comment N TEXT</c>, or <c>--resolve C</c>, or <c>--reopen C</c>.</summary>
internal sealed class ChangesetCommentCommand : DocsGenCommand
{
    private readonly Argument<string> id = SyncOptions.Changeset();
    private readonly Argument<string?> text = new("TEXT") { Description = "What to say", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> file = new("--file") { Description = "About this file, by path or number", HelpName = "F" };
    private readonly Option<string?> lines = new("--lines") { Description = "About these lines of its proposed content, such as 12 or 12-15", HelpName = "A-B" };
    private readonly Option<long?> reply = new("--reply") { Description = "Answers this comment", HelpName = "C" };
    private readonly Option<long?> resolve = new("--resolve") { Description = "Marks the thread of this comment as resolved; a TEXT answers it first", HelpName = "C" };
    private readonly Option<long?> reopen = new("--reopen") { Description = "Opens the thread of this comment again; a TEXT answers it first", HelpName = "C" };
    private readonly Option<string?> space = SyncOptions.Space();

    public ChangesetCommentCommand(Terminal terminal)
        : base("comment", "Comment on a changeset, a file or lines; answer, resolve or reopen", terminal)
    {
        Arguments.Add(id);
        Arguments.Add(text);
        foreach (var option in new Option[] { file, lines, reply, resolve, reopen, space }) Options.Add(option);
    }

    /// <summary>Lines as one types them: 12, or 12-15.</summary>
    public static LineSpan ParseLines(string range)
    {
        var parts = range.Split('-');
        if (parts.Length <= 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var from) && int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var to)) return new(from, to);
        throw CliError.Usage("usage", $"'{range}' names no lines; say 12 or 12-15.");
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var said = parsed.GetValue(text);
        var (settled, again) = (parsed.GetValue(resolve), parsed.GetValue(reopen));
        var answered = parsed.GetValue(reply) ?? settled ?? again;
        if (settled is not null && again is not null) throw CliError.Usage("usage", "--resolve and --reopen exclude each other.");
        if (parsed.GetValue(reply) is not null && (settled ?? again) is not null) throw CliError.Usage("usage", "--resolve and --reopen take a TEXT as the answer; leave --reply out.");
        if (said is null && (settled ?? again) is null) throw CliError.Usage("usage", "Give a TEXT, or --resolve C, or --reopen C.");
        if (parsed.GetValue(lines) is not null && parsed.GetValue(file) is null) throw CliError.Usage("usage", "--lines goes with --file.");
        if (answered is not null && parsed.GetValue(file) is not null) throw CliError.Usage("usage", "An answer stands where the comment stands that it answers; leave --file and --lines out.");
        var found = await SyncOptions.FindSpaceAsync(session, parsed.GetValue(space), cancellationToken);
        var changeset = await ChangesetShowCommand.FindAsync(session, found, ChangesetId.Parse(parsed.GetValue(id)!), cancellationToken);
        var use = session.Sync.Reviews;
        if (said is not null)
        {
            var about = parsed.GetValue(file) is { } named ? ChangesetDiffCommand.Find(changeset, named).Number : (long?)null;
            var span = parsed.GetValue(lines) is { } range ? ParseLines(range) : (LineSpan?)null;
            SyncOptions.Value(await use.CommentAsync(found, changeset.Id, new(said, about, span, answered), cancellationToken));
        }

        if (settled is { } done) SyncOptions.Value(await use.ResolveAsync(found, changeset.Id, done, cancellationToken));
        if (again is { } open) SyncOptions.Value(await use.ReopenAsync(found, changeset.Id, open, cancellationToken));
        var threads = CommentThread.Of(await session.Sync.Changesets.CommentsAsync(found, changeset.Id, cancellationToken));
        session.Print.Line($"changeset {changeset.Id} has {CommentText.Count(threads)}");
        session.Print.Document("comments", json => ChangesetJson.Write(json, threads));
        return ExitCodes.Done;
    }
}
