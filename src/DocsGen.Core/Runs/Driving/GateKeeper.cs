using System.Globalization;
using System.Text;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Formulas;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Runs.Driving;

/// <summary>
/// Ends an execution: validates, writes the report and the manifest snapshot, and records the verdict, all in one commit. No model is asked.
/// </summary>
internal sealed class GateKeeper(RunPorts ports, RunMaterial material, FencedWriter writer)
{
    public async ValueTask JudgeAsync(PhaseSpec phase, PlannedFiles? plan, CancellationToken cancellationToken)
    {
        if (writer.State.Current!.Status == ExecutionStatus.Drafting
            && !await writer.CommitAsync(new RunCommand.StartValidation(), Actor.Tool, [], null, cancellationToken))
        {
            return;
        }

        var findings = phase.Number == 0
            ? await PreflightAsync(cancellationToken)
            : await ValidateAsync(phase, plan!, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        await RecordAsync(phase, findings, cancellationToken);
    }

    private async ValueTask<GateFindings> PreflightAsync(CancellationToken cancellationToken)
    {
        var state = writer.State;
        var formula = await material.FormulaAsync(state, cancellationToken);
        var reading = await material.RequirementsAsync(state, cancellationToken);
        var result = Preflight.Check(new()
        {
            Reading = reading,
            Formula = formula,
            Strictness = state.Settings.Strictness,
            Host = await material.HostAsync(state, cancellationToken),
            Example = await material.ExampleAsync(state, cancellationToken),
        });
        var issues = PreflightReport.ToIssues(result);
        return new(issues, Encoding.UTF8.GetBytes(PreflightReport.Markdown(result, Facts(state)) + DecisionsOf(state, formula, issues).Markdown()), null, Overridden: 0);
    }

    private async ValueTask<GateFindings> ValidateAsync(PhaseSpec phase, PlannedFiles plan, CancellationToken cancellationToken)
    {
        var state = writer.State;
        var formula = await material.FormulaAsync(state, cancellationToken);
        var request = new ValidationRequest
        {
            Formula = formula,
            Plan = plan,
            Requirements = (await material.RequirementsAsync(state, cancellationToken)).Requirements,
            Terminology = await material.TerminologyAsync(state, cancellationToken),
            Strictness = state.Settings.Strictness,
            Phase = phase.Number,
            Documents = await material.DocumentsAsync(state, cancellationToken),
            GenerationArtifacts = GenerationArtifacts(state, formula),
        };
        var result = Validator.Validate(request, cancellationToken);
        var decisions = DecisionsOf(state, formula, result.Issues);
        var report = ReportWriter.Markdown(Title(phase), Facts(state), result, decisions);
        return new(result.Issues, Encoding.UTF8.GetBytes(report), result.Completeness, decisions.CountOverridden(result.Issues));
    }

    // What people decided: rejections of this phase, at the final gate of all phases; every override, and whether it counts here and now.
    private GateDecisions DecisionsOf(RunState state, Formula formula, IReadOnlyList<Issue> issues)
    {
        var now = ports.Clock.GetUtcNow();
        var phase = state.Current!.Id.Phase;
        var found = issues.Where(i => i.Severity == Severity.Error).Select(i => i.Fingerprint).ToHashSet(StringComparer.Ordinal);
        return new(
            [.. state.Overrides.Select(o => new OverrideNote(
                o.Issue.Fingerprint,
                o.Issue.Rule,
                o.Issue.Message,
                o.Reason,
                o.By.ToString(),
                o.Utc,
                o.ExpiresUtc,
                !o.IsValidAt(now) ? OverrideEffect.Expired
                : !formula.Overridable.Contains(o.Issue.Rule) ? OverrideEffect.NotListed
                : found.Contains(o.Issue.Fingerprint) ? OverrideEffect.Counts
                : OverrideEffect.NotFound))],
            [.. state.Executions.Where(e => e.Rejection is not null && (e.Id.Phase == phase || phase == formula.FinalPhase))
                .Select(e => new RejectionNote(e.Id.Value, e.Rejection!.Reason, e.Rejection.By.ToString(), e.Rejection.Utc))]);
    }

    private async ValueTask RecordAsync(PhaseSpec phase, GateFindings findings, CancellationToken cancellationToken)
    {
        var state = writer.State;
        var current = state.Current!;
        var errors = findings.Issues.Count(i => i.Severity == Severity.Error);
        var reportName = errors == 0 ? phase.PassedReport : phase.FailedReport;
        var now = ports.Clock.GetUtcNow();
        var report = await StageAsync(reportName, findings.Report, ArtifactType.Report, now, cancellationToken);
        var snapshot = await StageAsync(
            ManifestSnapshot.FileName, ManifestSnapshot.Write(state, report.Written, findings.Issues, opens: errors == findings.Overridden), ArtifactType.Manifest, now, cancellationToken);
        var verdict = new GateVerdict(
            errors,
            findings.Issues.Count(i => i.Severity == Severity.Warning),
            findings.Issues.Count(i => i.Severity == Severity.Info),
            report.Written.Path,
            snapshot.Written.Hash,
            findings.Completeness?.Ratio,
            ManifestSnapshot.Basis(state),
            findings.Overridden);
        await writer.CommitAsync(
            new RunCommand.RecordVerdict(verdict, [report.Written, snapshot.Written], phase.Approval),
            Actor.Tool,
            [report.Artifact, snapshot.Artifact],
            new(current.Id, findings.Issues),
            cancellationToken);
    }

    private async ValueTask<(NewArtifact Artifact, WrittenArtifact Written)> StageAsync(
        string fileName, ReadOnlyMemory<byte> bytes, ArtifactType type, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var relative = $"{writer.State.Current!.Id.Folder}/{fileName}";
        var staged = await ports.Blobs.StageAsync(bytes, cancellationToken);
        var artifact = new NewArtifact(LogicalPath.In(writer.State.Id, relative), staged, type, Actor.Tool, now);
        return (artifact, new(relative, staged.Hash, staged.Size, type, null));
    }

    private static string Title(PhaseSpec phase) => string.Create(CultureInfo.InvariantCulture, $"Phase {phase.Number}: {phase.Name}");

    private static IReadOnlyList<NamedValue> Facts(RunState state) =>
    [
        new("Plugin", state.Settings.Name),
        new("Run", state.Id.Value),
        new("Execution", state.Current!.Id.Value),
        new("Formula", $"{state.Settings.Formula} {state.Settings.FormulaVersion}, profile {state.Settings.Profile}, {state.Settings.Strictness.ToString().ToLowerInvariant()}"),
    ];

    // What may not be linked to: everything that runs write beside the core files.
    private static HashSet<string> GenerationArtifacts(RunState state, Formula formula)
    {
        var names = state.Executions.SelectMany(e => e.Artifacts).Where(a => a.Type != ArtifactType.CoreDoc).Select(a => a.FileName).ToHashSet(StringComparer.Ordinal);
        foreach (var phase in formula.Phases)
        {
            names.UnionWith([phase.PassedReport, phase.FailedReport, ManifestSnapshot.FileName]);
            if (phase.Plan is { } plan) names.Add(plan);
            if (phase.TerminologyIndex is { } index) names.Add(index.File);
        }

        return names;
    }

    private sealed record GateFindings(IReadOnlyList<Issue> Issues, ReadOnlyMemory<byte> Report, CompletenessResult? Completeness, int Overridden);
}
