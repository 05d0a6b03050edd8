using System.CommandLine;
using System.Globalization;
using DocsGen.Cli.Output;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;

namespace DocsGen.Cli.Commands.Sync;

/// <summary><c>docsgen changeset list</c>.</summary>
internal sealed class ChangesetListCommand : DocsGenCommand
{
    private readonly Option<string?> space = SyncOptions.Space();
    private readonly Option<string?> status = new("--status") { Description = "Only those that stand there", HelpName = "STATUS" };
    private readonly Option<string?> author = new("--author") { Description = "Only those that this person pushed", HelpName = "NAME" };
    private readonly Option<string?> path = new("--path") { Description = "Only those with a file whose path holds this", HelpName = "TEXT" };
    private readonly Option<int> limit = new("--limit") { Description = "Most to list", HelpName = "N", DefaultValueFactory = _ => 50 };

    public ChangesetListCommand(Terminal terminal)
        : base("list", "List changesets, newest first", terminal)
    {
        foreach (var option in new Option[] { space, status, author, path, limit }) Options.Add(option);
        status.AcceptOnlyFromAmong([.. Enum.GetValues<ChangesetStatus>().Select(s => s.ToWire())]);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(limit) is < 1 or > 200) throw CliError.Usage("usage", "--limit lies between 1 and 200.");
        var found = await SyncOptions.FindSpaceAsync(session, parsed.GetValue(space), cancellationToken);
        var filter = new ChangesetFilter
        {
            Limit = parsed.GetValue(limit),
            Status = parsed.GetValue(status) is { } wanted ? SyncNames.ParseStatus(wanted) : null,
            Author = parsed.GetValue(author) is { } name ? (name.Contains(':', StringComparison.Ordinal) ? Actor.Parse(name) : Actor.User(name)).ToString() : null,
            Path = parsed.GetValue(path),
        };
        var rows = await session.Sync.Changesets.ListAsync(found, filter, cancellationToken);
        if (rows.Count == 0) session.Print.Line($"No such changesets in {found.Slug}.");
        else
        {
            session.Print.Table(
                ["CHANGESET", "STATUS", "FILES", "LINES", "BY", "PUSHED", "MESSAGE"],
                [.. rows.Select(r => (IReadOnlyList<string>)[
                    r.Changeset.Id.ToString(), ChangesetText.Status(session.Print, r.Changeset), Files(r.Summary),
                    string.Create(CultureInfo.InvariantCulture, $"+{r.Summary.Additions} -{r.Summary.Deletions}"), r.Changeset.PushedBy.Name, ChangesetText.Time(r.Changeset.CreatedUtc), r.Changeset.Message.Split('\n')[0]])]);
        }

        session.Print.Document("changesets", json =>
        {
            json.WriteStartArray("changesets");
            foreach (var row in rows)
            {
                json.WriteStartObject();
                ChangesetJson.WriteBody(json, row.Changeset, row.Summary);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
        return ExitCodes.Done;
    }

    private static string Files(ChangesetSummary summary) =>
        string.Create(CultureInfo.InvariantCulture, $"{summary.TotalFiles}{(summary.Pending > 0 && summary.Pending < summary.TotalFiles ? $" ({summary.Pending} open)" : "")}");
}
