using System.CommandLine;
using DocsGen.Cli.Output;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs.UseCases;

namespace DocsGen.Cli.Commands.Run;

/// <summary><c>docsgen run delete</c>: gives up the artifacts of a stopped run; its events stay. <c>docsgen gc</c> frees the bytes.</summary>
internal sealed class RunDeleteCommand : DocsGenCommand
{
    private readonly Argument<string> run;
    private readonly Option<string> reason = RunOptions.Reason();

    public RunDeleteCommand(Terminal terminal)
        : base("delete", "Give up the artifacts of a stopped run; its events stay", terminal)
    {
        // The latest is never meant by default here.
        Arguments.Add(run = new("RUN") { Description = "The run" });
        run.CompletionSources.Add(context => RunOptions.RunIds(terminal, context.ParseResult));
        Options.Add(reason);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var id = RunId.Parse(parsed.GetValue(run)!);
        var state = Decisions.Unwrap(await new DeleteRun(session.Ports).ExecuteAsync(id, parsed.GetValue(reason)!, session.Actor, cancellationToken), id).State;
        session.Print.Line($"{id} is deleted. Its events stay: 'docsgen run events {id}'. 'docsgen gc' shows what can be freed.");
        session.Print.Document("run", json => RunJson.Write(json, state, null, session.Next));
        return ExitCodes.Done;
    }
}
