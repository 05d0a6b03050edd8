using System.CommandLine;
using DocsGen.Cli.Output;
using DocsGen.Core.Runs.UseCases;

namespace DocsGen.Cli.Commands.Run;

/// <summary><c>docsgen run explain</c>: why did this gate fail, and what would help.</summary>
internal sealed class RunExplainCommand : DocsGenCommand
{
    private readonly Argument<string?> run;
    private readonly Option<int?> phase = RunOptions.Phase();

    public RunExplainCommand(Terminal terminal)
        : base("explain", "Explain why the last gate, or a phase's, said what it said", terminal)
    {
        Arguments.Add(run = RunOptions.RunArgument(terminal));
        Options.Add(phase);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var state = await session.LoadRunAsync(parsed.GetValue(run), cancellationToken);
        var wanted = parsed.GetValue(phase);
        var explanation = await new ExplainGate(session.Ports).ExecuteAsync(state, wanted, cancellationToken)
            ?? throw CliError.Usage("report.none", wanted is null ? $"No gate of {state.Id} has spoken yet." : $"The gate of phase {wanted} of {state.Id} has not spoken yet.");
        ExplanationText.Print(session.Print, explanation, session.Next);
        session.Print.Document("explanation", json => ExplanationJson.Write(json, explanation, session.Next));
        return ExitCodes.Done;
    }
}
