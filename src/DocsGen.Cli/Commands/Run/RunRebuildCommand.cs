using System.CommandLine;
using DocsGen.Cli.Inputs;
using DocsGen.Cli.Output;
using DocsGen.Core.Formulas;
using DocsGen.Core.Runs.UseCases;

namespace DocsGen.Cli.Commands.Run;

/// <summary><c>docsgen run rebuild</c>: a new run of the same inputs, or of new ones, linked to the old, which stays as it was (R9).</summary>
internal sealed class RunRebuildCommand : DocsGenCommand
{
    private readonly Argument<string?> run;
    private readonly Option<string?> requirements = new("--requirements") { Description = "New requirements in place of the old run's", HelpName = "F" };
    private readonly Option<string?> host = new("--host") { Description = "New host structure in place of the old run's", HelpName = "P" };
    private readonly Option<string> reason = RunOptions.Reason();
    private readonly Option<bool> noDrive = RunOptions.NoDrive();

    public RunRebuildCommand(Terminal terminal)
        : base("rebuild", "Start a new run of the same inputs, or of new ones; the old run stays as it was", terminal)
    {
        Arguments.Add(run = RunOptions.RunArgument(terminal));
        foreach (var option in new Option[] { requirements, host, reason, noDrive }) Options.Add(option);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var id = await session.FindRunAsync(parsed.GetValue(run), cancellationToken);
        var changes = new RebuildChanges(
            parsed.GetValue(requirements) is { } file ? ReadRequirements(session.Absolute(file)) : default(ReadOnlyMemory<byte>?),
            parsed.GetValue(host) is { } path ? StructureInput.Read(session.Absolute(path)).Structure : null,
            CliApp.Version);
        var answer = await new RebuildRun(session.Ports).ExecuteAsync(id, changes, parsed.GetValue(reason)!, session.Actor, cancellationToken);
        var done = Decisions.Unwrap(answer, id);
        session.Print.Progress($"{done.State.Id}  {done.State.Settings.Name}, doing {id} again");
        return await Decisions.DriveOnAsync(session, done, parsed.GetValue(noDrive), cancellationToken);
    }

    private static ReadOnlyMemory<byte> ReadRequirements(string path)
    {
        var bytes = FileInput.Read(path, RequirementsReader.MaxBytes);
        var reading = RequirementsReader.Read(bytes);
        return reading.Requirements is not null ? bytes : throw CliError.Usage("requirements.malformed", $"{path}: {reading.Findings[0].Message}");
    }
}
