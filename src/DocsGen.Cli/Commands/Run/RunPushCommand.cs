using System.CommandLine;
using DocsGen.Cli.Commands.Sync;
using DocsGen.Cli.Output;
using DocsGen.Core.Sync.UseCases;

namespace DocsGen.Cli.Commands.Run;

/// <summary><c>docsgen run push</c>: proposes the documents of a complete run to a space.</summary>
internal sealed class RunPushCommand : DocsGenCommand
{
    private readonly Argument<string?> run;
    private readonly Option<string?> space = SyncOptions.Space();
    private readonly Option<string> prefix = new("--prefix") { Description = "The folder of the space that takes its documents", HelpName = "P", DefaultValueFactory = _ => "" };
    private readonly Option<bool> again = new("--again") { Description = "A new changeset even if the run was pushed before" };

    public RunPushCommand(Terminal terminal)
        : base("push", "Propose the documents of a complete run to a space", terminal)
    {
        run = RunOptions.RunArgument(terminal);
        Arguments.Add(run);
        foreach (var option in new Option[] { space, prefix, again }) Options.Add(option);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var state = await session.LoadRunAsync(parsed.GetValue(run), cancellationToken);
        var found = await SyncOptions.FindSpaceAsync(session, parsed.GetValue(space), cancellationToken);
        var use = new PushRunAsChangeset(session.Store.Sync, session.Ports);
        var pushed = SyncOptions.Value(await use.ExecuteAsync(found, state, parsed.GetValue(prefix)!.Trim('/'), parsed.GetValue(again) ? session.Terminal.NewId() : "", session.Actor, cancellationToken));
        PushCommand.Show(session, found, pushed);
        return ExitCodes.Done;
    }
}
