using System.Text;
using DocsGen.Core.Text.Diff;
using DocsGen.Core.Text.Merge;

namespace DocsGen.Core.Tests.Text;

public sealed class ThreeWayMergeTests
{
    private static readonly MergeLabels Labels = new("ours", "base", "theirs");

    [Fact]
    public void One_side_alone_wins_both_alike_are_one_and_the_sides_may_change_places()
    {
        for (var seed = 0; seed < 3000; seed++)
        {
            var random = new RandomTexts(seed);
            var ancestor = random.Lines(30, 3 + (seed % 20));
            var a = seed % 2 == 0 ? random.Edited(ancestor, 1 + (seed % 6)) : random.Lines(30, 3 + (seed % 20));
            var b = random.Edited(ancestor, 1 + (seed % 4));
            Merged(ancestor, a, ancestor).ShouldBe(a, $"seed {seed}");
            Merged(ancestor, ancestor, b).ShouldBe(b, $"seed {seed}");
            Merged(ancestor, a, a).ShouldBe(a, $"seed {seed}");
            var (there, back) = (Merge(ancestor, a, b), Merge(ancestor, b, a));
            there.IsClean.ShouldBe(back.IsClean, $"seed {seed}");
            if (there.IsClean) there.Text.ShouldBe(back.Text, $"seed {seed}");
            CoversAllThree(there, $"seed {seed}");
        }
    }

    // Two kinds of difference, both listed: git calls edits of neighbouring lines a conflict, and the design does not; and where a line stands several times
    // an edit can be read in several ways that are equally short, of which git may take another.
    [Fact]
    public void It_agrees_with_git_but_for_edits_that_touch_and_lines_that_repeat()
    {
        using var git = new Git();
        var rounds = Environment.GetEnvironmentVariable("DOCSGEN_SOAK") == "1" ? 10_000 : 1_500;
        var (same, conflicts) = (0, 0);
        List<int> cleanHereOnly = [], cleanThereOnly = [], otherwise = [];
        for (var seed = 0; seed < rounds; seed++)
        {
            var random = new RandomTexts(seed);
            var ancestor = random.Document(8 + (seed % 40));
            var (a, b) = (random.Edited(ancestor, 1 + (seed % 4)), random.Edited(ancestor, 1 + (seed % 3)));
            foreach (var (name, text) in new[] { ("a", a), ("o", ancestor), ("b", b) }) File.WriteAllText(git[name], text);
            var (output, _, code) = git.Run("git", "merge-file", "-p", "--diff3", "a", "o", "b");
            var (ours, theirs) = (Merge(ancestor, a, b), Encoding.UTF8.GetString(output));
            if (!ours.IsClean && code != 0) conflicts++;
            else if (ours.IsClean && code != 0)
            {
                cleanHereOnly.Add(seed);
                EditsTouch(ancestor, a, b).ShouldBeTrue($"seed {seed}");
            }
            else if (ours.IsClean && theirs == ours.Text) same++;
            else
            {
                (ours.IsClean ? otherwise : cleanThereOnly).Add(seed);
                IsShortest(ancestor, a).ShouldBeTrue($"seed {seed}");
                IsShortest(ancestor, b).ShouldBeTrue($"seed {seed}");
            }
        }

        Report($"Merge beside git merge-file: {rounds} triples, {same} clean and the same, {conflicts} conflicts in both, {cleanHereOnly.Count} edits that touch, {otherwise.Count} clean in both where an edit can be read in two ways (seeds {string.Join(' ', otherwise)}), {cleanThereOnly.Count} clean there only (seeds {string.Join(' ', cleanThereOnly)})");
        (same + conflicts + cleanHereOnly.Count).ShouldBeGreaterThan(rounds * 995 / 1000);
        same.ShouldBeGreaterThan(rounds / 4);
    }

    private static bool EditsTouch(string ancestor, string a, string b) =>
        TextDiff.Of(ancestor, a).Hunks.Any(x => TextDiff.Of(ancestor, b).Hunks.Any(y => x.StartA <= y.EndA && y.StartA <= x.EndA));

