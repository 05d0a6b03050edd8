using System.CommandLine;
using DocsGen.Cli.Output;
using DocsGen.Core.Runs.UseCases;

namespace DocsGen.Cli.Commands.Run;

/// <summary><c>docsgen run archive</c> and <c>docsgen run pin</c>: leave a run out of lists, or keep it from deletion; <c>--undo</c> takes it back.</summary>
internal sealed class RunRetainCommand : DocsGenCommand
{
    private readonly Argument<string?> run;
    private readonly Option<string> reason = RunOptions.Reason();
    private readonly Option<bool> undo = new("--undo") { Description = "Take it back" };
    private readonly bool pins;

    private RunRetainCommand(string name, string description, bool pins, Terminal terminal)
        : base(name, description, terminal)
    {
        this.pins = pins;
        Arguments.Add(run = RunOptions.RunArgument(terminal));
        Options.Add(reason);
        Options.Add(undo);
    }

    public static RunRetainCommand Archive(Terminal terminal) => new("archive", "Leave a run out of 'run list'", pins: false, terminal);

    public static RunRetainCommand Pin(Terminal terminal) => new("pin", "Keep a run from being deleted", pins: true, terminal);

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var id = await session.FindRunAsync(parsed.GetValue(run), cancellationToken);
        bool? on = !parsed.GetValue(undo);
        var answer = await new RetainRun(session.Ports).ExecuteAsync(id, pins ? null : on, pins ? on : null, parsed.GetValue(reason)!, session.Actor, cancellationToken);
        return Decisions.Recorded(session, Decisions.Unwrap(answer, id).State);
    }
}
