using System.Diagnostics;
using System.Text;
using DocsGen.Core.Text.Diff;

namespace DocsGen.Core.Tests.Text;

public sealed class DiffTests
{
    [Fact]
    public void A_diff_of_random_texts_turns_the_one_into_the_other()
    {
        var random = new Seeded(20_261_121);
        for (var round = 0; round < 3_000; round++)
        {
            var a = Text(random, random.Below(40), symbols: 1 + random.Below(12));
            var b = random.Below(3) == 0 ? Text(random, random.Below(40), 1 + random.Below(12)) : Changed(random, a);
            var diff = TextDiff.Of(a, b);
            Apply(diff).ShouldBe(b, $"round {round}");
            for (var i = 1; i < diff.Hunks.Count; i++) diff.Hunks[i].StartA.ShouldBeGreaterThan(diff.Hunks[i - 1].EndA, "hunks never touch");
        }
    }

    [Fact]
    public void Git_applies_the_unified_form_and_gets_the_other_text()
    {
        var random = new Seeded(7);
        var folder = Directory.CreateTempSubdirectory("docsgen-diff");
        try
        {
            for (var round = 0; round < 60; round++)
            {
                var a = Text(random, 1 + random.Below(30), 6);
                var b = Changed(random, a);
                if (round % 3 == 0) b = b.TrimEnd('\n');
                if (round % 5 == 0) a = a.Replace("\n", "\r\n", StringComparison.Ordinal);
                if (a == b) continue;
                File.WriteAllText(Path.Combine(folder.FullName, "f.md"), a);
                File.WriteAllText(Path.Combine(folder.FullName, "p.diff"), UnifiedDiff.Write("a/f.md", "b/f.md", TextDiff.Of(a, b)));
                var start = new ProcessStartInfo("git", "apply --whitespace=nowarn p.diff") { WorkingDirectory = folder.FullName, RedirectStandardError = true, UseShellExecute = false };
                using var git = Process.Start(start)!;
                var error = git.StandardError.ReadToEnd();
                git.WaitForExit();
                git.ExitCode.ShouldBe(0, error);
                File.ReadAllText(Path.Combine(folder.FullName, "f.md")).ShouldBe(b);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void The_unified_form_is_that_of_diff()
    {
        var diff = TextDiff.Of("one\ntwo\nthree\nfour\nfive\nsix\n", "one\n2\nthree\nfour\nfive\nsix\nseven");
        UnifiedDiff.Write("before", "after", diff).ShouldBe(
            """
            --- before
            +++ after
            @@ -1,6 +1,7 @@
             one
            -two
            +2
             three
             four
             five
             six
            +seven
            \ No newline at end of file

            """);
        diff.Counts.ShouldBe(new(Added: 2, Removed: 1));
        UnifiedDiff.Write("a", "b", TextDiff.Of("same\n", "same\n")).ShouldBeEmpty();
        UnifiedDiff.Write("a", "b", TextDiff.Of("", "new\n")).ShouldBe("--- a\n+++ b\n@@ -0,0 +1 @@\n+new\n");
    }

    [Fact]
    public void Line_ends_and_marks_are_part_of_the_lines()
    {
        TextDiff.Of("a\r\nb\n", "a\nb\n").Hunks.ShouldHaveSingleItem().ShouldBe(new DiffHunk(0, 1, 0, 1));
        TextDiff.Of("\ufeffa\n", "a\n").Hunks.Count.ShouldBe(1);
        string.Concat(TextLines.Of("\ufeffa\r\n\n\rb")).ShouldBe("\ufeffa\r\n\n\rb");
        TextLines.Of("").ShouldBeEmpty();
    }

    [Fact]
    public void Words_that_differ_are_told_from_words_that_stay()
    {
        var (before, after) = WordDiff.Of("The quick fox, jumps.", "The slow fox jumps!");
        before.Where(s => s.Changed).Select(s => s.Text).ShouldBe(["quick", ",", "."]);
        after.Where(s => s.Changed).Select(s => s.Text).ShouldBe(["slow", "!"]);
        string.Concat(before.Select(s => s.Text)).ShouldBe("The quick fox, jumps.");
        WordDiff.Of("😀a", "😁a").Before.ShouldBe([new("😀", Changed: true), new("a", Changed: false)]);
    }

    // No test by the clock: the work is counted by what it allocates and by the time limit of the suite. These inputs would take minutes if it were quadratic.
    [Theory]
    [InlineData("scattered")]
    [InlineData("nothing in common")]
    [InlineData("two symbols")]
    [InlineData("reversed")]
    [InlineData("periodic")]
    public void V2_a_hundred_thousand_lines_are_compared_whatever_they_are(string kind)
    {
        const int lines = 100_000;
        var random = new Seeded(3);
        var a = Enumerable.Range(0, lines).Select(i => kind switch
        {
            "two symbols" => random.Below(2) == 0 ? "x\n" : "y\n",
            "periodic" => $"{i % 50}\n",
            _ => $"line {i}\n",
        }).ToList();
        var b = kind switch
        {
            "scattered" => a.Select((l, i) => i % 23 == 0 ? $"changed {i}\n" : l).ToList(),
            "nothing in common" => a.Select(l => $"other {l}").ToList(),
            "two symbols" => Enumerable.Range(0, lines).Select(_ => random.Below(2) == 0 ? "x\n" : "y\n").ToList(),
            "reversed" => [.. Enumerable.Reverse(a)],
            _ => Enumerable.Range(0, lines).Select(i => $"{(i * 7) % 50}\n").ToList(),
        };
        var diff = TextDiff.Of(string.Concat(a), string.Concat(b));
        Apply(diff).ShouldBe(string.Concat(b));
        if (kind == "scattered") diff.Counts.ShouldBe(new(4348, 4348));
    }

    private static string Apply(TextDiff diff)
    {
        var text = new StringBuilder();
        var at = 0;
        foreach (var hunk in diff.Hunks)
        {
            for (; at < hunk.StartA; at++) text.Append(diff.Before[at]);
            for (var b = hunk.StartB; b < hunk.EndB; b++) text.Append(diff.After[b]);
            at = hunk.EndA;
        }

        for (; at < diff.Before.Count; at++) text.Append(diff.Before[at]);
        return text.ToString();
    }

    private static string Text(Seeded random, int lines, int symbols) => string.Concat(Enumerable.Range(0, lines).Select(_ => $"line {random.Below(symbols)}\n"));

    private static string Changed(Seeded random, string text)
    {
        var lines = TextLines.Of(text).ToList();
        for (var n = random.Below(5); n >= 0; n--)
        {
            var at = random.Below(lines.Count + 1);
            if (random.Below(2) == 0) lines.Insert(at, $"new {random.Below(9)}\n");
            else if (at < lines.Count) lines.RemoveAt(at);
        }

        return string.Concat(lines);
    }

    // SplitMix64: the same rounds on every machine.
    private sealed class Seeded(ulong state)
    {
        private ulong state = state;

        public int Below(int bound)
        {
            var z = state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return (int)((z ^ (z >> 31)) % (ulong)bound);
        }
    }
}
