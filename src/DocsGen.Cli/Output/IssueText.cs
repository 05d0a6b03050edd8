using System.Globalization;
using DocsGen.Core.Formulas;
using DocsGen.Core.Validation;

namespace DocsGen.Cli.Output;

/// <summary>Issues in words, grouped.</summary>
internal static class IssueText
{
    public static void Print(Printer print, IReadOnlyList<Issue> issues, string group, string what)
    {
        if (issues.Count == 0)
        {
            print.Line($"{what}: no issues.");
            return;
        }

        foreach (var bucket in issues.GroupBy(i => Key(i, group)).OrderBy(b => group == "severity" ? (int)b.First().Severity : 0).ThenBy(b => b.Key, StringComparer.Ordinal))
        {
            print.Line(print.Bold($"{bucket.Key} ({bucket.Count()})"));
            foreach (var issue in bucket) print.Line($"  {Word(print, issue)}  {Place(issue)}{issue.Message}  {print.Dim($"[{issue.Rule}]")}");
        }

        print.Line();
        print.Line($"{what}: {IssueCounts.Of(issues).InWords()}.");
    }

    private static string Key(Issue issue, string group) => group switch
    {
        "rule" => issue.Rule,
        "file" => issue.File ?? "(the docset as a whole)",
        _ => issue.Severity.ToString().ToLowerInvariant(),
    };

    public static string Word(Printer print, Issue issue) => issue.Severity switch
    {
        Severity.Error => print.Bad("error  "),
        Severity.Warning => print.Notable("warning"),
        Severity.Info => "note   ",
    };

    public static string Place(Issue issue) => (issue.File, issue.Line) switch
    {
        (null, _) => "",
        (_, 0) => $"{issue.File}: ",
        _ => string.Create(CultureInfo.InvariantCulture, $"{issue.File}:{issue.Line}:{issue.Column}: "),
    };
}
