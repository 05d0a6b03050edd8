using System.CommandLine;
using System.Text;
using DocsGen.Cli.Commands.Validate;
using DocsGen.Cli.Output;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Formulas;
using DocsGen.Core.Runs;
using DocsGen.Core.Validation;

namespace DocsGen.Cli.Commands.Run;

/// <summary><c>docsgen run issues</c>: the structured issues of the latest gate, or of a phase's, filtered and grouped.</summary>
internal sealed class RunIssuesCommand : DocsGenCommand
{
    private readonly Argument<string?> run;
    private readonly Option<int?> phase = RunOptions.Phase();
    private readonly Option<string?> file = new("--file") { Description = "Only this file", HelpName = "F" };
    private readonly Option<string?> rule = new("--rule") { Description = "Only this rule, or this family of rules: links", HelpName = "R" };
    private readonly Option<string?> severity = new("--severity") { Description = "Only this severity: error, warning or info", HelpName = "S" };
    private readonly Option<string> format = new("--format") { Description = "text, json (as --json), sarif or github", HelpName = "F", DefaultValueFactory = _ => "text" };
    private readonly Option<string> group = new("--group") { Description = "Group by severity, rule or file", HelpName = "G", DefaultValueFactory = _ => "severity" };

    public RunIssuesCommand(Terminal terminal)
        : base("issues", "List the issues of the latest gate, or of a phase's", terminal)
    {
        Arguments.Add(run = RunOptions.RunArgument(terminal));
        foreach (var option in new Option[] { phase, file, rule, severity, group, format }) Options.Add(option);
        severity.Only("error", "warning", "info");
        group.Only("severity", "rule", "file");
        format.Only("text", "json", "sarif", "github");
    }

    protected override bool WantsJson(ParseResult parsed) => base.WantsJson(parsed) || parsed.GetValue(format) == "json";

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var state = await session.LoadRunAsync(parsed.GetValue(run), cancellationToken);
        var wanted = parsed.GetValue(phase);
        var execution = state.Executions.LastOrDefault(e => e.Verdict is not null && (wanted is null || e.Id.Phase == wanted));
        IReadOnlyList<Issue> all = execution is null ? [] : await session.Store.Runs.IssuesAsync(state.Id, execution.Id, cancellationToken);
        var issues = all.Where(i => Matches(i, parsed)).ToList();
        if (parsed.GetValue(format) is "sarif" or "github" && !session.Print.Json)
        {
            var documents = execution is null ? [] : await DocumentsAsync(session, state, execution, issues, cancellationToken);
            await session.Terminal.Out.WriteAsync(parsed.GetValue(format) == "sarif" ? Encoding.UTF8.GetString(SarifWriter.Write(issues, documents, ValidationPrint.Version)) : GitHubAnnotations.Write(issues, documents));
            return ExitCodes.Done;
        }

        if (execution is null) session.Print.Line($"No gate of {state.Id} has spoken yet.");
        else IssueText.Print(session.Print, issues, parsed.GetValue(group)!, $"{execution.Id}");
        session.Print.Document("issues", json =>
        {
            json.WriteString("runId", state.Id.Value);
            if (execution is not null) json.WriteString("executionId", execution.Id.Value);
            IssueJson.WriteArray(json, issues);
        });
        return ExitCodes.Done;
    }

    // The files that have issues, as this gate saw them.
    private static async ValueTask<IReadOnlyList<DocumentSource>> DocumentsAsync(Session session, RunState state, ExecutionState execution, IReadOnlyList<Issue> issues, CancellationToken cancellationToken)
    {
        var named = issues.Select(i => i.File).ToHashSet(StringComparer.Ordinal);
        var documents = new List<DocumentSource>();
        foreach (var artifact in state.Before(execution).Where(a => a.Type == ArtifactType.CoreDoc && named.Contains(a.FileName)))
        {
            documents.Add(new(artifact.FileName, await session.Store.Blobs.ReadAsync(artifact.Hash, cancellationToken)));
        }

        return documents;
    }

    private bool Matches(Issue issue, ParseResult parsed) =>
        (parsed.GetValue(file) is not { } f || issue.File == f)
        && (parsed.GetValue(rule) is not { } r || issue.Rule == r || issue.Rule.StartsWith(r + ".", StringComparison.Ordinal))
        && (parsed.GetValue(severity) is not { } s || issue.Severity == Enum.Parse<Severity>(s, ignoreCase: true));
}
