using System.Text;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Tests.Validation;

/// <summary>What is within the limits is judged as ever, and what is over them says so; the short ways give what the long ones would.</summary>
public class MarkdownLimitsTests
{
    [Theory]
    [InlineData("www.a.test ", 2_000, 2_001)]
    [InlineData("http://a.test ", 2_000, 2_001)]
    [InlineData("mailto:a@b.test ", 2_000, 2_001)]
    [InlineData("*a* ", 2_000, 2_001)]
    [InlineData("[a]: b\n", 2_000, 2_001)]
    [InlineData("a\n===\n\n", 18_000, 18_500)]
    [InlineData("[a]: b\n\n", 22_000, 22_500)]
    [InlineData("a b\n\n", 29_999, 30_000)]
    [InlineData("- [ ] a\n", 29_999, 30_000)]
    [InlineData("1. a\n", 29_999, 30_000)]
    [InlineData("|a|\n", 29_999, 30_000)]
    [InlineData("## a\n", 29_999, 30_000)]
    [InlineData("```\na\n\nb\n```\n", 29_999, 30_000)]
    [InlineData("> a\n\n", 14_999, 15_000)]
    [InlineData("- - a\n", 14_999, 15_000)]
    [InlineData("a\n", 50_000, 50_001)]
    [InlineData("`a` ", 24_999, 25_000)]
    [InlineData("\\a", 49_999, 50_000)]
    [InlineData("a & b ", 49_999, 50_000)]
    [InlineData("a <b> ", 24_999, 25_000)]
    public void Up_to_a_limit_a_document_is_read_and_over_it_it_is_too_complex(string part, int within, int over)
    {
        Docs.With("# T\n\n" + Times(part, within)).Issues("markdown.too_complex").ShouldBeEmpty();
        Docs.With("# T\n\n" + Times(part, over)).Issues("markdown.too_complex").Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("```\n", "a\n\n- b\n", "```\n")]
    [InlineData("~~~~\n", "```\n\n~~~\n\n", "~~~~\n")]
    [InlineData("> ```\n", "> - a\n", "> ```\n")]
    [InlineData("- a\n  ```\n", "  - b\n", "  ```\n")]
    public void Lines_of_code_are_no_blocks(string before, string part, string after) => Docs.With("# T\n\n" + before + Times(part, 60_000) + after).Issues("markdown.too_complex").ShouldBeEmpty();

    [Fact]
    public void Lines_of_two_paragraphs_are_two_blocks() => Docs.With("# T\n\n" + Times("one line of many\n", 40_000) + "\n" + Times("one line of many\n", 40_000)).Issues("markdown.too_complex").ShouldBeEmpty();

    [Theory]
    [InlineData("> ```\n\n")]
    [InlineData("- ```\n")]
    [InlineData("- a\n  ```\n")]
    [InlineData("```\n`````\n")]
    [InlineData("``` ```\n")]
    public void Blocks_do_not_hide_behind_a_fence_that_is_over(string before) => Docs.With("# T\n\n" + before + Times("- b\n", 30_000)).Issues("markdown.too_complex").ShouldHaveSingleItem().ShouldContain("more than 30000 paragraphs");

    [Fact]
    public void Emphasis_in_many_blocks_is_too_complex_in_all()
    {
        var block = Times("*a* ", 1_900) + "\n\n";

        Docs.With(Times(block, 13)).Issues("markdown.too_complex").ShouldBeEmpty();
        Docs.With(Times(block, 14)).Issues("markdown.too_complex").ShouldHaveSingleItem().ShouldContain("too many emphasis marks in all");
    }

    [Fact]
    public void Items_are_too_deep_only_when_many_of_them_stand_far_out()
    {
        static string Items(int count) => "# T\n\n```\n" + Times(new string(' ', 450) + "- a\n", count) + "```\n";

        Docs.With(Items(50)).Issues("markdown.too_complex").ShouldBeEmpty();
        Docs.With(Items(51)).Issues("markdown.too_complex").ShouldHaveSingleItem().ShouldContain("list items are nested too deeply");
    }

    [Fact]
    public void Among_many_files_200_issues_of_a_rule_are_listed_for_each_and_one_that_says_how_many_there_are()
    {
        var docs = new Docs { Rules = ["placeholders.forbidden"] }.Add("a.md", Times("TBD\n", 250)).Add("b.md", Times("TBD\n", 200));
        for (var i = 0; i < 500; i++) docs.Add($"c{i}.md", "x\n");

        var issues = docs.Validate().Issues;

        issues.Count(i => i.File == "a.md").ShouldBe(201);
        issues.Count(i => i.File == "b.md").ShouldBe(200);
        issues[0].Message.ShouldBe("This rule finds 250 issues in this file; the first 200 are listed. Mend these and validate again.");
        issues[0].Severity.ShouldBe(DocsGen.Core.Formulas.Severity.Error);
        issues.Where(i => i.File == "a.md").Skip(1).Select(i => i.Line).ShouldBe(Enumerable.Range(1, 200));
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("é漢😀a")]
    [InlineData("a\né😀\r\nx\r漢")]
    public void A_column_counts_bytes_however_long_the_line(string part)
    {
        var text = Times(part, 1_500);
        var model = MarkdownModel.Parse(new("a.md", Encoding.UTF8.GetBytes(text)));
        var random = new SeededBytes(3);
        for (var i = 0; i < 300; i++)
        {
            var at = random.Next(text.Length);
            if (char.IsLowSurrogate(text[at]) || (text[at] == '\n' && at > 0 && text[at - 1] == '\r')) at--;
            var start = text.AsSpan(0, at).LastIndexOfAny('\n', '\r') + 1;

            model.At(at).Column.ShouldBe(Encoding.UTF8.GetByteCount(text.AsSpan(start, at - start)) + 1);
        }
    }

    [Fact]
    public void Headings_nest_as_looking_back_from_each_would_find()
    {
        var random = new SeededBytes(11);
        for (var round = 0; round < 50; round++)
        {
            var text = string.Concat(Enumerable.Range(0, 30).Select(_ => (random.Next(4) == 0 ? "> " : "") + new string('#', 1 + random.Next(6)) + " a\n\n"));
            var model = MarkdownModel.Parse(new("a.md", Encoding.UTF8.GetBytes(text)));
            for (var i = 0; i < model.Headings.Count; i++)
            {
                var back = Enumerable.Range(0, i).Reverse().ToList();
                model.ParentOf(i).ShouldBe(back.Where(h => model.Headings[h].Level < model.Headings[i].Level && !model.Headings[h].InQuote).DefaultIfEmpty(-1).First());
                model.HeadingOver(model.Headings[i].Offset).ShouldBe(back.Prepend(i).Where(h => !model.Headings[h].InQuote).DefaultIfEmpty(-1).First());
            }
        }
    }

    [Fact]
    public void Each_index_of_a_fence_has_its_place()
    {
        var model = MarkdownModel.Parse(new("a.md", "- x\n\n  ```\n  ab\n\n  cd\n  ```\n"u8.ToArray()));
        var fence = model.Fences.ShouldHaveSingleItem();

        fence.Content.ShouldBe("ab\n\ncd\n");
        Enumerable.Range(0, 6).Where(i => fence.Content[i] != '\n').Select(i => model.At(fence.OffsetOf(i))).Select(p => $"{p.Line}:{p.Column}").ShouldBe(["4:3", "4:4", "6:3", "6:4"]);
    }

    private static string Times(string part, int times) => new StringBuilder().Insert(0, part, times).ToString();
}
