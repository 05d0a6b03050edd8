using DocsGen.Core.Formulas;

namespace DocsGen.Core.Runs;

/// <summary>What a driver has to do next.</summary>
public abstract record RunWork
{
    private RunWork()
    {
    }

    public sealed record Stop : RunWork;

    public sealed record StartPhase(PhaseSpec Phase) : RunWork;

    public sealed record WritePlan(string FileName) : RunWork;

    public sealed record ExtractTerminology(IndexSpec Index) : RunWork;

    public sealed record DraftFile(PlannedFile File) : RunWork;

    public sealed record Validate(PhaseSpec Phase) : RunWork;

    public sealed record Complete : RunWork;

    /// <summary>
    /// The next piece of work, from the state alone: what was written is never made again (R11). <paramref name="plan"/> is null until it was
    /// written; <paramref name="leftOut"/> names files for which the agent had nothing in this execution.
    /// </summary>
    public static RunWork Next(RunState state, Formula formula, PlannedFiles? plan, IReadOnlySet<string> leftOut)
    {
        if (state.Status != RunStatus.Running) return new Stop();
        if (state.Current is not { } current) return new StartPhase(formula.Phases[0]);
        return current.Status switch
        {
            ExecutionStatus.Drafting => NextDraft(current, formula.Phase(current.Id.Phase), plan, leftOut),
            ExecutionStatus.Validating => new Validate(formula.Phase(current.Id.Phase)),
            ExecutionStatus.Passed when current.Id.Phase == formula.FinalPhase => new Complete(),
            ExecutionStatus.Passed => new StartPhase(formula.Phase(current.Id.Phase + 1)),
            ExecutionStatus.Failed => new Stop(),
        };
    }

    private static RunWork NextDraft(ExecutionState execution, PhaseSpec phase, PlannedFiles? plan, IReadOnlySet<string> leftOut)
    {
        var written = execution.Artifacts.Select(a => a.FileName).ToHashSet(StringComparer.Ordinal);
        if (phase.Plan is { } planFile && !written.Contains(planFile)) return new WritePlan(planFile);
        var open = plan?.InPhase(phase.Number).Where(f => !written.Contains(f.Name) && !leftOut.Contains(f.Name)).ToList() ?? [];
        if (phase.TerminologyIndex is { } index && !written.Contains(index.File) && !open.Any(f => index.After.Contains(f.Role)))
        {
            return new ExtractTerminology(index);
        }

        return open.Count > 0 ? new DraftFile(open[0]) : new Validate(phase);
    }
}
