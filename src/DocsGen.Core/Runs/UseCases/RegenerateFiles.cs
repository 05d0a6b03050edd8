using DocsGen.Core.Artifacts;
using DocsGen.Core.Formulas;

namespace DocsGen.Core.Runs.UseCases;

/// <summary>Asks for new versions of files of one phase (R7). Nothing else is drafted; later phases become stale. Only people ask.</summary>
public sealed class RegenerateFiles(RunPorts ports)
{
    /// <summary>Asks for the named files, or with none for all files of the phase.</summary>
    public ValueTask<RunAnswer> ExecuteAsync(RunId run, int phase, IReadOnlyList<string> files, string reason, Actor actor, CancellationToken cancellationToken) =>
        CommandRun.OnlyPeople(actor, "regenerate") is { } refused
            ? ValueTask.FromResult<RunAnswer>(refused)
            : CommandRun.ExecuteAsync(ports, run, new RunCommand.Regenerate(phase, files, reason), actor, cancellationToken);

    /// <summary>The files of a phase in which its last gate found errors.</summary>
    public async ValueTask<IReadOnlyList<string>> FailedFilesAsync(RunState state, int phase, CancellationToken cancellationToken)
    {
        if (state.Executions.LastOrDefault(e => e.Id.Phase == phase && e.Verdict is not null) is not { } last) return [];
        var own = state.Composition(last).Where(a => a.Type == ArtifactType.CoreDoc).Select(a => a.FileName).ToHashSet(StringComparer.Ordinal);
        own.UnionWith(last.Outline.Select(o => o.File));
        var issues = await ports.Runs.IssuesAsync(state.Id, last.Id, cancellationToken);
        return [.. issues.Where(i => i.Severity == Severity.Error && i.File is not null && own.Contains(i.File)).Select(i => i.File!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }
}
