using System.CommandLine;
using DocsGen.Cli.Output;
using DocsGen.Core.Runs.UseCases;

namespace DocsGen.Cli.Commands.Run;

/// <summary><c>docsgen run revalidate</c>: lets a gate look again, and the later ones after it. No agent is called (R8).</summary>
internal sealed class RunRevalidateCommand : DocsGenCommand
{
    private readonly Argument<string?> run;
    private readonly Option<int?> phase = new("--phase") { Description = "The phase to validate again (default: the last that has spoken)", HelpName = "N" };
    private readonly Option<string> reason = RunOptions.Reason();
    private readonly Option<bool> noDrive = RunOptions.NoDrive();

    public RunRevalidateCommand(Terminal terminal)
        : base("revalidate", "Validate a phase again; no agent is called", terminal)
    {
        Arguments.Add(run = RunOptions.RunArgument(terminal));
        foreach (var option in new Option[] { phase, reason, noDrive }) Options.Add(option);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var id = await session.FindRunAsync(parsed.GetValue(run), cancellationToken);
        var answer = await new RevalidateRun(session.Ports).ExecuteAsync(id, parsed.GetValue(phase), parsed.GetValue(reason)!, session.Actor, cancellationToken);
        return await Decisions.DriveOnAsync(session, Decisions.Unwrap(answer, id), parsed.GetValue(noDrive), cancellationToken);
    }
}
