namespace DocsGen.Core.Tests.Validation.Rules;

public class InternalLinksTests : RuleTests
{
    protected override string Rule => "links.internal.resolves";

    protected override IReadOnlyList<string> Places => ["a.md:3:4", "a.md:5:3"];

    protected override string Quiet => "`[x](no.md)`\n\n```\n[x](no.md)\n```\n\n[unused]: no.md";

    private protected override Docs Broken() => Docs.With("# A\n\né [x](no.md)\n\n> [y](no.md)\n");
}
