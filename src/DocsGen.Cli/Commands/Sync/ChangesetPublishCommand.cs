using System.CommandLine;
using System.Globalization;
using DocsGen.Cli.Output;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Core.Validation;

namespace DocsGen.Cli.Commands.Sync;

/// <summary><c>docsgen changeset publish N</c>: puts it live, all at once.</summary>
internal sealed class ChangesetPublishCommand : DocsGenCommand
{
    private readonly Argument<string> id = SyncOptions.Changeset();
    private readonly Option<string?> space = SyncOptions.Space();
    private readonly Option<string?> mode = new("--mode") { Description = "atomic: everything or nothing; per-file: what can (default: the policy's)", HelpName = "MODE" };
    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Only say what it would do, file by file" };

    public ChangesetPublishCommand(Terminal terminal)
        : base("publish", "Put a changeset live", terminal)
    {
        Arguments.Add(id);
        foreach (var option in new Option[] { space, mode, dryRun }) Options.Add(option);
        mode.AcceptOnlyFromAmong("atomic", "per-file");
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var found = await SyncOptions.FindSpaceAsync(session, parsed.GetValue(space), cancellationToken);
        var changeset = ChangesetId.Parse(parsed.GetValue(id)!);
        var wanted = parsed.GetValue(mode) switch
        {
            null => (PublishMode?)null,
            "per-file" => PublishMode.PerFile,
            _ => PublishMode.Atomic,
        };
        if (parsed.GetValue(dryRun)) return await DryRunAsync(session, found, changeset, wanted, cancellationToken);
        var result = SyncOptions.Value(await session.Sync.Publishing.PublishAsync(found, changeset, wanted, cancellationToken));
        var print = session.Print;
        print.Line(Heading(print, result));
        ChangesetText.Print(print, result.Changeset, result.Report);
        ChangesetText.Next(session, found, result.Changeset);
        print.Document("publish", json =>
        {
            ChangesetJson.Write(json, result.Changeset, result.Report);
            json.WriteBoolean("replayed", result.Replayed);
        });
        return ExitOf(result.Report);
    }

    private static async Task<int> DryRunAsync(Session session, Space space, ChangesetId id, PublishMode? mode, CancellationToken cancellationToken)
    {
        var result = SyncOptions.Value(await session.Sync.Publishing.DryRunAsync(space, id, mode, cancellationToken));
        session.Print.Line($"Nothing was published. A publish of changeset {id} would say now:");
        ChangesetText.Print(session.Print, result.Changeset, result.Report);
        foreach (var unmet in result.Unmet) session.Print.Line($"  {session.Print.Notable("unmet")}  {unmet}");
        session.Print.Document("dryrun", json =>
        {
            ChangesetJson.Write(json, result.Changeset, result.Report);
            json.WriteStartArray("unmet");
            foreach (var unmet in result.Unmet) json.WriteStringValue(unmet);
            json.WriteEndArray();
        });
        return result.Unmet.Count > 0 ? ExitCodes.Waiting : ExitOf(result.Report);
    }

    private static string Heading(Printer print, PublishResult result) => result switch
    {
        { Replayed: true } => $"Changeset {result.Changeset.Id} was published before, by {result.Changeset.PublishedBy!.Name}.",
        { Changeset.Status: ChangesetStatus.Published } => string.Create(CultureInfo.InvariantCulture, $"{print.Good("Published")} changeset {result.Changeset.Id}: {IssueCounts.Count(result.Report.Files.Count(f => f is { Status: PublishReasons.Published, Reason: null }), "document")} changed."),
        { Changeset.Status: ChangesetStatus.Rejected } => $"Nothing was published: every file of changeset {result.Changeset.Id} is rejected.",
        _ => result.Report.Files.Any(f => f is { Status: PublishReasons.Published, Reason: null }) ? $"A part of changeset {result.Changeset.Id} is live; the rest is not." : $"Nothing of changeset {result.Changeset.Id} was published.",
    };

    // What another file stopped is no conflict of its own.
    private static int ExitOf(PublishReport report) =>
        report.Files.Any(f => f.Status == PublishReasons.Conflict && f.Reason != PublishReasons.NotApplied) ? ExitCodes.Conflict : report.HasConflicts ? ExitCodes.Waiting : ExitCodes.Done;
}
