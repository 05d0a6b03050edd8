namespace DocsGen.Core.Tests.Validation;

public class StructureRuleTests
{
    [Fact]
    public void A_planned_file_of_a_due_phase_is_missed_and_one_of_a_later_phase_is_not()
    {
        var docs = new Docs { Phase = 1 }.Add("a.md", "# A\n").Plan("b.md", phase: 1).Plan("c.md", phase: 2);

        docs.Places("structure.missing_file").ShouldBe(["b.md"]);
        docs.Phase = 2;
        docs.Places("structure.missing_file").ShouldBe(["b.md", "c.md"]);
    }

    [Fact]
    public void A_file_that_is_not_planned_is_found() =>
        Docs.With("# A\n").AddUnplanned("x.md", "# X\n").Places("structure.unplanned_file").ShouldBe(["x.md"]);

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

    [Theory]
    [InlineData("# A\n\n## B\n", null)]
    [InlineData("A\n===\n", null)]
    [InlineData("```\n# B\n```\n# A\n", null)]
    [InlineData("> # Q\n\n# A\n", null)]
    [InlineData("## B\n", "a.md")]
    [InlineData("#\n", "a.md")]
    [InlineData("# A\n\n  # B\n", "a.md:3:3")]
    public void A_file_has_exactly_one_title(string markdown, string? place) =>
        Docs.With(markdown).Places("structure.h1").ShouldBe(place is null ? [] : [place]);

    [Theory]
    [InlineData("[up](root.md)", true)]
    [InlineData("[up](./root.md#top)", true)]
    [InlineData("[up](other.md)", false)]
    [InlineData("`[up](root.md)`", false)]
    [InlineData("![up](root.md)", false)]
    public void A_file_links_back_to_the_root_where_the_plan_asks_for_it(string markdown, bool fine) =>
        new Docs().Plan("root.md", parent: null, navigation: true).AddUnplanned("root.md", "# R\n")
            .Plan("a.md", navigation: true).AddUnplanned("a.md", markdown).Add("b.md", "# B\n")
            .Places("structure.navigation").ShouldBe(fine ? [] : ["a.md"]);

    [Theory]
    [InlineData("a\n\n```json\n{}\n", "a.md:3:1")]
    [InlineData("| a | b |\n|---|---|\n| 1 |\n| 1 | 2 |\n| 1 | 2 | 3 |\n", "a.md:3:1 a.md:5:1")]
    [InlineData("| a | b |\n|---|\n", "a.md:1:1")]
    [InlineData("| a | b |\n|---|---|\n| 1 | `\\|` |\n", "")]
    [InlineData("```\n| a | b |\n|---|---|\n| 1 |\n```\n", "")]
    [InlineData("a\n---\n\n---\n", "")]
    public void Unclosed_fences_and_ragged_tables_are_malformed(string markdown, string places) =>
        string.Join(' ', Docs.With(markdown).Places("markdown.malformed")).ShouldBe(places);

    [Theory]
    [InlineData("```json\n{ \"a\": 1 }\n```\n", null)]
    [InlineData("```js\n{ a }\n```\n", null)]
    [InlineData("```json\n{\n  \"é\": x\n}\n```\n", "a.md:3:9")]
    [InlineData("> ```JSON\n> [1,]\n> ```\n", "a.md:2:6")]
    [InlineData("```json\n```\n", "a.md:1:1")]
    public void A_json_fence_parses(string markdown, string? place) =>
        Docs.With(markdown).Places("code.invalid").ShouldBe(place is null ? [] : [place]);
}
