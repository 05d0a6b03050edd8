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
}
