namespace DocsGen.Core.Tests.Validation.Rules;

public class ExternalLinksTests : RuleTests
{
    protected override string Rule => "links.external.forbidden";

    protected override IReadOnlyList<string> Places => ["a.md:1:4", "a.md:3:3"];

    protected override string Quiet => "`https://evil.test`\n\n```\nhttps://evil.test\n```\n\n[unused]: https://evil.test";

    private protected override Docs Broken() => Docs.With("é [x](https://evil.test)\n\n> https://evil.test\n");
}
