using System.Globalization;
using DocsGen.Core.Text.Diff;

namespace DocsGen.Cli.Output;

/// <summary>The difference of two texts in words; signs say what colours say.</summary>
internal static class DiffText
{
    public static void Print(Printer print, string before, string after, TextDiff diff, bool words)
    {
        if (words)
        {
            print.Line($"{before} -> {after}");
            foreach (var group in UnifiedDiff.Groups(diff)) PrintWords(print, diff, group);
            return;
        }

        foreach (var line in UnifiedDiff.Write(before, after, diff).TrimEnd('\n').Split('\n')) print.Line(Coloured(print, line));
    }

    private static void PrintWords(Printer print, TextDiff diff, IReadOnlyList<DiffHunk> group)
    {
        print.Line();
        print.Line(print.Dim(string.Create(CultureInfo.InvariantCulture, $"line {group[0].StartA + 1}:")));
        foreach (var hunk in group)
        {
            var old = string.Concat(diff.Before.Skip(hunk.StartA).Take(hunk.LengthA));
            var now = string.Concat(diff.After.Skip(hunk.StartB).Take(hunk.LengthB));
            var (before, after) = WordDiff.Of(old, now);
            if (hunk.LengthA > 0) print.Line("  " + string.Concat(before.Select(s => s.Changed ? print.Bad($"[-{s.Text}-]") : s.Text)).TrimEnd());
            if (hunk.LengthB > 0) print.Line("  " + string.Concat(after.Select(s => s.Changed ? print.Good($"{{+{s.Text}+}}") : s.Text)).TrimEnd());
        }
    }

    private static string Coloured(Printer print, string line) => line.Length == 0 ? line : line[0] switch
    {
        '+' => print.Good(line),
        '-' => print.Bad(line),
        '@' => print.Notable(line),
        _ => line,
    };
}
