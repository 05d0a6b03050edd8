namespace DocsGen.Core.Tests.Validation.Rules;

public class LinkAnchorsTests : RuleTests
{
    protected override string Rule => "links.anchor.resolves";

    protected override IReadOnlyList<string> Places => ["a.md:3:4", "a.md:5:3"];

    protected override string Quiet => "`[x](#no)`\n\n```\n[x](#no)\n```\n\n[unused]: #no";

    private protected override Docs Broken() => Docs.With("# A\n\né [x](#no)\n\n> [y](#no)\n");

    [Fact]
    public void An_anchor_that_no_heading_has_names_the_closest_one()
    {
        var docs = Docs.With("# The C# part\n\n[a](#the-c-part) [b](#the-c-prt) [c](b.md#x-1) [d](b.md#id) [e](b.md#zzzzzzzz) [f](#)\n").Add("b.md", "# X\n\n## X\n\n<a id=\"id\"></a>\n");

        docs.Issues("links.anchor.resolves").ShouldBe(
        [
            "a.md:3:18 No heading of this file has the anchor #the-c-prt; did you mean #the-c-part (\"The C# part\")?",
            "a.md:3:61 No heading of b.md has the anchor #zzzzzzzz.",
        ]);
    }

    [Theory]
    [InlineData("[x](#)")]
    [InlineData("[x](#top) [y](b.md#TOP)")]
    [InlineData("[x](code.cs#L10)")]
    [InlineData("[x](#gr%C3%BC%C3%9Fe) [y](#grüße)\n\n# Grüße")]
    [InlineData("<h2 id=\"Own\">x</h2>\n\n[x](#Own) [y](#x)")]
    [InlineData("# Title {#own .class}\n\n[x](#own) [y](#title-own-class)")]
    [InlineData("# Title {#own}\n\n[x](#own) [y](#title-own)")]
    [InlineData("> - # In a quote\n\n[x](#in-a-quote)")]
    [InlineData("<a name=\"old\"></a>\n\n[x](#old)")]
    public void An_anchor_that_is_there_resolves(string markdown) => LinkDocs.With(markdown).Places("links.anchor.resolves").ShouldBeEmpty();

    [Theory]
    [InlineData("[x](b.md#L10)")]
    [InlineData("<input name=\"old\">\n\n[x](#old)")]
    [InlineData("<!-- <a id=\"old\"> -->\n\n[x](#old)")]
    [InlineData("`<a id=\"old\">` [x](#old)")]
    [InlineData("# Title {#own}\n\n[x](#title)")]
    [InlineData("# ![Logo](b.md) Title\n\n[x](#logo-title)")]
    public void An_anchor_that_is_not_there_does_not_resolve(string markdown) => LinkDocs.With(markdown).Places("links.anchor.resolves").Count.ShouldBe(1);
}
