using System.Globalization;
using System.Text;

namespace DocsGen.Core.Text.Diff;

/// <summary>The unified format of <c>diff -u</c> (POSIX.1-2024, "Diff -U Output Format"), as <c>patch</c> and <c>git apply</c> read it.</summary>
public static class UnifiedDiff
{
    /// <summary>Writes a diff; empty when nothing differs.</summary>
    public static string Write(string nameBefore, string nameAfter, TextDiff diff)
    {
        if (diff.Hunks.Count == 0) return "";
        var text = new StringBuilder();
        text.Append("--- ").Append(nameBefore).Append("\n+++ ").Append(nameAfter).Append('\n');
        foreach (var section in DiffSection.Of(diff)) Append(text, diff, section);
        return text.ToString();
    }

    /// <summary>The line that says where a section stands in both texts.</summary>
    public static string Header(DiffSection section) => $"@@ -{Range(section.FromA, section.ToA)} +{Range(section.FromB, section.ToB)} @@";

    /// <summary>The sign of a line: a blank where both texts have it.</summary>
    public static char Sign(DiffRow row) => !row.Differs ? ' ' : row.A is not null ? '-' : '+';

    private static void Append(StringBuilder text, TextDiff diff, DiffSection section)
    {
        text.Append(Header(section)).Append('\n');
        foreach (var row in section.Rows()) AppendLine(text, Sign(row), row.A is { } a ? diff.Before[a] : diff.After[row.B!.Value]);
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
