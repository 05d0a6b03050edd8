namespace DocsGen.Core.Tests.Validation.Rules;

public class InvalidCodeTests : RuleTests
{
    protected override string Rule => "code.invalid";

    protected override IReadOnlyList<string> Places => ["a.md:4:8"];

    protected override string Quiet => "```js\n{]\n```\n\n`json {]`\n\n> json {]\n\n[x](<json{]>)";

    private protected override Docs Broken() => Docs.With("é\n\n```json\n{\"é\": ]}\n```\n");
}
