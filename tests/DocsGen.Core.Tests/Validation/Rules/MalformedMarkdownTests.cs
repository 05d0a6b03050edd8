namespace DocsGen.Core.Tests.Validation.Rules;

public class MalformedMarkdownTests : RuleTests
{
    protected override string Rule => "markdown.malformed";

    protected override IReadOnlyList<string> Places => ["a.md:5:1"];

    protected override string Quiet => "````\n```\n| a |\n|---|\n| 1 | 2 |\n````\n\n`| a | ```` [x](<| a |>)";

    private protected override Docs Broken() => Docs.With("é\n\n| a |\n|---|\n| 1 | 2 |\n");
}
