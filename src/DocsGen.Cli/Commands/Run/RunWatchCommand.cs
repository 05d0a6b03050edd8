using System.CommandLine;
using DocsGen.Cli.Output;
using DocsGen.Core.Runs;

namespace DocsGen.Cli.Commands.Run;

/// <summary><c>docsgen run watch</c>: shows the progress of a run that another process drives, until it stops. It never drives.</summary>
internal sealed class RunWatchCommand : DocsGenCommand
{
    private readonly Argument<string?> run;

    public RunWatchCommand(Terminal terminal)
        : base("watch", "Watch a run that another process drives, until it stops", terminal)
    {
        Arguments.Add(run = RunOptions.RunArgument(terminal));
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var state = await session.LoadRunAsync(parsed.GetValue(run), cancellationToken);
        var observer = new ProgressObserver(session.Print, await Driving.FormulaOfAsync(session, state, cancellationToken), session.Terminal.Clock);
        session.Print.Progress($"{state.Id}  {state.Settings.Name}");
        var seen = 0L;
        var silent = 0;
        while (true)
        {
            var events = await session.Store.Runs.EventsAsync(state.Id, seen, cancellationToken);
            if (events.Count > 0)
            {
                state = (await session.Ports.LoadAsync(state.Id, cancellationToken))!;
                observer.Committed(state, [.. events.Select(e => RunLog.Read(e).Event)]);
                seen = events[^1].Seq;
            }

            if (state.Status != RunStatus.Running) return Driving.Report(session, state);
            var driven = (await session.Store.Leases.PeekAsync(state.Id, cancellationToken))?.Driver is not null;
            // Between a start and its first claim nobody drives for a moment; after a second of that, nobody will.
            silent = driven ? 0 : silent + 1;
            if (silent > 10)
            {
                session.Print.Progress("nobody drives this run");
                return Driving.Report(session, state);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), session.Terminal.Clock, cancellationToken);
        }
    }
}
