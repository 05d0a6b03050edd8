using System.CommandLine;
using DocsGen.Cli.Output;
using DocsGen.Core.Runs.UseCases;

namespace DocsGen.Cli.Commands.Run;

/// <summary><c>docsgen run cancel</c>: cancels a run, whoever drives it; what was made is kept (R12).</summary>
internal sealed class RunCancelCommand : DocsGenCommand
{
    private readonly Argument<string?> run;
    private readonly Option<string> reason = RunOptions.Reason(required: false);

    public RunCancelCommand(Terminal terminal)
        : base("cancel", "Cancel a run; what was made is kept", terminal)
    {
        Arguments.Add(run = RunOptions.RunArgument(terminal));
        Options.Add(reason);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var id = await session.FindRunAsync(parsed.GetValue(run), cancellationToken);
        var answer = await new CancelRun(session.Ports).ExecuteAsync(id, parsed.GetValue(reason) ?? "", session.Actor, cancellationToken);
        return Decisions.Recorded(session, Decisions.Unwrap(answer, id).State);
    }
}
