using DocsGen.Core.Formulas;

namespace DocsGen.Core.Runs;

/// <summary>What a driver has to do next.</summary>
public abstract record RunWork
{
    private RunWork()
    {
    }

    public sealed record Stop : RunWork;

    /// <summary>Begin an execution; <paramref name="Targets"/> are the files to draft, null for all.</summary>
    public sealed record StartPhase(PhaseSpec Phase, ExecutionKind Kind, IReadOnlyList<string>? Targets, Replan? Replan = null) : RunWork;

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
        if (state.Asked is { } asked) return new StartPhase(formula.Phase(asked.Phase), asked.Kind, asked.Files, asked.Replan);
        if (state.Current is not { } current) return new StartPhase(formula.Phases[0], ExecutionKind.Draft, null);
        return current.Status switch
        {
            ExecutionStatus.Drafting when current.Kind is ExecutionKind.Draft or ExecutionKind.Regeneration => NextDraft(state, current, formula, plan, leftOut),
            ExecutionStatus.Drafting => (RunWork?)NextIndex(state, current, formula, plan) ?? new Validate(formula.Phase(current.Id.Phase)),
            ExecutionStatus.Validating => new Validate(formula.Phase(current.Id.Phase)),
            ExecutionStatus.Passed or ExecutionStatus.Overridden when current.Id.Phase == formula.FinalPhase => new Complete(),
            ExecutionStatus.Passed or ExecutionStatus.Overridden => NextPhase(state, formula.Phase(current.Id.Phase + 1)),
            ExecutionStatus.Failed => new Stop(),
        };
    }

    // A phase that has spoken before is validated again with what it has, and with what was edited; it is never drafted (R7).
    private static StartPhase NextPhase(RunState state, PhaseSpec phase) =>
        state.PendingEdits.ContainsKey(phase.Number) ? new(phase, ExecutionKind.Edit, [])
        : state.Executions.Any(e => e.Id.Phase == phase.Number) ? new(phase, ExecutionKind.Revalidation, [])
        : new(phase, ExecutionKind.Draft, null);

    private static RunWork NextDraft(RunState state, ExecutionState execution, Formula formula, PlannedFiles? plan, IReadOnlySet<string> leftOut)
    {
        var phase = formula.Phase(execution.Id.Phase);
        var there = state.Composition(execution).Select(a => a.FileName).ToHashSet(StringComparer.Ordinal);
        var written = execution.Artifacts.Select(a => a.FileName).ToHashSet(StringComparer.Ordinal);
        // The planned files are written once; a regeneration leaves them alone, unless it was asked to plan anew.
        if (phase.Plan is { } planFile && !(execution.Replan is null ? there : written).Contains(planFile)) return new WritePlan(planFile);
        var open = plan?.InPhase(phase.Number)
            .Where(f => (execution.Targets is null || execution.Targets.Contains(f.Name)) && !written.Contains(f.Name) && !leftOut.Contains(f.Name)).ToList() ?? [];
        var waitsForIndex = phase.TerminologyIndex is { } index && open.Any(f => index.After.Contains(f.Role));
        if (!waitsForIndex && NextIndex(state, execution, formula, plan) is { } extract) return extract;
        return open.Count > 0 ? new DraftFile(open[0]) : new Validate(phase);
    }

    // The index follows the files that it is made from: it is extracted when there is none, or when this execution has a new version of one of them.
    private static ExtractTerminology? NextIndex(RunState state, ExecutionState execution, Formula formula, PlannedFiles? plan)
    {
        if (formula.Phase(execution.Id.Phase).TerminologyIndex is not { } index || plan is null) return null;
        if (execution.Artifacts.Any(a => a.FileName == index.File)) return null;
        var sources = plan.Files.Where(f => index.After.Contains(f.Role)).Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        var isThere = state.Composition(execution).Any(a => a.FileName == index.File);
        return isThere && !execution.Artifacts.Any(a => sources.Contains(a.FileName)) ? null : new(index);
    }
}
