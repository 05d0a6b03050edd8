using System.Globalization;
using System.Text;
using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation;

/// <summary>What an override does at a gate.</summary>
public enum OverrideEffect
{
    /// <summary>The gate found its issue, and it counts.</summary>
    Counts,

    /// <summary>The gate did not find its issue.</summary>
    NotFound,

    /// <summary>Its day is over.</summary>
    Expired,

    /// <summary>The formula does not list its rule.</summary>
    NotListed,
}

/// <summary>An override as a report shows it.</summary>
public sealed record OverrideNote(
    string Fingerprint, string Rule, string Message, string Reason, string By, DateTimeOffset Utc, DateTimeOffset ExpiresUtc, OverrideEffect Effect);

/// <summary>A rejection as a report shows it.</summary>
public sealed record RejectionNote(string Execution, string Reason, string By, DateTimeOffset Utc);

/// <summary>What people decided about a run before a gate spoke: every report carries it, so that no override and no rejection is out of sight.</summary>
public sealed record GateDecisions(IReadOnlyList<OverrideNote> Overrides, IReadOnlyList<RejectionNote> Rejections)
{
    /// <summary>How many of the errors among these issues have an override that counts.</summary>
    public int CountOverridden(IReadOnlyList<Issue> issues)
    {
        var counting = Overrides.Where(o => o.Effect == OverrideEffect.Counts).Select(o => o.Fingerprint).ToHashSet(StringComparer.Ordinal);
        return issues.Count(i => i.Severity == Severity.Error && counting.Contains(i.Fingerprint));
    }

    /// <summary>The sections of a report; empty when nobody decided anything.</summary>
    public string Markdown()
    {
        var text = new StringBuilder();
        if (Overrides.Count > 0) text.Append("\n## Overrides\n\n");
        foreach (var o in Overrides)
        {
            text.Append("- ").Append(ReportText.Code(o.Rule)).Append(' ').Append(ReportText.Code(o.Fingerprint)).Append(": ").Append(ReportText.Escape(o.Message))
                .Append(" Overridden by ").Append(ReportText.Escape(o.By)).Append(" on ").Append(Day(o.Utc)).Append(" until ").Append(Day(o.ExpiresUtc))
                .Append(": ").Append(ReportText.Escape(o.Reason)).Append(" (").Append(InWords(o.Effect)).Append(")\n");
        }

        if (Rejections.Count > 0) text.Append("\n## Rejections\n\n");
        foreach (var r in Rejections)
        {
            text.Append("- ").Append(ReportText.Code(r.Execution)).Append(" was rejected by ").Append(ReportText.Escape(r.By)).Append(" on ").Append(Day(r.Utc))
                .Append(": ").Append(ReportText.Escape(r.Reason)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>What an override does here, in words.</summary>
    public static string InWords(OverrideEffect effect) => effect switch
    {
        OverrideEffect.Counts => "counts here",
        OverrideEffect.NotFound => "its issue is not found here",
        OverrideEffect.Expired => "expired",
        OverrideEffect.NotListed => "the formula does not list its rule",
    };

    private static string Day(DateTimeOffset utc) => utc.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
