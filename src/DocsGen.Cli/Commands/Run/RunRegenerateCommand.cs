using System.CommandLine;
using DocsGen.Cli.Output;
using DocsGen.Core.Runs;
using DocsGen.Core.Runs.UseCases;

namespace DocsGen.Cli.Commands.Run;

/// <summary><c>docsgen run regenerate</c>: drafts named files of one phase again and validates what rests on them (R7).</summary>
internal sealed class RunRegenerateCommand : DocsGenCommand
{
    private readonly Argument<string?> run;
    private readonly Option<int> phase = new("--phase") { Description = "The phase to draft again", HelpName = "N", Required = true };
    private readonly Option<string[]> file = new("--file") { Description = "Only this file; may be given several times (default: all of the phase)", HelpName = "F" };
    private readonly Option<bool> failed = new("--failed") { Description = "Exactly the files in which the last gate found errors" };
    private readonly Option<string> reason = RunOptions.Reason();
    private readonly Option<bool> noDrive = RunOptions.NoDrive();

    public RunRegenerateCommand(Terminal terminal)
        : base("regenerate", "Draft files of a phase again; nothing else is touched", terminal)
    {
        Arguments.Add(run = RunOptions.RunArgument(terminal));
        foreach (var option in new Option[] { phase, file, failed, reason, noDrive }) Options.Add(option);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var state = await session.LoadRunAsync(parsed.GetValue(run), cancellationToken);
        var use = new RegenerateFiles(session.Ports);
        var (number, files) = (parsed.GetValue(phase), parsed.GetValue(file) ?? []);
        if (parsed.GetValue(failed)) files = [.. files, .. await FailedAsync(use, state, number, cancellationToken)];
        var answer = await use.ExecuteAsync(state.Id, number, files, parsed.GetValue(reason)!, session.Actor, cancellationToken);
        return await Decisions.DriveOnAsync(session, Decisions.Unwrap(answer, state.Id), parsed.GetValue(noDrive), cancellationToken);
    }

    private static async Task<IReadOnlyList<string>> FailedAsync(RegenerateFiles use, RunState state, int phase, CancellationToken cancellationToken)
    {
        var files = await use.FailedFilesAsync(state, phase, cancellationToken);
        return files.Count > 0
            ? files
            : throw new CliError("regenerate.nothing_failed", $"The last gate of phase {phase} found no error in a file of that phase. See 'docsgen run issues {state.Id}'.", ExitCodes.Conflict);
    }
}
