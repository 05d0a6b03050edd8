using System.Globalization;
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
                var errors = await ErrorsAsync(state, cancellationToken);
                if (fingerprints.FirstOrDefault(f => !IsWhole(f, errors)) is { } vague) return Prepared.Not(Vague(vague, errors));
                var formula = await new RunMaterial(ports).FormulaAsync(state, cancellationToken);
                return new(new RunCommand.Override(
                    [.. fingerprints.Select(f => Whole(f, errors))], errors, formula.Overridable.ToHashSet(StringComparer.Ordinal), ports.Clock.GetUtcNow(), expiresUtc, reason));
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

    private static bool IsWhole(string prefix, IReadOnlyList<OverriddenIssue> errors) => prefix.Length >= ShortestPrefix && Beginning(prefix, errors).Count < 2;

    private static RunDecision.Refused Vague(string prefix, IReadOnlyList<OverriddenIssue> errors) => prefix.Length < ShortestPrefix
        ? new("override.short_fingerprint", string.Create(CultureInfo.InvariantCulture, $"'{prefix}' is too short to name an error: give at least {ShortestPrefix} digits of its fingerprint."))
        : new("override.ambiguous_fingerprint", $"'{prefix}' names several errors: {string.Join(", ", Beginning(prefix, errors).Select(e => e.Fingerprint))}. Give more digits.");

    // What names none stays as it is, and the machine refuses it by name.
    private static string Whole(string prefix, IReadOnlyList<OverriddenIssue> errors) => Beginning(prefix, errors) is [var only] ? only.Fingerprint : prefix;

    private static List<OverriddenIssue> Beginning(string prefix, IReadOnlyList<OverriddenIssue> errors) =>
        [.. errors.Where(e => e.Fingerprint.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))];
}
