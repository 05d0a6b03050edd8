using System.Globalization;
using DocsGen.Core.Formulas;
using DocsGen.Core.Validation;

namespace DocsGen.Cli.Output;

/// <summary>Issues in words, grouped.</summary>
internal static class IssueText
{
    private const int BytesAround = 90;

    public static void Print(Printer print, IReadOnlyList<Issue> issues, string group, string what)
    {
        if (issues.Count == 0)
        {
            print.Line($"{what}: no issues.");
            return;
        }

        foreach (var bucket in issues.GroupBy(i => Key(i, group)).OrderBy(b => group == "severity" ? (int)b.First().Severity : 0).ThenBy(b => b.Key, StringComparer.Ordinal))
        {
            List(print, bucket.Key, [.. bucket], null);
        }

        print.Line();
        print.Line($"{what}: {IssueCounts.Of(issues).InWords()}.");
    }

    /// <summary>File by file, each issue with its line and a caret under the place.</summary>
    public static void ByFile(Printer print, IReadOnlyList<Issue> issues, SourcePlaces places)
    {
        foreach (var bucket in issues.GroupBy(i => Key(i, "file")).OrderBy(b => b.Key, StringComparer.Ordinal))
        {
            List(print, bucket.Key, [.. bucket], places);
            print.Line();
        }
    }

    /// <summary>A group under its title; nothing when it is empty.</summary>
    /// <param name="print">Where to.</param>
    /// <param name="title">What they have in common.</param>
    /// <param name="issues">In the order in which they are to stand.</param>
    /// <param name="places">Shows the lines; null for none.</param>
    public static void List(Printer print, string title, IReadOnlyList<Issue> issues, SourcePlaces? places)
    {
        if (issues.Count == 0) return;
        print.Line(print.Bold($"{ShownText.Escape(title)} ({issues.Count})"));
        foreach (var issue in issues)
        {
            var suppressed = issue.Suppressed is { } by ? $" {print.Dim(OneLine($"(suppressed until {by.Until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}: {by.Reason})"))}" : "";
            print.Line($"  {Word(print, issue)}  {ShownText.Escape(Place(issue))}{OneLine(issue.Message)}{suppressed}  {print.Dim($"[{issue.Rule}]")}");
            if (places?.Around(issue, BytesAround) is { } around) Excerpt(print, issue.Line, around.Text, around.Index);
        }
    }

    // Names and messages hold what documents say; none of it may begin a line of its own or drive a terminal.
    private static string OneLine(string text) => ShownText.Escape(text.ReplaceLineEndings(" ").Replace('\t', ' '));

    private static void Excerpt(Printer print, int line, string text, int index)
    {
        var number = line.ToString(CultureInfo.InvariantCulture);
        print.Line($"  {print.Dim($"{number,8} |")} {Flat(text)}");
        print.Line($"  {print.Dim("         |")} {new string(' ', ShownText.Cells(Flat(text[..index])))}{print.Bad("^")}");
    }

    private static string Flat(string text) => ShownText.Escape(text.Replace('\t', ' '));

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