    // By the table of the longest common subsequence.
    private static bool IsShortest(string before, string after)
    {
        var (a, b) = (TextLines.Of(before), TextLines.Of(after));
        var common = new int[a.Count + 1, b.Count + 1];
        for (var i = a.Count - 1; i >= 0; i--)
        {
            for (var j = b.Count - 1; j >= 0; j--) common[i, j] = a[i] == b[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }

        return TextDiff.Of(before, after).Counts == new LineCounts(b.Count - common[0, 0], a.Count - common[0, 0]);
    }

    [Theory]
    [InlineData("a|b|c|d", "a|B|c|d", "a|b|C|d", "a|B|C|d", "edits that touch")]
    [InlineData("a|b|c", "a|B|c", "a|b|new|c", "a|B|new|c", "an insertion after an edit")]
    [InlineData("a|b|c", "a|B|c", "a|new|b|c", "a|new|B|c", "an insertion before an edit")]
    [InlineData("a|b|c", "a|c", "a|b|new|c", "a|new|c", "an insertion after a deletion")]
    [InlineData("a|b|c", "new|a|b|c", "a|b|c|end", "new|a|b|c|end", "both ends")]
    [InlineData("a|b|c", "a|X|c", "a|X|c", "a|X|c", "the same edit")]
    [InlineData("a|b|c|d", "a|X|Y|d", "a|X|Y|d|e", "a|X|Y|d|e", "the same edit and one more")]
    [InlineData("", "a", "", "a", "out of nothing")]
    [InlineData("a|b|c", "", "a|b|c", "", "everything deleted")]
    public void Edits_that_do_not_overlap_both_hold(string ancestor, string a, string b, string expected, string what)
    {
        Merged(Text(ancestor), Text(a), Text(b)).ShouldBe(Text(expected), what);
        Merged(Text(ancestor), Text(b), Text(a)).ShouldBe(Text(expected), what);
    }

    [Theory]
    [InlineData("a|b|c", "a|X|c", "a|Y|c", "two edits of one line")]
    [InlineData("a|b", "a|X|b", "a|Y|b", "two insertions at one place")]
    [InlineData("a|b|c|d", "a|d", "a|b|X|c|d", "an insertion into what the other deleted")]
    [InlineData("a|b|c", "a|c", "a|B|c", "deleted here and edited there")]
    [InlineData("", "a", "b", "two texts out of nothing")]
    public void Edits_that_overlap_are_conflicts(string ancestor, string a, string b, string what)
    {
        var result = Merge(Text(ancestor), Text(a), Text(b));
        result.IsClean.ShouldBeFalse(what);
        Merge(Text(ancestor), Text(b), Text(a)).IsClean.ShouldBeFalse(what);
        Should.Throw<InvalidOperationException>(() => result.Text);
        ConflictMarkers.Find(result.Marked(Labels)).ShouldNotBeNull();
    }

    [Fact]
    public void A_conflict_is_marked_as_git_marks_it()
    {
        Merge("a\nb\nc\n", "a\nX\nc\n", "a\nY\nc\n").Marked(Labels).ShouldBe("a\n<<<<<<< ours\nX\n||||||| base\nb\n=======\nY\n>>>>>>> theirs\nc\n");
        Merge("a\r\nb\r\n", "a\r\nX\r\n", "a\r\nY").Marked(Labels).ShouldBe("a\r\n<<<<<<< ours\r\nX\r\n||||||| base\r\nb\r\n=======\r\nY\r\n>>>>>>> theirs\r\n");
        using var git = new Git();
        foreach (var ending in new[] { "\n", "\r\n" })
        {
            string[] texts = [.. new[] { "1|2|ours|4|", "1|2|3|4|", "1|2|theirs|and more|4|" }.Select(t => t.Replace("|", ending, StringComparison.Ordinal))];
            for (var i = 0; i < texts.Length; i++) File.WriteAllText(git[$"{i}"], texts[i]);
            var theirs = Encoding.UTF8.GetString(git.Run("git", "merge-file", "-p", "--diff3", "-L", "ours", "-L", "base", "-L", "theirs", "0", "1", "2").Output);
            Merge(texts[1], texts[0], texts[2]).Marked(Labels).ShouldBe(theirs);
        }
    }

    [Fact]
    public void Line_endings_a_missing_last_line_feed_and_a_byte_order_mark_survive()
    {
        Merged("\ufeffa\r\nb\r\nc", "\ufeffA\r\nb\r\nc", "\ufeffa\r\nb\r\nC").ShouldBe("\ufeffA\r\nb\r\nC");
        Merged("a\nb\n", "a\r\nb\r\n", "a\nb\n").ShouldBe("a\r\nb\r\n");
        Merged("a\nb", "a\nb\n", "A\nb").ShouldBe("A\nb\n");
        Merged("a\nb\nc\n", "a\nb\nc", "A\nb\nc\n").ShouldBe("A\nb\nc");
        // Nothing can be put after a line that lost its line feed: that would join two lines.
        Merge("a\nb\n", "a\nB", "a\nb\nc\n").IsClean.ShouldBeFalse();
        Merge("a\nb\n", "a\nb\nc\n", "a\nB").IsClean.ShouldBeFalse();
        Merge("a\n", "a\nb", "a\nc\n").IsClean.ShouldBeFalse("two insertions at the end, one without line feed");
    }

    [Theory]
    [InlineData("text\n<<<<<<< ours\nx\n=======\ny\n>>>>>>> theirs\n", 2)]
    [InlineData("<<<<<<<\n", 1)]
    [InlineData("a\n=======\nb\n>>>>>>> theirs\n", 2)]
    [InlineData("a\r\n<<<<<<< ours\r\n", 2)]
    [InlineData("Title\n=======\n\ntext\n", null)]
    [InlineData(">>>>>>> a deep quote\n", null)]
    [InlineData("<<<<<<<< eight\n========\n>>>>>>>> eight\n", null)]
    [InlineData("in a line <<<<<<< ours\n", null)]
    [InlineData("", null)]
    public void Open_conflicts_are_found_and_Markdown_is_not_taken_for_one(string text, int? line) => ConflictMarkers.Find(text).ShouldBe(line);

    // No test by the clock: were it quadratic, this would take minutes. The benchmark says how long it takes.
    [Fact]
    public void V2_two_versions_of_100_000_lines_are_merged()
    {
        var random = new RandomTexts(3);
        var ancestor = random.Document(100_000);
        CoversAllThree(Merge(ancestor, random.Edited(ancestor, 3000), random.Edited(ancestor, 3000)), "scattered edits");
        CoversAllThree(Merge(ancestor, random.Document(100_000), random.Document(100_000)), "nothing in common");
    }

    private static void Report(string line)
    {
        if (Environment.GetEnvironmentVariable("TEST_ROUNDS") is { Length: > 0 } log) File.AppendAllText(log, line + "\n");
    }

    private static void CoversAllThree(MergeResult result, string what)
    {
        var (ancestor, ours, theirs) = (0, 0, 0);
        foreach (var region in result.Regions)
        {
            (region.Base.Start, region.Ours.Start, region.Theirs.Start).ShouldBe((ancestor, ours, theirs), what);
            (ancestor, ours, theirs) = (ancestor + region.Base.Count, ours + region.Ours.Count, theirs + region.Theirs.Count);
        }

        (ancestor, ours, theirs).ShouldBe((result.Base.Count, result.Ours.Count, result.Theirs.Count), what);
    }

    private static MergeResult Merge(string ancestor, string a, string b) => ThreeWayMerge.Merge(ancestor, a, b);

    private static string Merged(string ancestor, string a, string b) => Merge(ancestor, a, b).Text;

    private static string Text(string lines) => lines.Length == 0 ? "" : lines.Replace('|', '\n') + "\n";
}
