using DocsGen.Core.Formulas;
using DocsGen.Core.Text;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Tests.Validation.Engine;

public class ForbiddenSearchTests
{
    private static readonly string[] Pieces = ["TODO", "todo", "TB", "D", "???", "[", "]", "placeholder", "PLACEHOLDER", "to be", " ", "  ", "\t", "\n", "\u00A0", "determined", "\u00AD", "\u200B", "\uDB40\uDD00", "\uDB40", "\uD83D", "\uFE0F", "STRASSE", "straße", "K", "\u212A", "ı", "I", "é", "É", "ét", "ÉT", "e\u0301", "ΣΑΣ", "σας", "σα", "ſ", "ς", "Σ", "<", "insert", "name", ">", ".", "x"];

    private static readonly ForbiddenMatcher[] Matchers =
    [
        new(new() { Text = "TODO" }),
        new(new() { Text = "TBD" }),
        new(new() { Text = "???", Match = ForbiddenMatch.Text }),
        new(new() { Text = "[placeholder]", Match = ForbiddenMatch.Text }),
        new(new() { Text = "to be determined", Match = ForbiddenMatch.Text }),
        new(new() { Text = "STRASSE", Match = ForbiddenMatch.Text }),
        new(new() { Text = "k é", Match = ForbiddenMatch.Text }),
        new(new() { Text = "été", Match = ForbiddenMatch.Text }),
        new(new() { Text = "ΣΑΣ x", Match = ForbiddenMatch.Text }),
        new(new() { Text = "ſt", Match = ForbiddenMatch.Text }),
        new(new() { Text = "<insert [a-z]+>", Match = ForbiddenMatch.Regex }),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_text_in_which_a_forbidden_string_is_found_is_never_passed_over(int seed)
    {
        var search = new ForbiddenSearch(Matchers);
        var single = Array.ConvertAll(Matchers, m => new ForbiddenSearch([m]));
        var random = new SeededBytes(seed);
        var (found, passed) = (0, 0);
        for (var i = 0; i < 100_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, 1 + random.Next(8)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            var seen = SeenText.Of(text).Text;
            var isThere = false;
            var maybe = search.MayBeIn(text);
            for (var m = 0; m < Matchers.Length; m++)
            {
                if (Matchers[m].Next(seen, 0) is null) continue;
                isThere = true;
                (maybe && single[m].MayBeIn(text)).ShouldBeTrue($"seed {seed}: {Matchers[m].Spec.Text} in \"{text}\"");
            }

            if (isThere) found++;
            if (!maybe) passed++;
        }

        found.ShouldBeGreaterThan(1000);
        passed.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public void A_string_that_may_begin_with_anything_is_looked_for_in_every_text()
    {
        new ForbiddenSearch([.. Matchers, new(new() { Text = "[0-9]{3}", Match = ForbiddenMatch.Regex })]).MayBeIn("x").ShouldBeTrue();
        new ForbiddenSearch(Matchers).MayBeIn("x").ShouldBeFalse();
        new ForbiddenSearch([]).MayBeIn("TODO").ShouldBeFalse();
    }
}
