using System.Globalization;
using System.Text;

namespace DocsGen.Core.Validation;

/// <summary>The report on a folder as Markdown, in the words of a gate's. The same issues give the same bytes.</summary>
public static class FolderReport
{
    /// <summary>Writes a report.</summary>
    /// <param name="files">How many files were validated.</param>
    /// <param name="issues">What is reported, in canonical order.</param>
    /// <param name="completeness">Null where there are no requirements.</param>
    /// <param name="compared">What is new and what was fixed; null without a comparison.</param>
    public static string Markdown(int files, IReadOnlyList<Issue> issues, CompletenessResult? completeness = null, IssueComparison? compared = null)
    {
        var passed = IssueCounts.Of(compared?.New ?? issues).Errors == 0;
        var report = new StringBuilder("# Validation\n\n");
        report.Append(CultureInfo.InvariantCulture, $"- **Files**: {files}\n- **Result**: {(passed ? "passed" : "failed")}\n- **Issues**: {IssueCounts.Of(issues).InWords()}\n");
        if (compared is not null) report.Append(CultureInfo.InvariantCulture, $"- **Compared**: {compared.New.Count} new, {compared.Fixed.Count} fixed, {compared.StillThere.Count} still there\n");
        ReportWriter.AppendRules(report, issues);
        if (compared is null)
        {
            ReportWriter.AppendIssues(report, issues, IssueGrouping.File);
        }
        else
        {
            Section(report, "New", compared.New);
            Section(report, "Fixed", compared.Fixed);
        }

        if (completeness is not null) ReportWriter.AppendCompleteness(report, completeness);
        return report.ToString();
    }

    private static void Section(StringBuilder report, string title, IReadOnlyList<Issue> issues)
    {
        if (issues.Count == 0) return;
        report.Append("\n## ").Append(title).Append("\n\n");
        foreach (var issue in issues) ReportWriter.AppendIssue(report, issue, withSeverity: true);
    }
}
