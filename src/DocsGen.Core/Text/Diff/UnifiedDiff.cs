using System.Globalization;
using System.Text;

namespace DocsGen.Core.Text.Diff;

/// <summary>The unified format of <c>diff -u</c> (POSIX.1-2024, "Diff -U Output Format"), as <c>patch</c> and <c>git apply</c> read it.</summary>
public static class UnifiedDiff
{
    private const int Context = 3;

    /// <summary>Writes a diff; empty when nothing differs.</summary>
    public static string Write(string nameBefore, string nameAfter, TextDiff diff)
    {
        if (diff.Hunks.Count == 0) return "";
        var text = new StringBuilder();
        text.Append("--- ").Append(nameBefore).Append("\n+++ ").Append(nameAfter).Append('\n');
        foreach (var group in Groups(diff)) AppendGroup(text, diff, group);
        return text.ToString();
    }

    /// <summary>Hunks that are so close that their context would overlap belong together.</summary>
    public static IReadOnlyList<IReadOnlyList<DiffHunk>> Groups(TextDiff diff)
    {
        var groups = new List<List<DiffHunk>>();
        foreach (var hunk in diff.Hunks)
        {
            if (groups.Count > 0 && hunk.StartA - groups[^1][^1].EndA <= 2 * Context) groups[^1].Add(hunk);
            else groups.Add([hunk]);
        }

        return groups;
    }

    /// <summary>The lines that a group covers with its context: from, to in both texts.</summary>
    public static (int FromA, int ToA, int FromB, int ToB) Span(TextDiff diff, IReadOnlyList<DiffHunk> group)
    {
        var before = Math.Min(Context, group[0].StartA);
        var after = Math.Min(Context, diff.Before.Count - group[^1].EndA);
        return (group[0].StartA - before, group[^1].EndA + after, group[0].StartB - before, group[^1].EndB + after);
    }

    private static void AppendGroup(StringBuilder text, TextDiff diff, IReadOnlyList<DiffHunk> group)
    {
        var (fromA, toA, fromB, toB) = Span(diff, group);
        text.Append("@@ -").Append(Range(fromA, toA)).Append(" +").Append(Range(fromB, toB)).Append(" @@\n");
        var at = fromA;
        foreach (var hunk in group)
        {
            for (; at < hunk.StartA; at++) AppendLine(text, ' ', diff.Before[at]);
            for (; at < hunk.EndA; at++) AppendLine(text, '-', diff.Before[at]);
            for (var b = hunk.StartB; b < hunk.EndB; b++) AppendLine(text, '+', diff.After[b]);
        }

        for (; at < toA; at++) AppendLine(text, ' ', diff.Before[at]);
    }

    // A range of no lines names the line before it; one of one line has no count.
    private static string Range(int from, int to) => (to - from) switch
    {
        0 => string.Create(CultureInfo.InvariantCulture, $"{from},0"),
        1 => string.Create(CultureInfo.InvariantCulture, $"{from + 1}"),
        var count => string.Create(CultureInfo.InvariantCulture, $"{from + 1},{count}"),
    };

    private static void AppendLine(StringBuilder text, char sign, string line)
    {
        text.Append(sign).Append(line);
        if (!line.EndsWith('\n')) text.Append("\n\\ No newline at end of file\n");
    }
}
