namespace DocsGen.Core.Tests.Validation.Rules;

public class UndocumentedFlowsTests : RuleTests
{
    protected override string Rule => "flows.undocumented";

    protected override IReadOnlyList<string> Places => ["a.md"];

    protected override string Quiet => "## Created\n\n> Create\n\n`Create`";

    private protected override Docs Broken() => Docs.With("# A\n\n[x](Create)\n").Add("ui.md", "# U\n\n## Create\n\ntext\n").Role("examples", "a").Role("ui", "ui").Needing("""  "users_and_flows": { "primary_flows": [ { "name": "Create", "steps": ["a"] } ] } """);
}
