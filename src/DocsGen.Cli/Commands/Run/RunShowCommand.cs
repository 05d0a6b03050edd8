using System.CommandLine;
using DocsGen.Cli.Output;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs;

namespace DocsGen.Cli.Commands.Run;

/// <summary><c>docsgen run show</c>: where a run stands, how it got there, who drives it, what to type next.</summary>
internal sealed class RunShowCommand : DocsGenCommand
{
    private readonly Argument<string?> run;
    private readonly Option<string?> at = new("--at") { Description = "Show an old snapshot: v3, an execution, or the first digits of its hash", HelpName = "V" };

    public RunShowCommand(Terminal terminal)
        : base("show", "Show where a run stands and how it got there", terminal)
    {
        Arguments.Add(run = RunOptions.RunArgument(terminal));
        Options.Add(at);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(at) is { } wanted) return await ShowSnapshotAsync(session, await session.LoadRunAsync(parsed.GetValue(run), cancellationToken), wanted, cancellationToken);
        var state = await session.LoadRunAsync(parsed.GetValue(run), cancellationToken, evenDeleted: true);
        var peek = await session.Store.Leases.PeekAsync(state.Id, cancellationToken);
        if (!session.Print.Json) RunText.Show(session.Print, state, peek?.Driver, session.Next);
        session.Print.Document("run", json => RunJson.Write(json, state, peek?.Driver, session.Next));
        return ExitCodes.Done;
    }

    private static async Task<int> ShowSnapshotAsync(Session session, RunState state, string wanted, CancellationToken cancellationToken)
    {
        var snapshot = RunSnapshot.Find(state, wanted);
        var manifest = ManifestSnapshot.Read(await session.Store.Blobs.ReadAsync(snapshot.Hash, cancellationToken));
        SnapshotText.Print(session.Print, state, snapshot, manifest);
        session.Print.Document("snapshot", json => SnapshotText.Write(json, state, snapshot, manifest));
        return ExitCodes.Done;
    }
}
