namespace DocsGen.Core.Tests.Validation.Rules;

public class UndocumentedFlowsTests : RuleTests
{
    protected override string Rule => "flows.undocumented";

    protected override IReadOnlyList<string> Places => ["a.md"];

    protected override string Quiet => "## Created\n\n> Create\n\n`Create`";

    private protected override Docs Broken() => Docs.With("# A\n\n[x](Create)\n").Add("ui.md", "# U\n\n## Create\n\ntext\n").Role("examples", "a").Role("ui", "ui").Needing("""  "users_and_flows": { "primary_flows": [ { "name": "Create", "steps": ["a"] } ] } """);

    [Fact]
    public void A_flow_stands_in_the_examples_and_in_the_ui_file_under_its_own_whole_name()
    {
        var docs = new Docs().Add("ex.md", "# E\n\n## Create \\*item\\* group\n\n- Create \\*item\\* now\n").Add("ui.md", "# U\n\nCreate \\*item\\*\ngroup\n\n```\nCreate *item*\n```\n")
            .Role("examples", "ex").Role("ui", "ui").Needing(FlowDocs.Flows);

        docs.Issues("flows.undocumented").ShouldBe(["ui.md The flow \"Create *item*\" has no UI section in ui.md."]);
    }
}
