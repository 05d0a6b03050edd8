using System.CommandLine;
using System.Globalization;
using DocsGen.Agents;
using DocsGen.Cli.Output;
using DocsGen.Core.Sync;

namespace DocsGen.Cli.Commands.Sync;

/// <summary><c>docsgen changeset review N</c>: decides files by options; without any, and on a terminal, walks through them with one key each.</summary>
internal sealed class ChangesetReviewCommand : DocsGenCommand
{
    private readonly Argument<string> id = SyncOptions.Changeset();
    private readonly Option<string?> space = SyncOptions.Space();
    private readonly Option<bool> acceptAll = new("--accept-all") { Description = "Accept every file that you have not decided" };
    private readonly Option<bool> rejectAll = new("--reject-all") { Description = "Reject every file that you have not decided" };
    private readonly Option<string[]> accept = new("--accept") { Description = "Accept a file, by path or number", HelpName = "F", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string[]> reject = new("--reject") { Description = "Reject a file", HelpName = "F", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> amend = new("--amend") { Description = "Accept a file with other content, given by --with", HelpName = "F" };
    private readonly Option<string?> with = new("--with") { Description = "The content of --amend", HelpName = "FILE" };
    private readonly Option<int?> against = new("--against") { Description = "With --amend: the current version, which settles a conflict with it", HelpName = "N" };
    private readonly Option<string?> comment = new("--comment") { Description = "Why", HelpName = "TEXT" };

    public ChangesetReviewCommand(Terminal terminal)
        : base("review", "Accept, reject or amend the files of a changeset", terminal)
    {
        Arguments.Add(id);
        foreach (var option in new Option[] { space, acceptAll, rejectAll, accept, reject, amend, with, against, comment }) Options.Add(option);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var found = await SyncOptions.FindSpaceAsync(session, parsed.GetValue(space), cancellationToken);
        var changeset = await ChangesetShowCommand.FindAsync(session, found, ChangesetId.Parse(parsed.GetValue(id)!), cancellationToken);
        var use = session.Sync.Reviews;
        var reviews = Reviews(session, parsed, changeset, found);
        if (parsed.GetValue(acceptAll) && parsed.GetValue(rejectAll)) throw CliError.Usage("usage", "--accept-all and --reject-all exclude each other.");
        if (reviews.Count > 0) changeset = SyncOptions.Value(await use.DecideAsync(found, changeset.Id, reviews, cancellationToken));
        else if (!parsed.GetValue(acceptAll) && !parsed.GetValue(rejectAll))
        {
            if (session.Terminal.ReadKey is null || session.Print.Json) throw CliError.Usage("usage", "Say what to decide: --accept F, --reject F, --amend F --with FILE, --accept-all or --reject-all. On a terminal, without any, the files are shown one by one.");
            changeset = await new ReviewWalk(session, found).WalkAsync(changeset.Id, cancellationToken);
        }

        if (parsed.GetValue(acceptAll) || parsed.GetValue(rejectAll))
        {
            changeset = SyncOptions.Value(await use.DecideAllAsync(found, changeset.Id, parsed.GetValue(acceptAll) ? DecisionKind.Accept : DecisionKind.Reject, parsed.GetValue(comment), cancellationToken));
        }

        var summary = ChangesetSummary.Of(changeset.Files);
        session.Print.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"changeset {changeset.Id} is {ChangesetText.Status(session.Print, changeset)}: {summary.Accepted} accepted, {summary.Amended} amended, {summary.Rejected} rejected, {summary.Pending} undecided"));
        ChangesetText.Next(session, found, changeset);
        session.Print.Document("review", json => ChangesetJson.Write(json, changeset));
        return ExitCodes.Done;
    }

    private List<(FileReview, byte[]?)> Reviews(Session session, ParseResult parsed, Changeset changeset, Space found)
    {
        var (file, content, why) = (parsed.GetValue(amend), parsed.GetValue(with), parsed.GetValue(comment));
        if (file is null != content is null) throw CliError.Usage("usage", "--amend and --with go together.");
        if (parsed.GetValue(against) is not null && file is null) throw CliError.Usage("usage", "--against goes with --amend.");
        var reviews = new List<(FileReview, byte[]?)>();
        foreach (var one in parsed.GetValue(accept) ?? []) reviews.Add((Review(changeset, one, DecisionKind.Accept, why), null));
        foreach (var one in parsed.GetValue(reject) ?? []) reviews.Add((Review(changeset, one, DecisionKind.Reject, why), null));
        if (file is null) return reviews;
        var bytes = RegularFile.Read(session.Absolute(content!), (int)Math.Min(found.Policy.MaxFileBytes, int.MaxValue));
        reviews.Add((Review(changeset, file, DecisionKind.Amend, why) with { AgainstVersion = parsed.GetValue(against) }, bytes));
        return reviews;
    }

    // What is decided is what this command has just looked at; to accept a file that somebody amended is to accept the amendment.
    private static FileReview Review(Changeset changeset, string named, DecisionKind kind, string? why)
    {
        var file = ChangesetDiffCommand.Find(changeset, named);
        return new() { File = file.Number, Kind = kind, Seen = kind == DecisionKind.Accept ? file.Decision?.Amended?.Hash.Value ?? file.Bound : file.Bound, Comment = why };
    }
}
