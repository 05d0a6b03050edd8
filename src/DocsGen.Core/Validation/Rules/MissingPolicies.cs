using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation.Rules;

/// <summary>
/// <c>policies.missing</c>: requirements without performance targets, without audit settings, or with an integration that has no failure
/// policy.
/// </summary>
internal sealed class MissingPolicies : RequirementsRule
{
    public override RuleInfo Info { get; } = new("policies.missing", "Policy missing", "The requirements lack performance targets, an integration's failure policy, or audit settings.", Severity.Error, Severity.Warning);

    protected override void Check(Requirements requirements, RuleContext context)
    {
        if (requirements.PerformanceTargets.Count == 0) context.Report(fileName: null, "The requirements have no performance targets; fill $.performance_targets.");
        if (requirements.Audit is null) context.Report(fileName: null, "The requirements have no audit settings; fill $.audit.");
        foreach (var integration in requirements.Integrations)
        {
            if (string.IsNullOrWhiteSpace(integration.FailurePolicy)) context.Report(fileName: null, $"The integration {integration.Name} has no failure policy; fill {integration.JsonPath}.failure_policy.");
        }
    }
}
