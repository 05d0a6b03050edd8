namespace DocsGen.Core.Tests.Validation.Rules;

public class RedefinedTermsTests : RuleTests
{
    protected override string Rule => "terminology.redefined_term";

    protected override IReadOnlyList<string> Places => ["a.md:5:5"];

    protected override string Quiet => "## Glossary\n\n> **Catalog** is another.\n\n```\n**Catalog** is another.\n```\n\n[**Catalog**](a.md) is another.";

    private protected override Docs Broken() => Indexed(Docs.With("# A\n\n## Glossary\n\n- **Catalog** is something else.\n"));

    private static Docs Indexed(Docs docs)
    {
        docs.Terminology = new([new("Catalog", "A set of items.", "concepts.md")]);
        return docs.Add("concepts.md", "# C\n\n## Terms\n\n**Own** is fine here.\n").Role("concepts", "concepts");
    }

    [Fact]
    public void A_definition_that_says_something_else_is_found()
    {
        var docs = Docs.With("# T\n\n## Terms\n\n- **catalog** — A list\n  of items.\n");
        docs.Terminology = new([new("Catalog", "A set of items.", "concepts.md")]);

        docs.Issues("terminology.redefined_term").ShouldBe(["a.md:5:5 \"catalog\" is defined otherwise in concepts.md: \"A set of items.\""]);
    }
}
