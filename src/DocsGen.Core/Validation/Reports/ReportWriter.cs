using System.Globalization;
using System.Text;
using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation;

/// <summary>How the issues of a report are grouped.</summary>
public enum IssueGrouping
{
    Severity,
    Rule,
    File,
}

/// <summary>
/// The report of a gate as Markdown, from the same issues that the JSON and every other view show (V3). The same input gives the same
/// bytes: the caller passes what identifies the run, and no clock is read.
/// </summary>
public static class ReportWriter
{
    /// <summary>Writes a report.</summary>
    /// <param name="title">The H1: <c>Validation of phase 3</c>.</param>
    /// <param name="facts">Lines under the title, each a name and a value: run, phase, execution.</param>
    /// <param name="result">The outcome.</param>
    /// <param name="decisions">What people decided about the run so far; null where nobody could.</param>
    /// <param name="grouping">How issues are grouped.</param>
    public static string Markdown(
        string title, IReadOnlyList<NamedValue> facts, ValidationResult result, GateDecisions? decisions = null, IssueGrouping grouping = IssueGrouping.Severity)
    {
        var report = new StringBuilder();
        report.Append("# ").Append(ReportText.Escape(title)).Append("\n\n");
        foreach (var fact in facts) report.Append("- **").Append(ReportText.Escape(fact.Name)).Append("**: ").Append(ReportText.Escape(fact.Value)).Append('\n');
        report.Append("- **Result**: ").Append(result.Passed ? "passed" : "failed").Append('\n');
        report.Append("- **Issues**: ").Append(IssueCounts.Of(result.Issues).InWords()).Append("\n\n");
        AppendVerdict(report, result, decisions?.CountOverridden(result.Issues) ?? 0);
        AppendRules(report, result.Issues);
        AppendIssues(report, result.Issues, grouping);
        if (result.Completeness is { } completeness) AppendCompleteness(report, completeness);
        report.Append(decisions?.Markdown());
        return report.ToString();
    }

    private static void AppendVerdict(StringBuilder report, ValidationResult result, int overridden)
    {
        var errors = result.Issues.Count(i => i.Severity == Severity.Error);
        report.Append(result.Passed
            ? result.Issues.Count == 0 ? "Nothing was found. The gate passes.\n" : "No error was found. The gate passes.\n"
            : errors == overridden ? "The gate does not pass. It opens, since somebody answers for every error below; see the overrides.\n"
            : "The gate does not pass. Mend every error below; nothing regenerates by itself.\n");
    }

    internal static void AppendRules(StringBuilder report, IReadOnlyList<Issue> issues)
    {
        if (issues.Count == 0) return;
        report.Append("\n## Summary\n\n| Rule | Errors | Warnings | Notes |\n|---|---|---|---|\n");
        foreach (var rule in issues.GroupBy(i => i.Rule, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            Append(report, $"| {ReportText.Code(rule.Key)} | {Count(rule, Severity.Error)} | {Count(rule, Severity.Warning)} | {Count(rule, Severity.Info)} |\n");
        }
    }

    internal static void AppendIssues(StringBuilder report, IReadOnlyList<Issue> issues, IssueGrouping grouping)
    {
        if (issues.Count == 0) return;
        report.Append("\n## Issues\n");
        foreach (var group in Groups(issues, grouping))
        {
            Append(report, $"\n### {group.Title} ({group.Issues.Count})\n\n");
            foreach (var issue in group.Issues) AppendIssue(report, issue, withSeverity: grouping != IssueGrouping.Severity);
        }
    }

    internal static void AppendIssue(StringBuilder report, Issue issue, bool withSeverity)
    {
        report.Append("- ");
        if (withSeverity) report.Append("**").Append(IssueJson.NameOf(issue.Severity)).Append("** ");
        Append(report, $"{ReportText.Code(Place(issue))} {ReportText.Escape(issue.Message)} ({ReportText.Code(issue.Rule)}){Suppressed(issue)}\n");
    }

    private static IEnumerable<(string Title, List<Issue> Issues)> Groups(IReadOnlyList<Issue> issues, IssueGrouping grouping) => grouping switch
    {
        IssueGrouping.Severity => issues.GroupBy(i => i.Severity).OrderBy(g => g.Key).Select(g => (Plural(g.Key), g.ToList())),
        IssueGrouping.Rule => issues.GroupBy(i => i.Rule, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (ReportText.Code(g.Key), g.ToList())),
        IssueGrouping.File => issues.GroupBy(i => i.File ?? "", StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key.Length == 0 ? "The docset" : ReportText.Code(g.Key), g.ToList())),
    };

    internal static void AppendCompleteness(StringBuilder report, CompletenessResult completeness)
    {
        report.Append("\n## Completeness\n\n");
        Append(report, $"{completeness.Documented} of {completeness.Total} requirements are documented ({completeness.Ratio:0.00%}); the threshold is {completeness.Threshold:0.00%}.\n\n");
        report.Append("| Category | Documented | Required |\n|---|---|---|\n");
        foreach (var category in completeness.Categories) Append(report, $"| {ReportText.Escape(category.Category)} | {category.Documented} | {category.Total} |\n");
    }

    private static string Suppressed(Issue issue) => issue.Suppressed is { } by
        ? $", suppressed until {by.Until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}: {ReportText.Escape(by.Reason)}"
        : "";

    /// <summary>Where an issue is: <c>file:line:column</c>, <c>file</c>, or <c>docset</c>.</summary>
    public static string Place(Issue issue) => issue.File is null ? "docset"
        : issue.Line == 0 ? issue.File
        : string.Create(CultureInfo.InvariantCulture, $"{issue.File}:{issue.Line}:{issue.Column}");

    private static int Count(IEnumerable<Issue> issues, Severity severity) => issues.Count(i => i.Severity == severity && i.Suppressed is null);

    private static string Plural(Severity severity) => severity switch
    {
        Severity.Error => "Errors",
        Severity.Warning => "Warnings",
        Severity.Info => "Notes",
    };

    private static void Append(StringBuilder report, FormattableString text) => report.Append(text.ToString(CultureInfo.InvariantCulture));
}
