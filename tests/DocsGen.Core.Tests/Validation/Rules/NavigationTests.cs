namespace DocsGen.Core.Tests.Validation.Rules;

public class NavigationTests : RuleTests
{
    protected override string Rule => "structure.navigation";

    protected override IReadOnlyList<string> Places => ["a.md"];

    protected override string Quiet => "`[up](root.md)`\n\n> [up](root.md)\n\n```\n[up](root.md)\n```";

    private protected override Docs Broken() => new Docs().Plan("root.md", parent: null).AddUnplanned("root.md", "# R\n").Plan("a.md", navigation: true).AddUnplanned("a.md", "# A\n\n`[up](root.md)`\n\n> [up](root.md)\n");
}
