using DocsGen.Core.Formulas;

namespace DocsGen.Core.Tests.Validation.Rules;

public class InternalLinksTests : RuleTests
{
    protected override string Rule => "links.internal.resolves";

    protected override IReadOnlyList<string> Places => ["a.md:3:4", "a.md:5:3"];

    protected override string Quiet => "`[x](no.md)`\n\n```\n[x](no.md)\n```\n\n[unused]: no.md";

    private protected override Docs Broken() => Docs.With("# A\n\né [x](no.md)\n\n> [y](no.md)\n");

    [Fact]
    public void A_link_to_a_file_that_is_not_planned_names_the_closest_one() =>
        new Docs().Add("sample-01-base.md", "é [x](sample-01-bsae.md#a)\n").Issues("links.internal.resolves")
            .ShouldBe(["sample-01-base.md:1:4 The link leads to sample-01-bsae.md, which is not planned; did you mean sample-01-base.md?"]);

    [Theory]
    [InlineData("[x](b.md)", true)]
    [InlineData("[x](./b.md?q#b)", true)]
    [InlineData("[x][r]\n\n[r]: b.md", true)]
    [InlineData("[x](%62.md)", true)]
    [InlineData("[x](#a)", true)]
    [InlineData("`[x](no.md)`", true)]
    [InlineData("[x](B.md)", false)]
    [InlineData("[x](sub/b.md)", false)]
    [InlineData("[x](../b.md)", false)]
    [InlineData("[x]()", false)]
    [InlineData("![x](no.png)", false)]
    [InlineData("<a href=\"no.md\">x</a>", false)]
    [InlineData("> [x](no.md)", false)]
    [InlineData("- [x](no.md)", false)]
    [InlineData("[x][r]\n\n[r]: no.md", false)]
    [InlineData("[x](extra.md)", false)]
    public void A_link_leads_to_a_planned_file_that_is_there(string markdown, bool fine) =>
        Docs.With($"# A\n\n{markdown}\n").Add("b.md", "# B\n").AddUnplanned("extra.md", "# E\n")
            .Places("links.internal.resolves").Count(p => p.StartsWith("a.md:", StringComparison.Ordinal)).ShouldBe(fine ? 0 : 1);

    [Fact]
    public void Ten_thousand_broken_links_answer_quickly()
    {
        var docs = Docs.With(string.Concat(Enumerable.Range(0, 10_000).Select(i => $"- [x](sample-{i}.md#a)\n")));
        var clock = System.Diagnostics.Stopwatch.StartNew();

        docs.Issues("links.internal.resolves").Count.ShouldBe(10_000);
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(15));
    }

    [Fact]
    public void Strictness_changes_no_link_rule()
    {
        var docs = Docs.With("[x](no.md)\n");
        docs.Strictness = Strictness.Lenient;

        docs.Places("links.internal.resolves").Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("é [x](no.md)", "1:4")]
    [InlineData("[x](./)", "1:1")]
    [InlineData("[x](.)", "1:1")]
    [InlineData("[x](%2e%2e/b.md)", "1:1")]
    [InlineData("[x](sub\\\\b.md)", "1:1")]
    [InlineData("[x](B.MD)", "1:1")]
    [InlineData("[x\ny](no.md)", "1:1")]
    [InlineData("# [x](no.md)", "1:3")]
    [InlineData("| a |\n|---|\n| é [x](no.md) |", "3:6")]
    [InlineData("<a href='no.md'>x</a>", "1:10")]
    [InlineData("<IMG SRC=no.png>", "1:10")]
    [InlineData("<img srcset=\"b.md 1x, no.png 2x\">", "1:23")]
    [InlineData("<div>\n<a href=\"no&#46;md\">x</a>\n</div>", "2:10")]
    [InlineData("<object data=\"no.svg\"></object>", "1:15")]
    [InlineData("<video poster=\"no.png\"></video>", "1:16")]
    public void A_broken_link_is_found_however_it_is_written(string markdown, string place) => LinkDocs.With(markdown).Places("links.internal.resolves").ShouldBe([$"a.md:{place}"]);

    [Theory]
    [InlineData("[unused]: no.md")]
    [InlineData("`[x](no.md)` and <!-- <a href=\"no.md\"> -->")]
    [InlineData("```\n[x](no.md)\n```\n\n    [x](no.md)")]
    [InlineData("[x](?q) [y](#a) [z](%62.md?q#b) <span data=\"no.md\"></span>\n\n# A")]
    public void What_is_no_link_to_a_file_is_not_judged(string markdown) => LinkDocs.With(markdown).Places("links.internal.resolves").ShouldBeEmpty();

    [Fact]
    public void A_linked_image_gives_two_links() => LinkDocs.With("[![alt](no.png)](no.md)").Places("links.internal.resolves").ShouldBe(["a.md:1:1", "a.md:1:2"]);
}
