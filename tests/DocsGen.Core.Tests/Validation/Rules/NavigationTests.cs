namespace DocsGen.Core.Tests.Validation.Rules;

public class NavigationTests : RuleTests
{
    protected override string Rule => "structure.navigation";

    protected override IReadOnlyList<string> Places => ["a.md"];

    protected override string Quiet => "`[up](root.md)`\n\n> [up](root.md)\n\n```\n[up](root.md)\n```";

    private protected override Docs Broken() => new Docs().Plan("root.md", parent: null).AddUnplanned("root.md", "# R\n").Plan("a.md", navigation: true).AddUnplanned("a.md", "# A\n\n`[up](root.md)`\n\n> [up](root.md)\n");

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
    [InlineData("[up](root.md)", true)]
    [InlineData("<a href=\"root.md\">up</a>", true)]
    [InlineData("[![](x.png)](root.md)", true)]
    [InlineData("[up][r]\n\n[r]: root.md", true)]
    [InlineData("[](root.md)", false)]
    [InlineData("[&#8203;](root.md)", false)]
    [InlineData("<img src=\"root.md\">", false)]
    [InlineData("<!-- <a href=\"root.md\">up</a> -->", false)]
    [InlineData("> [up](root.md)", false)]
    [InlineData("[r]: root.md", false)]
    public void A_link_back_to_the_root_is_one_that_can_be_seen(string markdown, bool fine) =>
        new Docs().Plan("root.md", parent: null).AddUnplanned("root.md", "# R\n").Plan("a.md", navigation: true).AddUnplanned("a.md", markdown)
            .Places("structure.navigation").ShouldBe(fine ? [] : ["a.md"]);
}
