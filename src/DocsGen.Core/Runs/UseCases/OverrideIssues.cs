using DocsGen.Core.Artifacts;
using DocsGen.Core.Formulas;
using DocsGen.Core.Runs.Driving;

namespace DocsGen.Core.Runs.UseCases;

/// <summary>
/// A person answers for errors of the gate that failed last, with a reason and until a day. The gate judges again, without any agent, and opens when every
/// error has a valid override. Only rules that the formula lists can be overridden, and never a core rule. Only people override.
/// </summary>
public sealed class OverrideIssues(RunPorts ports)
{
    private const int ShortestPrefix = 6;

    /// <summary>Overrides the issues whose fingerprints begin with these texts, each of at least 6 digits and of one issue only.</summary>
    public async ValueTask<RunAnswer> ExecuteAsync(
        RunId run, IReadOnlyList<string> fingerprints, DateTimeOffset expiresUtc, string reason, Actor actor, CancellationToken cancellationToken)
    {
        if (CommandRun.OnlyPeople(actor, "override a gate") is { } refused) return refused;
        return await CommandRun.ExecuteAsync(
            ports,
            run,
            async state =>
            {
                // The machine refuses it; its formula may be collected already.
                if (state.IsDeleted) return (new RunCommand.Override(fingerprints, [], new HashSet<string>(StringComparer.Ordinal), ports.Clock.GetUtcNow(), expiresUtc, reason), []);
                var errors = await ErrorsAsync(state, cancellationToken);
                var formula = await new RunMaterial(ports).FormulaAsync(state, cancellationToken);
                return (new RunCommand.Override(
                    [.. fingerprints.Select(f => Whole(f, errors))], errors, formula.Overridable.ToHashSet(StringComparer.Ordinal), ports.Clock.GetUtcNow(), expiresUtc, reason), []);
            },
            actor,
            cancellationToken);
    }

    private async ValueTask<IReadOnlyList<OverriddenIssue>> ErrorsAsync(RunState state, CancellationToken cancellationToken)
    {
        if (state.Current is not { Verdict: not null } current) return [];
        var issues = await ports.Runs.IssuesAsync(state.Id, current.Id, cancellationToken);
        return [.. issues.Where(i => i.Severity == Severity.Error).Select(i => new OverriddenIssue(i.Fingerprint, i.Rule, i.File, i.Message))];
    }

    // What names none or several stays as it is, and the machine refuses it by name.
    private static string Whole(string prefix, IReadOnlyList<OverriddenIssue> errors)
    {
        if (prefix.Length < ShortestPrefix) return prefix;
        var found = errors.Where(e => e.Fingerprint.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)).ToList();
        return found.Count == 1 ? found[0].Fingerprint : prefix;
    }
}
