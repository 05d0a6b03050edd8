using System.CommandLine;
using System.Text;
using DocsGen.Cli.Output;
using DocsGen.Core.Artifacts;

namespace DocsGen.Cli.Commands.Run;

/// <summary><c>docsgen run report</c>: the report of the latest gate, or of a phase's.</summary>
internal sealed class RunReportCommand : DocsGenCommand
{
    private readonly Argument<string?> run;
    private readonly Option<int?> phase = RunOptions.Phase();

    public RunReportCommand(Terminal terminal)
        : base("report", "Print the report of the latest gate, or of a phase's", terminal)
    {
        Arguments.Add(run = RunOptions.RunArgument(terminal));
        Options.Add(phase);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var state = await session.LoadRunAsync(parsed.GetValue(run), cancellationToken);
        var wanted = parsed.GetValue(phase);
        var execution = state.Executions.LastOrDefault(e => e.Verdict is not null && (wanted is null || e.Id.Phase == wanted))
            ?? throw CliError.Usage("report.none", wanted is null ? $"No gate of {state.Id} has spoken yet." : $"The gate of phase {wanted} of {state.Id} has not spoken yet.");
        var artifact = execution.Artifacts.Last(a => a.Path == execution.Verdict!.Report);
        var text = Encoding.UTF8.GetString((await session.Store.Blobs.ReadAsync(artifact.Hash, cancellationToken)).Span);
        session.Print.Line(text.TrimEnd('\n'));
        if (execution.Rejection is { } rejection)
        {
            session.Print.Line();
            session.Print.Line($"Afterwards {execution.Id} was rejected by {rejection.By.Name} at {RunJson.Time(rejection.Utc)}: {rejection.Reason}");
        }
        session.Print.Document("report", json =>
        {
            json.WriteString("runId", state.Id.Value);
            json.WriteString("executionId", execution.Id.Value);
            json.WriteString("path", artifact.Path);
            json.WriteString("markdown", text);
        });
        return ExitCodes.Done;
    }
}
