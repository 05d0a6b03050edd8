using System.Text;
using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation;

/// <summary>The report of the preflight: a summary when it passes, one targeted question per finding when it does not.</summary>
public static class PreflightReport
{
    /// <summary>The summary of a preflight that passed, or the questions of one that did not.</summary>
    /// <param name="result">The outcome.</param>
    /// <param name="facts">Lines under the title, each a name and a value.</param>
    public static string Markdown(PreflightResult result, IReadOnlyList<NamedValue> facts) => result.Passed ? Summary(result, facts) : Questions(result, facts);

    /// <summary>What was noted and settled.</summary>
    public static string Summary(PreflightResult result, IReadOnlyList<NamedValue> facts)
    {
        var report = Begin("Preflight summary", facts, "passed");
        report.Append("The inputs are complete enough to draft from.\n");
        AppendFindings(report, "Warnings", result.Findings.Where(f => f.Severity == Severity.Warning));
        AppendFindings(report, "Notes", result.Findings.Where(f => f.Severity == Severity.Info));
        AppendSettled(report, result);
        return report.ToString();
    }

    /// <summary>One question per finding, each with the JSON path to fill.</summary>
    public static string Questions(PreflightResult result, IReadOnlyList<NamedValue> facts)
    {
        var report = Begin("Preflight questions", facts, "failed");
        report.Append("Answer each question by filling its JSON path in the requirements, then start again. Nothing was drafted.\n");
        AppendFindings(report, "Questions", result.Findings.Where(f => f.Severity == Severity.Error));
        AppendFindings(report, "Warnings", result.Findings.Where(f => f.Severity == Severity.Warning));
        AppendFindings(report, "Notes", result.Findings.Where(f => f.Severity == Severity.Info));
        AppendSettled(report, result);
        return report.ToString();
    }

    /// <summary>The findings as issues, in their order; they concern no file of the docset, and the message begins with the JSON path.</summary>
    public static IReadOnlyList<Issue> ToIssues(PreflightResult result)
    {
        var raw = result.Findings.Select(f => new RawIssue(f.Check, f.Severity, null, default, $"{f.JsonPath}: {f.Message} {f.Question}")).ToList();
        return Fingerprints.InGivenOrder(raw);
    }

    private static StringBuilder Begin(string title, IReadOnlyList<NamedValue> facts, string outcome)
    {
        var report = new StringBuilder().Append("# ").Append(title).Append("\n\n");
        foreach (var fact in facts) report.Append("- **").Append(ReportText.Escape(fact.Name)).Append("**: ").Append(ReportText.Escape(fact.Value)).Append('\n');
        return report.Append("- **Result**: ").Append(outcome).Append("\n\n");
    }

    private static void AppendFindings(StringBuilder report, string title, IEnumerable<Finding> findings)
    {
        var number = 0;
        foreach (var finding in findings)
        {
            if (number == 0) report.Append("\n## ").Append(title).Append("\n\n");
            report.Append(System.Globalization.CultureInfo.InvariantCulture, $"{++number}. {ReportText.Code(finding.JsonPath)} {ReportText.Escape(finding.Message)} {ReportText.Escape(finding.Question)} ({ReportText.Code(finding.Check)})\n");
        }
    }

    private static void AppendSettled(StringBuilder report, PreflightResult result)
    {
        if (result.Settled.Count == 0) return;
        report.Append("\n## Conflicts settled\n\n");
        foreach (var sentence in result.Settled) report.Append("- ").Append(ReportText.Escape(sentence)).Append('\n');
    }
}
