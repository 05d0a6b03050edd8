using System.CommandLine;
using DocsGen.Cli.Output;

namespace DocsGen.Cli.Commands.Run;

/// <summary><c>docsgen run show</c>: where a run stands, how it got there, who drives it, what to type next.</summary>
internal sealed class RunShowCommand : DocsGenCommand
{
    private readonly Argument<string?> run;

    public RunShowCommand(Terminal terminal)
        : base("show", "Show where a run stands and how it got there", terminal)
    {
        Arguments.Add(run = RunOptions.RunArgument(terminal));
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var state = await session.LoadRunAsync(parsed.GetValue(run), cancellationToken, evenDeleted: true);
        var peek = await session.Store.Leases.PeekAsync(state.Id, cancellationToken);
        if (!session.Print.Json) RunText.Show(session.Print, state, peek?.Driver, session.Next);
        session.Print.Document("run", json => RunJson.Write(json, state, peek?.Driver, session.Next));
        return ExitCodes.Done;
    }
}
