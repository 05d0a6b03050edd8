using System.Globalization;
using DocsGen.Core.Formulas;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Runs.UseCases;

/// <summary>The commands that would help after a gate, from the issues alone: what to draft again, what to edit, what can be overridden.</summary>
internal static class GateAdvice
{
    private const int MostNamed = 6;

    public static IReadOnlyList<SuggestedCommand> For(RunState run, ExecutionState execution, IReadOnlyList<Issue> issues, IReadOnlyList<WrittenArtifact> seen, Formula formula)
    {
        if (run.Status == RunStatus.Canceled) return [new($"run rebuild {run.Id} --reason TEXT", "the run is canceled; this starts a new one of the same inputs")];
        if (run.Status != RunStatus.Failed || run.Current?.Id != execution.Id || execution.IsOpen) return [];
        if (execution.Id.Phase == 0) return [new($"run rebuild {run.Id} --requirements FILE --reason TEXT", "answer the questions in the requirements, and start again")];
        var errors = issues.Where(i => i.Severity == Severity.Error).ToList();
        List<SuggestedCommand> commands = [.. Regenerations(run, execution, errors, seen)];
        commands.Add(new($"run checkout {run.Id} DIR", "take the files out to mend them by hand, then 'docsgen run edit'"));
        var overridable = errors.Where(e => formula.Overridable.Contains(e.Rule)).ToList();
        if (overridable.Count > 0)
        {
            var named = string.Concat(overridable.Take(MostNamed).Select(e => $" --issue {e.Fingerprint}"));
            var rest = overridable.Count > MostNamed ? string.Create(CultureInfo.InvariantCulture, $" ({overridable.Count - MostNamed} more)") : "";
            commands.Add(new($"run override {run.Id}{named} --expires 30d --reason TEXT", $"answer for what the formula lets people answer for{rest}"));
        }

        return commands;
    }

    private static IEnumerable<SuggestedCommand> Regenerations(RunState run, ExecutionState execution, List<Issue> errors, IReadOnlyList<WrittenArtifact> seen)
    {
        var phaseOf = seen.ToDictionary(a => a.FileName, a => ExecutionOf(run, a), StringComparer.Ordinal);
        var files = errors.Where(e => e.File is not null).Select(e => e.File!).Distinct(StringComparer.Ordinal).ToList();
        // A file that no gate has seen is missing from the phase at hand.
        foreach (var phase in files.GroupBy(f => phaseOf.GetValueOrDefault(f, execution.Id.Phase)).OrderBy(p => p.Key))
        {
            var which = phase.Key == execution.Id.Phase ? " --failed" : string.Concat(phase.Order(StringComparer.Ordinal).Take(MostNamed).Select(f => $" --file {f}"));
            var number = phase.Key.ToString(CultureInfo.InvariantCulture);
            yield return new($"run regenerate {run.Id} --phase {number}{which} --reason TEXT", $"draft {IssueCounts.Count(phase.Count(), "file")} of phase {number} again");
        }
    }

    private static int ExecutionOf(RunState run, WrittenArtifact artifact) => run.Executions.First(e => e.Artifacts.Any(a => a.Path == artifact.Path)).Id.Phase;
}
