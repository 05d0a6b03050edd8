using DocsGen.Core.Artifacts;
using DocsGen.Core.Formulas;
using DocsGen.Core.Runs.Driving;

namespace DocsGen.Core.Runs.UseCases;

/// <summary>Asks for new versions of files of one phase (R7). Nothing else is drafted; later phases become stale. Only people ask.</summary>
public sealed class RegenerateFiles(RunPorts ports)
{
    /// <summary>Asks for the named files, or with none for all files of the phase.</summary>
    public async ValueTask<RunAnswer> ExecuteAsync(RunId run, int phase, IReadOnlyList<string> files, string reason, Actor actor, CancellationToken cancellationToken)
    {
        if (CommandRun.OnlyPeople(actor, "regenerate") is { } refused) return refused;
        return await CommandRun.ExecuteAsync(
            ports,
            run,
            async state => new(new RunCommand.Regenerate(phase, files, await PlannedAsync(state, phase, cancellationToken), reason)),
            actor,
            cancellationToken);
    }

    /// <summary>The files of a phase in which its last gate found errors.</summary>
    public async ValueTask<IReadOnlyList<string>> FailedFilesAsync(RunState state, int phase, CancellationToken cancellationToken)
    {
        if (state.Executions.LastOrDefault(e => e.Id.Phase == phase && e.Verdict is not null) is not { } last) return [];
        var own = await PlannedAsync(state, phase, cancellationToken);
        var issues = await ports.Runs.IssuesAsync(state.Id, last.Id, cancellationToken);
        return [.. issues.Where(i => i.Severity == Severity.Error && i.File is not null && own.Contains(i.File)).Select(i => i.File!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    // The plan says what a phase has, whether it was ever drafted or not.
    private async ValueTask<IReadOnlyList<string>> PlannedAsync(RunState state, int phase, CancellationToken cancellationToken) =>
        await new RunMaterial(ports).PlanAsync(state, cancellationToken) is { } plan ? [.. plan.InPhase(phase).Select(f => f.Name)] : [];
}
