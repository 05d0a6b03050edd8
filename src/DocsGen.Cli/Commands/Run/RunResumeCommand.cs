using System.CommandLine;
using DocsGen.Cli.Output;
using DocsGen.Core.Runs;

namespace DocsGen.Cli.Commands.Run;

/// <summary><c>docsgen run resume</c>: goes on where a crash, a Ctrl-C or <c>--no-drive</c> left a run (R11).</summary>
internal sealed class RunResumeCommand : DocsGenCommand
{
    private readonly Argument<string?> run;

    public RunResumeCommand(Terminal terminal)
        : base("resume", "Go on with a run where it was left", terminal)
    {
        Arguments.Add(run = RunOptions.RunArgument(terminal));
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var state = await session.LoadRunAsync(parsed.GetValue(run), cancellationToken);
        return state.Status == RunStatus.Running
            ? await Driving.DriveAsync(session, state, cancellationToken)
            : Driving.Report(session, state);
    }
}
