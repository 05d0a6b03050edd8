namespace DocsGen.Core.Tests.Validation.Rules;

public class TooComplexMarkdownTests : RuleTests
{
    protected override string Rule => "markdown.too_complex";

    protected override IReadOnlyList<string> Places => ["a.md:3:1"];

    protected override string Quiet => "```\n[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\n```";

    private protected override Docs Broken() => Docs.With("é\n\n" + new string('[', 300) + "\n");
}
