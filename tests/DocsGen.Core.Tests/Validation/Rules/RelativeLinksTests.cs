namespace DocsGen.Core.Tests.Validation.Rules;

public class RelativeLinksTests : RuleTests
{
    protected override string Rule => "links.relative_only";

    protected override IReadOnlyList<string> Places => ["a.md:1:4", "a.md:3:3"];

    protected override string Quiet => "`[x](/etc/x)`\n\n```\n[x](/etc/x)\n```\n\n[unused]: /etc/x";

    private protected override Docs Broken() => Docs.With("é [x](/etc/x)\n\n> [y](file:///x)\n");
}
