using System.CommandLine;
using DocsGen.Cli.Output;
using DocsGen.Core.Runs.UseCases;

namespace DocsGen.Cli.Commands.Run;

/// <summary><c>docsgen run reject</c>: rejects the waiting execution with a reason; the run stops.</summary>
internal sealed class RunRejectCommand : DocsGenCommand
{
    private readonly Argument<string?> run;
    private readonly Option<string?> execution = RunOptions.Execution();
    private readonly Option<string> reason = RunOptions.Reason();

    public RunRejectCommand(Terminal terminal)
        : base("reject", "Reject the execution that waits, with a reason", terminal)
    {
        Arguments.Add(run = RunOptions.RunArgument(terminal));
        Options.Add(execution);
        Options.Add(reason);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var id = await session.FindRunAsync(parsed.GetValue(run), cancellationToken);
        var named = RunOptions.ParseExecution(parsed.GetValue(execution));
        if (named is null && !session.Terminal.OutIsTerminal)
        {
            throw CliError.Usage("approval.execution_required", $"Say which execution you reject: --execution E, as 'docsgen run show {id}' prints it.");
        }

        var answer = await new RejectGate(session.Ports).ExecuteAsync(id, named, parsed.GetValue(reason)!, session.Actor, cancellationToken);
        return Decisions.Recorded(session, Decisions.Unwrap(answer, id).State);
    }
}
