using System.Globalization;
using System.Text;
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
        print.Line(print.Bold($"{title} ({issues.Count})"));
        foreach (var issue in issues)
        {
            var suppressed = issue.Suppressed is { } by ? $" {print.Dim($"(suppressed until {by.Until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}: {by.Reason})")}" : "";
            print.Line($"  {Word(print, issue)}  {OneLine(Place(issue) + issue.Message + suppressed)}  {print.Dim($"[{issue.Rule}]")}");
            if (places?.Around(issue, BytesAround) is { } around) Excerpt(print, issue.Line, around.Text, around.Index);
        }
    }

    // Names and messages hold what documents say; none of it may begin a line of its own.
    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private static void Excerpt(Printer print, int line, string text, int index)
    {
        var number = line.ToString(CultureInfo.InvariantCulture);
        print.Line($"  {print.Dim($"{number,8} |")} {text.Replace('\t', ' ')}");
        print.Line($"  {print.Dim("         |")} {Blank(text.AsSpan(0, index))}{print.Bad("^")}");
    }

    // As wide as the text itself: East Asian wide characters and emoji take two cells, marks and joiners none.
    private static string Blank(ReadOnlySpan<char> text)
    {
        var cells = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            cells += Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format ? 0 : IsWide(rune.Value) ? 2 : 1;
        }

        return new(' ', cells);
    }

    private static bool IsWide(int value) => value is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF)
        or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x1F300 and <= 0x1FAFF) or (>= 0x20000 and <= 0x3FFFD);

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
