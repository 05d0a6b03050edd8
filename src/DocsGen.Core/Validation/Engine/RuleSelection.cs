using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation;

/// <summary>A rule that runs at a gate.</summary>
internal sealed record ActiveRule(IRule Rule, RuleSpec Spec, Severity Severity);

/// <summary>A rule that reports what the parser found, so that it also sees files that cannot be read.</summary>
internal interface IFaultRule : IFileRule;

/// <summary>
/// Chooses the rules for a gate: those of the formula whose phases hold this one; at the final gate all of them. A rule without phases
/// runs wherever files are drafted. A formula can weigh the rules on faults, but not leave them out: a file that cannot be read would
/// pass every other rule.
/// </summary>
internal static class RuleSelection
{
    public static List<ActiveRule> For(ValidationRequest request, IReadOnlyList<IRule> rules) => For(request.Formula, request.Strictness, request.Phase, rules);

    public static List<ActiveRule> For(Formula formula, Strictness strictness, int phase, IReadOnlyList<IRule> rules)
    {
        var specs = new Dictionary<string, RuleSpec>(StringComparer.Ordinal);
        foreach (var spec in formula.Rules) specs.TryAdd(spec.Id, spec);
        var active = new List<ActiveRule>(rules.Count);
        foreach (var rule in rules)
        {
            if (!specs.TryGetValue(rule.Info.Id, out var spec))
            {
                if (rule is IFaultRule) active.Add(new(rule, new() { Id = rule.Info.Id }, Severity.Error));
                continue;
            }

            if (rule is not IFaultRule && !RunsAt(spec, formula, phase)) continue;
            if (spec.SeverityIn(strictness, phase) is { } severity) active.Add(new(rule, spec, severity));
            else if (rule is IFaultRule) active.Add(new(rule, spec, Severity.Error));
        }

        return active;
    }

    private static bool RunsAt(RuleSpec spec, Formula formula, int phase)
    {
        if (phase == formula.FinalPhase) return true;
        if (spec.Phases is { } phases) return phases.Contains(phase);
        foreach (var other in formula.Phases)
        {
            if (other.Number == phase) return other.Files.Count > 0;
        }

        return false;
    }
}
