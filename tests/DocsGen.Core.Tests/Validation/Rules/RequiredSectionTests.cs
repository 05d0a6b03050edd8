using System.Diagnostics;
using System.Text;

namespace DocsGen.Core.Tests.Validation.Rules;

public class RequiredSectionTests : RuleTests
{
    private static Docs With(string markdown) => new Docs().Plan("a.md", sections: ["Goals"]).AddUnplanned("a.md", markdown);

    [Theory]
    [InlineData("## Goals\n\n![x](y.png)", null)]
    [InlineData("## Goals\n\n![](y.png)", null)]
    [InlineData("## Goals\n\n<img src=\"y.png\">", null)]
    [InlineData("## Goals\n\n<div>text</div>", null)]
    [InlineData("## Goals\n\n- [x](y.md)", null)]
    [InlineData("## Goals\n\n✅", null)]
    [InlineData("<h2>Goals</h2>\n\ntext", null)]
    [InlineData("## *Goals* {#goals}\n\ntext", null)]
    [InlineData("## Goals\n\n## Goals\n\ntext", null)]
    [InlineData("## Goals\n\ntext\n\n---\n\nfooter", null)]
    [InlineData("- ## Goals\n\n  text", null)]
    [InlineData("## Goals\n\n---\n\ntext\n\n## Next", null)]
    [InlineData("## Goals\n\n---\n\n[up](root.md)", "1:1")]
    [InlineData("## Goals\n\n&nbsp;", "1:1")]
    [InlineData("## Goals\n\n\u200B&shy;", "1:1")]
    [InlineData("## Goals\n\n...", "1:1")]
    [InlineData("## Goals\n\n<div></div>\n\n<br>", "1:1")]
    [InlineData("## Goals\n\n<!-- text -->", "1:1")]
    [InlineData("## Goals\n\n[](y.md)", "1:1")]
    [InlineData("## Goals\n\n```\n\n```", "1:1")]
    [InlineData("é\n\n## Goals\n\n### Sub\n\n#### Sub\n", "3:1")]
    [InlineData("## Goals\n\n[x]: y.md\n", "1:1")]
    [InlineData("# Goals\n\ntext", "1:1")]
    [InlineData("Goals\n=====\n\ntext", "1:1")]
    public void A_section_holds_something_that_a_reader_sees(string markdown, string? place) => With(markdown).Places(Rule).ShouldBe(place is null ? [] : [$"a.md:{place}"]);

    [Fact]
    public void Any_number_of_empty_sections_takes_linear_time()
    {
        var clock = Stopwatch.StartNew();

        With(new StringBuilder().Insert(0, "## Goals\n\n", 29_000).ToString()).Places(Rule).Count.ShouldBe(1);

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    protected override string Rule => "structure.required_section";

    protected override IReadOnlyList<string> Places => ["a.md:3:1"];

    protected override string Quiet => "> ## Goals\n> text\n\n```\n## Goals\ntext\n```\n\n[Goals](#goals)";

    private protected override Docs Broken() => new Docs().Plan("a.md", sections: ["Goals"]).AddUnplanned("a.md", "# A\n\n## Goals\n\n## Next\n\ntext\n");

    [Theory]
    [InlineData("# A\n\n## Goals\n\ntext\n", null)]
    [InlineData("# A\n\n## Goals\n\n### Sub\n\n- item\n", null)]
    [InlineData("# A\n\n## Goals\n\n```\ncode\n```\n", null)]
    [InlineData("# A\n\n## Goals\n\n| a |\n|---|\n| b |\n", null)]
    [InlineData("# A\n\n## Goals\n\n![x](y.png)\n", null)]
    [InlineData("# A\n\n## Goals\n\n> quoted\n", null)]
    [InlineData("# A\n\n## Goals\n\n## Other\n\ntext\n", "a.md:3:1")]
    [InlineData("# A\n\n## Goals\n\n### Sub\n\n<!-- none -->\n", "a.md:3:1")]
    [InlineData("# A\n\n## Goals\n\n| a |\n|---|\n", "a.md:3:1")]
    [InlineData("# A\n\n### Goals\n\ntext\n", "a.md:3:1")]
    [InlineData("# A\n\n## goals\n\ntext\n", "a.md:3:1")]
    [InlineData("# A\n\n## [Goals](b.md)\n", "a.md:3:1")]
    [InlineData("# A\n\n```\n## Goals\ntext\n```\n", "a.md")]
    [InlineData("# A\n\n> ## Goals\n> text\n", "a.md")]
    public void A_required_section_is_there_and_not_empty(string markdown, string? place) =>
        new Docs().Plan("a.md", sections: ["Goals"]).AddUnplanned("a.md", markdown)
            .Places("structure.required_section").ShouldBe(place is null ? [] : [place]);
}
