using System.Globalization;
using DocsGen.Core.Sync;
using DocsGen.Core.Text.Diff;

namespace DocsGen.Cli.Output;

/// <summary>The difference of two texts in words; signs say what colours say.</summary>
internal static class DiffText
{
    public static void Print(Printer print, string before, string after, TextDiff diff, bool words)
    {
        foreach (var line in words ? Words(print, before, after, diff, []) : Lines(print, before, after, diff, [])) print.Line(line);
    }

    /// <summary>Line by line, each comment under the line that it is about.</summary>
    public static IEnumerable<string> Lines(Printer print, string before, string after, TextDiff diff, IReadOnlyList<CommentThread> threads)
    {
        yield return print.Bold($"--- {before}");
        yield return print.Bold($"+++ {after}");
        foreach (var line in threads.Where(t => t.Root.Lines is null).SelectMany(t => CommentText.Under(print, t))) yield return line;
        var placed = threads.Where(t => t.Root.Lines is not null).ToLookup(t => t.Root.Lines!.Value.To);
        foreach (var section in DiffSection.Of(diff, threads.Select(t => t.Root.Lines).OfType<LineSpan>()))
        {
            yield return print.Notable(UnifiedDiff.Header(section));
            foreach (var row in section.Rows())
            {
                var text = row.B is { } there ? diff.After[there] : diff.Before[row.A!.Value];
                yield return Coloured(print, UnifiedDiff.Sign(row), text.TrimEnd('\n'));
                if (!text.EndsWith('\n')) yield return print.Dim("\\ No newline at end of file");
                if (row.B is not { } b) continue;
                foreach (var line in placed[b + 1].SelectMany(t => CommentText.Under(print, t))) yield return line;
            }
        }
    }

    /// <summary>Word by word, comments at the end.</summary>
    public static IEnumerable<string> Words(Printer print, string before, string after, TextDiff diff, IReadOnlyList<CommentThread> threads)
    {
        yield return $"{before} -> {after}";
        foreach (var line in DiffSection.Of(diff).SelectMany(s => Words(print, diff, s))) yield return line;
        foreach (var thread in threads)
        {
            if (thread.Root.Lines is { } lines) yield return print.Dim($"{CommentText.Place(lines)}:");
            foreach (var line in CommentText.Under(print, thread)) yield return line;
        }
    }

    private static IEnumerable<string> Words(Printer print, TextDiff diff, DiffSection section)
    {
        yield return "";
        yield return print.Dim(string.Create(CultureInfo.InvariantCulture, $"line {section.Hunks[0].StartA + 1}:"));
        foreach (var hunk in section.Hunks)
        {
            var old = string.Concat(diff.Before.Skip(hunk.StartA).Take(hunk.LengthA));
            var now = string.Concat(diff.After.Skip(hunk.StartB).Take(hunk.LengthB));
            var (before, after) = WordDiff.Of(old, now);
            if (hunk.LengthA > 0) yield return "  " + string.Concat(before.Select(s => s.Changed ? print.Bad($"[-{s.Text}-]") : s.Text)).TrimEnd();
            if (hunk.LengthB > 0) yield return "  " + string.Concat(after.Select(s => s.Changed ? print.Good($"{{+{s.Text}+}}") : s.Text)).TrimEnd();
        }
    }

    private static string Coloured(Printer print, char sign, string text) => sign switch
    {
        '+' => print.Good($"+{text}"),
        '-' => print.Bad($"-{text}"),
        _ => $"{sign}{text}",
    };
}
