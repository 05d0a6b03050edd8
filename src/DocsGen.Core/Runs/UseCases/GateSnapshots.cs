using DocsGen.Core.Artifacts;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Runs.UseCases;

/// <summary>
/// Compares each manifest snapshot with what its gate saw: written again from the events before the verdict and the issues' rows, it must have the hash that the verdict, and every approval, names.
/// </summary>
internal sealed class GateSnapshots(RunPorts ports)
{
    public async ValueTask CheckAsync(IReadOnlyList<StoredEvent> events, IReadOnlyList<RunState> states, List<string> problems, CancellationToken cancellationToken)
    {
        for (var i = 0; i < events.Count; i++)
        {
            var (execution, verdict) = RunLog.Read(events[i]).Event switch
            {
                RunEvent.ValidationPassed e => (e.ExecutionId, e.Verdict),
                RunEvent.ValidationFailed e => (e.ExecutionId, e.Verdict),
                _ => (default, null),
            };
            if (verdict is null) continue;
            if (await CompareAsync(execution, verdict, events, states, i, cancellationToken) is { } wrong) problems.Add($"{execution}: {wrong}");
        }
    }

    private async ValueTask<string?> CompareAsync(ExecutionId execution, GateVerdict verdict, IReadOnlyList<StoredEvent> events, IReadOnlyList<RunState> states, int at, CancellationToken cancellationToken)
    {
        var issues = await ports.Runs.IssuesAsync(states[0].Id, execution, cancellationToken);
        if ((Count(issues, Formulas.Severity.Error), Count(issues, Formulas.Severity.Warning), Count(issues, Formulas.Severity.Info)) != (verdict.Errors, verdict.Warnings, verdict.Infos))
        {
            return "its issues are not as many as its verdict counts";
        }

        // The gate saw the run as it was before its own report was recorded.
        var written = Enumerable.Range(0, at).Where(n => RunLog.Read(events[n]).Event is RunEvent.ArtifactWritten w && w.Artifact.Path == verdict.Report).Cast<int?>().LastOrDefault();
        if (written is not { } first || first == 0) return $"no event tells of its report {verdict.Report}";
        var report = ((RunEvent.ArtifactWritten)RunLog.Read(events[first]).Event).Artifact;
        return ContentHash.Of(ManifestSnapshot.Write(states[first - 1], report, issues, verdict.Opens).Span) == verdict.Snapshot
            ? null
            : "its manifest snapshot is not what the events and issues give";
    }

    private static int Count(IReadOnlyList<Issue> issues, Formulas.Severity severity) => issues.Count(i => i.Severity == severity);
}
