namespace DocsGen.Core.Tests.Validation.Rules;

public class LinkAnchorsTests : RuleTests
{
    protected override string Rule => "links.anchor.resolves";

    protected override IReadOnlyList<string> Places => ["a.md:3:4", "a.md:5:3"];

    protected override string Quiet => "`[x](#no)`\n\n```\n[x](#no)\n```\n\n[unused]: #no";

    private protected override Docs Broken() => Docs.With("# A\n\né [x](#no)\n\n> [y](#no)\n");
}
