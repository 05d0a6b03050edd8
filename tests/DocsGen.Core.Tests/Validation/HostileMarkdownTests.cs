using System.Diagnostics;
using System.Text;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Tests.Validation;

public class HostileMarkdownTests
{
    public static TheoryData<string, string> Hostile { get; } = new()
    {
        { "images", Repeat("![a](", 80_000) },
        { "brackets", new string('[', 400_000) },
        { "bracket lines", Repeat("[\n", 200_000) },
        { "definitions", Repeat("[a]: b\n", 100_000) },
        { "instructions", Repeat("a <?", 100_000) },
        { "cdata", Repeat("a <![CDATA[", 40_000) },
        { "emphasis", Repeat("*a_ ", 100_000) },
        { "nested emphasis", Repeat("*a ", 60_000) + Repeat("b*", 60_000) },
        { "links in links", Repeat("[*a_b](", 60_000) },
        { "quotes", new string('>', 400_000) },
        { "deep quotes", Repeat(new string('>', 120) + "a\n", 3_000) },
        { "lists", Repeat("- ", 200_000) },
        { "strikes", Repeat("~~a ", 100_000) },
        { "pipes", Repeat("|", 400_000) + "\n|-|\n" },
        { "ragged table", "|a|\n|-|\n" + Repeat("|b|c|\n", 60_000) },
        { "ticks", string.Concat(Enumerable.Range(1, 880).Select(i => new string('`', i) + " ")) },
        { "comments", Repeat("<!--", 100_000) },
        { "headings", Repeat("# a\n", 100_000) },
        { "autolinks", Repeat("http://", 60_000) },
        { "many paragraphs near the limit", Repeat(Repeat("![a](", 199) + "\n\n", 400) },
        { "many brackets near the limit", Repeat(Repeat("[a", 199) + "\n\n", 1_000) },
        { "many angles near the limit", Repeat(Repeat("a <?", 199) + "\n\n", 500) },
        { "entities", new string('&', 400_000) },
        { "tags", Repeat("<a ", 130_000) },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void V2_hostile_input_answers_quickly(string name, string markdown)
    {
        name.ShouldNotBeEmpty();
        var clock = Stopwatch.StartNew();

        var result = Docs.With(markdown).Validate();

        result.Passed.ShouldBeFalse();
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(15));
    }

    [Theory]
    [InlineData("![a](", 80_000, "1:1")]
    [InlineData("[", 300, "1:1")]
    public void Too_many_open_brackets_are_too_complex(string part, int times, string place)
    {
        var docs = Docs.With(Repeat(part, times));

        docs.Issues("markdown.too_complex").ShouldHaveSingleItem().ShouldStartWith($"a.md:{place} The Markdown is too complex");
    }

    [Fact]
    public void Brackets_that_close_are_not_too_complex()
    {
        Docs.With("# T\n\n" + Repeat("[a](#t) ", 3_000) + "\n\n| a |\n|---|\n" + Repeat("| [x](#t) < y |\n", 3_000))
            .Issues("markdown.too_complex").ShouldBeEmpty();
    }

    [Fact]
    public void A_file_over_two_megabytes_is_too_complex()
    {
        Docs.With(new string('a', (2 * 1024 * 1024) + 1)).Issues("markdown.too_complex").ShouldHaveSingleItem().ShouldStartWith("a.md The file is larger than 2 MB");
    }

    [Fact]
    public void Nesting_over_the_limit_is_too_complex()
    {
        Docs.With(new string('>', 500) + " a\n").Issues("markdown.too_complex").Count.ShouldBe(1);
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_malformed_where_they_stand()
    {
        var docs = new Docs().Add("a.md", [.. "# T\n\né "u8, 0xC3, 0x28]);

        docs.Issues("markdown.malformed").ShouldHaveSingleItem().ShouldStartWith("a.md:3:4 The file is not UTF-8");
    }

    [Fact]
    public void A_nul_is_malformed_where_it_stands() =>
        Docs.With("# T\n\na\0b\n").Issues("markdown.malformed").ShouldHaveSingleItem().ShouldStartWith("a.md:3:2 The file holds a NUL");

    [Fact]
    public void An_unreadable_file_fails_the_gate_even_when_the_formula_names_no_such_rule()
    {
        var docs = new Docs { Rules = ["structure.h1"] }.Add("a.md", [0xFF]);

        docs.Validate().Issues.Select(i => i.Rule).ShouldBe(["markdown.malformed"]);
    }

    [Fact]
    public void V2_random_bytes_never_break_the_validator()
    {
        var seed = 12345u;
        const string Alphabet = "#*_`[]()<>!|-\\ \n\r\t{}:~&ab\"'0.é=+/";
        for (var round = 0; round < 300; round++)
        {
            var text = new StringBuilder();
            for (var i = 0; i < 400; i++)
            {
                seed = (seed * 1664525) + 1013904223;
                text.Append(Alphabet[(int)((seed >> 8) % (uint)Alphabet.Length)]);
            }

            var model = MarkdownModel.Parse(new("a.md", Encoding.UTF8.GetBytes(text.ToString())));
            foreach (var run in model.Runs)
            {
                for (var i = 0; i < run.Text.Length; i++) run.OffsetOf(i).ShouldBeInRange(0, text.Length);
            }

            Docs.With(text.ToString()).Validate().Issues.ShouldNotContain(i => i.Rule == Validator.FailedRule);
        }
    }

    private static string Repeat(string part, int times) => new StringBuilder().Insert(0, part, times).ToString();
}
