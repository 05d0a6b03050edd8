using System.CommandLine;
using System.Globalization;
using DocsGen.Cli.Output;
using DocsGen.Core.Runs;

namespace DocsGen.Cli.Commands.Run;

/// <summary><c>docsgen run list</c>: all runs of the store, newest first.</summary>
internal sealed class RunListCommand : DocsGenCommand
{
    private readonly Option<bool> all = new("--all") { Description = "Archived and deleted runs too" };

    public RunListCommand(Terminal terminal)
        : base("list", "List the runs of the store, newest first", terminal) => Options.Add(all);

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var everything = await session.Store.Runs.ListAsync(cancellationToken);
        var runs = parsed.GetValue(all) ? everything : [.. everything.Where(r => !r.Archived && !r.Deleted)];
        if (runs.Count == 0 && everything.Count > 0) session.Print.Line("No runs but archived or deleted ones; '--all' lists them.");
        else if (runs.Count == 0) session.Print.Line("No runs yet. Start one with 'docsgen run start'.");
        else session.Print.Table(["run", "slug", "status", "phase", "changed", "why"], [.. runs.Select(Row)]);
        session.Print.Document("runs", json =>
        {
            json.WriteStartArray("runs");
            foreach (var run in runs)
            {
                json.WriteStartObject();
                json.WriteString("id", run.Id.Value);
                json.WriteString("slug", run.Slug);
                json.WriteString("name", run.Name);
                json.WriteString("status", run.Status.ToWire());
                if (run.Phase is { } phase) json.WriteNumber("phase", phase);
                if (run.StoppedBecause.Length > 0) json.WriteString("stoppedBecause", run.StoppedBecause);
                json.WriteBoolean("archived", run.Archived);
                json.WriteBoolean("pinned", run.Pinned);
                json.WriteBoolean("deleted", run.Deleted);
                json.WriteString("createdUtc", RunJson.Time(run.CreatedUtc));
                json.WriteString("changedUtc", RunJson.Time(run.ChangedUtc));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
        return ExitCodes.Done;
    }

    private static IReadOnlyList<string> Row(RunRow run) =>
    [
        run.Id.Value,
        run.Slug,
        $"{run.Status.ToWire()}{(run.Deleted ? " (deleted)" : "")}{(run.Archived ? " (archived)" : "")}{(run.Pinned ? " (pinned)" : "")}",
        run.Phase?.ToString(CultureInfo.InvariantCulture) ?? "-",
        RunJson.Time(run.ChangedUtc),
        run.StoppedBecause,
    ];
}
