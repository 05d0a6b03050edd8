using DocsGen.Core.Artifacts;
using DocsGen.Core.Formulas;
using DocsGen.Core.Runs.Driving;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Runs.UseCases;

/// <summary>
/// Answers "why did this gate fail" from the record: its rules and issues, which version of which file it saw, what changed since the phase opened last, and
/// the commands that would help. It reads, and drives nothing.
/// </summary>
public sealed class ExplainGate(RunPorts ports)
{
    /// <summary>Explains the last gate of a phase, or of the run; null when none has spoken.</summary>
    public async ValueTask<GateExplanation?> ExecuteAsync(RunState run, int? phase, CancellationToken cancellationToken)
    {
        var events = await ports.Runs.EventsAsync(run.Id, after: 0, cancellationToken);
        var execution = run.Executions.LastOrDefault(e => e.Verdict is not null && (phase is null || e.Id.Phase == phase));
        if (execution is null) return null;
        var formula = await new RunMaterial(ports).FormulaAsync(run, cancellationToken);
        var issues = await ports.Runs.IssuesAsync(run.Id, execution.Id, cancellationToken);
        var then = RunLog.AtVerdict(events, execution.Id);
        var earlier = run.Executions.TakeWhile(e => e.Id != execution.Id).LastOrDefault(e => e.Id.Phase == execution.Id.Phase && e.IsOpen);
        var before = earlier is null ? [] : await ports.Runs.IssuesAsync(run.Id, earlier.Id, cancellationToken);
        var makers = Makers(events);
        return new()
        {
            Run = run,
            Phase = formula.Phase(execution.Id.Phase),
            Execution = execution,
            Rules = Outcomes(formula, run, execution, issues),
            Issues = issues,
            Files = [.. Seen(then, execution.Id).Where(a => issues.Any(i => i.File == a.FileName)).Select(a => new FileVersion(a.FileName, a.Path, makers.GetValueOrDefault(a.Path, "")))],
            LastOpened = earlier,
            Changed = earlier is null ? [] : Changes(Seen(RunLog.AtVerdict(events, earlier.Id), earlier.Id), Seen(then, execution.Id), makers),
            Compared = earlier is null ? null : IssueComparison.Of(before, issues),
            Commands = GateAdvice.For(run, execution, issues, Seen(then, execution.Id), formula),
        };
    }

    private static IReadOnlyList<WrittenArtifact> Seen(RunState then, ExecutionId execution) =>
        [.. then.Before(then.Executions.Last(e => e.Id == execution)).Where(a => a.Type == ArtifactType.CoreDoc).OrderBy(a => a.FileName, StringComparer.Ordinal)];

    // What an edit brought is the user's, though its event is the driver's.
    private static Dictionary<string, string> Makers(IReadOnlyList<StoredEvent> events)
    {
        var makers = new Dictionary<string, string>(StringComparer.Ordinal);
        var edits = new Dictionary<(int Phase, string File), string>();
        foreach (var view in events.Select(RunLog.Read))
        {
            switch (view.Event)
            {
                case RunEvent.Edited edited:
                    foreach (var file in edited.Files) edits[(file.Phase, file.File)] = view.Actor.ToString();
                    break;
                case RunEvent.OverwriteGranted granted:
                    makers[granted.Path] = view.Actor.ToString();
                    break;
                case RunEvent.ArtifactWritten { ExecutionId: { } id } written:
                    makers[written.Artifact.Path] = written.Artifact.Provenance is null && edits.TryGetValue((id.Phase, written.Artifact.FileName), out var editor) ? editor : view.Actor.ToString();
                    break;
            }
        }

        return makers;
    }

    private static IReadOnlyList<RuleOutcome> Outcomes(Formula formula, RunState run, ExecutionState execution, IReadOnlyList<Issue> issues)
    {
        var found = issues.GroupBy(i => i.Rule, StringComparer.Ordinal).ToDictionary(g => g.Key, g => IssueCounts.Of([.. g]), StringComparer.Ordinal);
        var rules = RuleCatalog.At(formula, run.Settings.Strictness, execution.Id.Phase)
            .Select(r => new RuleOutcome(r.Rule.Id, r.Rule.Title, r.Severity, found.GetValueOrDefault(r.Rule.Id, new(0, 0, 0)), formula.Overridable.Contains(r.Rule.Id))).ToList();
        // Checks of the preflight, and what the engine itself reports, stand in no formula's list of rules.
        var others = found.Where(f => rules.All(r => r.Id != f.Key)).OrderBy(f => f.Key, StringComparer.Ordinal)
            .Select(f => new RuleOutcome(f.Key, RuleCatalog.Find(f.Key)?.Title ?? "", Severity.Error, f.Value, Overridable: false));
        return [.. rules, .. others];
    }

    private static IReadOnlyList<FileChange> Changes(IReadOnlyList<WrittenArtifact> before, IReadOnlyList<WrittenArtifact> after, Dictionary<string, string> makers)
    {
        var old = before.ToDictionary(a => a.FileName, StringComparer.Ordinal);
        var now = after.ToDictionary(a => a.FileName, StringComparer.Ordinal);
        return
        [
            .. old.Keys.Union(now.Keys).Order(StringComparer.Ordinal)
                .Where(n => old.GetValueOrDefault(n)?.Hash != now.GetValueOrDefault(n)?.Hash)
                .Select(n => new FileChange(n, old.GetValueOrDefault(n)?.Path, now.GetValueOrDefault(n)?.Path, now.TryGetValue(n, out var a) ? makers.GetValueOrDefault(a.Path, "") : "")),
        ];
    }
}
