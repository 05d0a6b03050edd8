namespace DocsGen.Core.Tests.Validation.Rules;

public class UndefinedTermsTests : RuleTests
{
    protected override string Rule => "terminology.undefined_term";

    protected override IReadOnlyList<string> Places => ["a.md:6:5"];

    protected override string Quiet => "## Glossary\n\n> **Quoted** is.\n\n```\n**Code** is.\n```\n\n[**Link**](a.md) is.";

    private protected override Docs Broken() => Indexed(Docs.With("# A\n\n## Glossary\n\n- é\n- **New** is not there.\n"));

    private static Docs Indexed(Docs docs)
    {
        docs.Terminology = new([new("Catalog", "A set of items.", "concepts.md")]);
        return docs.Add("concepts.md", "# C\n\n## Terms\n\n**Own** is fine here.\n").Role("concepts", "concepts");
    }
}
