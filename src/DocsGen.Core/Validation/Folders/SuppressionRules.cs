using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation;

/// <summary>The rules about suppressions themselves. They run wherever a folder is validated.</summary>
public static class SuppressionRules
{
    internal static readonly RuleInfo Invalid = new("suppression.invalid", "Suppression not understood", "A comment that suppresses issues without rule, reason or day, or of a rule that there is not.", Severity.Error, Severity.Error);
    internal static readonly RuleInfo Expired = new("suppression.expired", "Suppression expired", "A suppression whose day is over; its issues count again.", Severity.Warning, Severity.Warning);
    internal static readonly RuleInfo Unused = new("suppression.unused", "Suppression unused", "A suppression that no issue needs any more.", Severity.Warning, Severity.Warning);

    /// <summary>All three.</summary>
    public static IReadOnlyList<RuleInfo> All { get; } = [Invalid, Expired, Unused];

    /// <summary>Why a rule's issues cannot be suppressed; null when they can.</summary>
    public static string? WhyNot(string rule) =>
        string.Equals(rule, Validator.FailedRule, StringComparison.Ordinal) || All.Any(r => string.Equals(r.Id, rule, StringComparison.Ordinal)) ? $"issues of {rule} cannot be suppressed"
        : RuleCatalog.Find(rule) is null ? $"there is no rule {rule}{RuleCatalog.Nearest(rule)}"
        : null;
}
