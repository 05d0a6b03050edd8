using System.CommandLine;
using DocsGen.Cli.Output;
using DocsGen.Core.Runs;
using DocsGen.Core.Runs.UseCases;

namespace DocsGen.Cli.Commands.Run;

/// <summary><c>docsgen run regenerate</c>: drafts named files of one phase again and validates what rests on them (R7).</summary>
internal sealed class RunRegenerateCommand : DocsGenCommand
{
    private readonly Argument<string?> run;
    private readonly Option<int?> phase = new("--phase") { Description = "The phase to draft again", HelpName = "N" };
    private readonly Option<string[]> file = new("--file") { Description = "Only this file; may be given several times (default: all of the phase)", HelpName = "F" };
    private readonly Option<bool> failed = new("--failed") { Description = "Exactly the files in which the last gate found errors" };
    private readonly Option<bool> replan = new("--replan") { Description = "Change the planned files; shows what would break, and does it with --yes" };
    private readonly Option<string?> profile = new("--profile") { Description = "With --replan: another profile of the formula", HelpName = "P" };
    private readonly Option<string[]> rename = new("--rename") { Description = "With --replan: other words in a file's name, such as 04=base-card-types", HelpName = "NN=WORDS" };
    private readonly Option<bool> yes = new("--yes") { Description = "With --replan: do what was shown" };
    private readonly Option<string> reason = RunOptions.Reason();
    private readonly Option<bool> noDrive = RunOptions.NoDrive();

    public RunRegenerateCommand(Terminal terminal)
        : base("regenerate", "Draft files of a phase again; nothing else is touched", terminal)
    {
        Arguments.Add(run = RunOptions.RunArgument(terminal));
        foreach (var option in new Option[] { phase, file, failed, replan, profile, rename, yes, reason, noDrive }) Options.Add(option);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var state = await session.LoadRunAsync(parsed.GetValue(run), cancellationToken);
        if (parsed.GetValue(replan))
        {
            if (parsed.GetValue(phase) is not null || parsed.GetValue(file) is { Length: > 0 } || parsed.GetValue(failed))
            {
                throw CliError.Usage("usage", "--replan begins at the phase of the plan and drafts all of it: it takes no --phase, --file or --failed.");
            }

            return await Replanning.ExecuteAsync(
                session, state.Id, parsed.GetValue(profile), parsed.GetValue(rename) ?? [], parsed.GetValue(reason)!, parsed.GetValue(yes), parsed.GetValue(noDrive), cancellationToken);
        }

        if (parsed.GetValue(profile) is not null || parsed.GetValue(rename) is { Length: > 0 } || parsed.GetValue(yes)) throw CliError.Usage("usage", "--profile, --rename and --yes go with --replan.");
        var use = new RegenerateFiles(session.Ports);
        var (number, files) = (parsed.GetValue(phase) ?? throw CliError.Usage("usage", "Option '--phase' is required. See 'docsgen run regenerate --help'."), parsed.GetValue(file) ?? []);
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
