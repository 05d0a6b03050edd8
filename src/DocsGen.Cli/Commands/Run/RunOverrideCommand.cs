using System.CommandLine;
using DocsGen.Cli.Inputs;
using DocsGen.Cli.Output;
using DocsGen.Core.Runs.UseCases;

namespace DocsGen.Cli.Commands.Run;

/// <summary><c>docsgen run override</c>: answers for named errors of a failed gate, with a reason and until a day; the gate judges again.</summary>
internal sealed class RunOverrideCommand : DocsGenCommand
{
    private readonly Argument<string?> run;
    private readonly Option<string[]> issue = new("--issue") { Description = "Fingerprint of an error, or its first 6 digits or more; may be given several times", HelpName = "F", Required = true };
    private readonly Option<string> expires = new("--expires") { Description = "Until when: a day (2026-12-31) or a span (30d, 12h)", HelpName = "WHEN", Required = true };
    private readonly Option<string> reason = RunOptions.Reason();
    private readonly Option<bool> noDrive = RunOptions.NoDrive();

    public RunOverrideCommand(Terminal terminal)
        : base("override", "Answer for named errors of a failed gate, until a day", terminal)
    {
        Arguments.Add(run = RunOptions.RunArgument(terminal));
        foreach (var option in new Option[] { issue, expires, reason, noDrive }) Options.Add(option);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var id = await session.FindRunAsync(parsed.GetValue(run), cancellationToken);
        var until = Durations.Until("--expires", parsed.GetValue(expires)!, session.Terminal.Clock.GetUtcNow());
        var answer = await new OverrideIssues(session.Ports).ExecuteAsync(id, parsed.GetValue(issue)!, until, parsed.GetValue(reason)!, session.Actor, cancellationToken);
        return await Decisions.DriveOnAsync(session, Decisions.Unwrap(answer, id), parsed.GetValue(noDrive), cancellationToken);
    }
}
