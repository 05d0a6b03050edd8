using System.CommandLine;
using DocsGen.Cli.Inputs;
using DocsGen.Cli.Output;
using DocsGen.Core.Runs.UseCases;

namespace DocsGen.Cli.Commands.Run;

/// <summary><c>docsgen run overwrite</c>: replaces a core file in place, where the run was started with <c>overwrite: explicit</c> (A2, A3).</summary>
internal sealed class RunOverwriteCommand : DocsGenCommand
{
    private const int MaxBytes = 2 * 1024 * 1024;

    private readonly Argument<string?> run;
    private readonly Option<string> path = new("--path") { Description = "Path within the run, such as phase2/shop-11-base-schema.md", HelpName = "PATH", Required = true };
    private readonly Option<string> from = new("--from") { Description = "The file that takes its place", HelpName = "FILE", Required = true };
    private readonly Option<string> reason = RunOptions.Reason();
    private readonly Option<bool> noDrive = RunOptions.NoDrive();

    public RunOverwriteCommand(Terminal terminal)
        : base("overwrite", "Replace a file in place, where the run's policy allows it", terminal)
    {
        Arguments.Add(run = RunOptions.RunArgument(terminal));
        foreach (var option in new Option[] { path, from, reason, noDrive }) Options.Add(option);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var id = await session.FindRunAsync(parsed.GetValue(run), cancellationToken);
        var bytes = FileInput.Read(session.Absolute(parsed.GetValue(from)!), MaxBytes);
        var answer = await new OverwriteFile(session.Ports).ExecuteAsync(
            id, parsed.GetValue(path)!, bytes, parsed.GetValue(reason)!, session.Terminal.NewId(), session.Actor, cancellationToken);
        return await Decisions.DriveOnAsync(session, Decisions.Unwrap(answer, id), parsed.GetValue(noDrive), cancellationToken);
    }
}
