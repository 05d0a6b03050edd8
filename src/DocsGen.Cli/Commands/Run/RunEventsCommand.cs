using System.CommandLine;
using System.Globalization;
using DocsGen.Cli.Output;
using DocsGen.Core.Runs;

namespace DocsGen.Cli.Commands.Run;

/// <summary><c>docsgen run events</c>: the audit trail of a run. With <c>--follow</c> it goes on until the run stops; JSON is then one event a line.</summary>
internal sealed class RunEventsCommand : DocsGenCommand
{
    private readonly Argument<string?> run;
    private readonly Option<long> after = new("--after") { Description = "Only events after this number", HelpName = "N" };
    private readonly Option<bool> follow = new("--follow", "-f") { Description = "Go on with new events until the run stops" };

    public RunEventsCommand(Terminal terminal)
        : base("events", "Print the events of a run", terminal)
    {
        Arguments.Add(run = RunOptions.RunArgument(terminal));
        Options.Add(after);
        Options.Add(follow);
        after.Validators.Add(r =>
        {
            if (r.GetValue(after) < 0) r.AddError("--after must be 0 or more.");
        });
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var state = await session.LoadRunAsync(parsed.GetValue(run), cancellationToken, evenDeleted: true);
        var seen = parsed.GetValue(after);
        if (!parsed.GetValue(follow))
        {
            Print(session, state, await session.Store.Runs.EventsAsync(state.Id, seen, cancellationToken));
            return ExitCodes.Done;
        }

        while (true)
        {
            // The status before the events: whatever stopped the run is then among them.
            var status = (await session.Store.Leases.PeekAsync(state.Id, cancellationToken))!.Status;
            foreach (var entry in await session.Store.Runs.EventsAsync(state.Id, seen, cancellationToken))
            {
                session.Print.Line(Line(entry));
                session.Print.Document(
                    "event",
                    json =>
                    {
                        json.WritePropertyName("event");
                        json.WriteRawValue(RunLog.ToJson(entry));
                    },
                    indented: false);
                seen = entry.Seq;
            }

            if (status != RunStatus.Running) return ExitCodes.Done;
            await Task.Delay(TimeSpan.FromMilliseconds(100), session.Terminal.Clock, cancellationToken);
        }
    }

    private static void Print(Session session, RunState state, IReadOnlyList<StoredEvent> events)
    {
        foreach (var entry in events) session.Print.Line(Line(entry));
        session.Print.Document("events", json =>
        {
            json.WriteString("runId", state.Id.Value);
            json.WriteStartArray("events");
            foreach (var entry in events) json.WriteRawValue(RunLog.ToJson(entry));
            json.WriteEndArray();
        });
    }

    private static string Line(StoredEvent entry)
    {
        var view = RunLog.Read(entry);
        return string.Create(CultureInfo.InvariantCulture, $"{view.Seq,5}  {RunJson.Time(view.Utc)}  {view.Type,-20}  {view.Actor}  {view.Message}");
    }
}
