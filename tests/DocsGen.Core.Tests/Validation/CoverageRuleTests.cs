namespace DocsGen.Core.Tests.Validation;

public class CoverageRuleTests
{
    private const string Flows = """
        "users_and_flows": { "roles": [ { "name": "editor", "permissions": ["item.write", "item.write.all"] } ],
          "primary_flows": [ { "name": "Create *item*", "steps": ["a"] }, { "name": "Create *item* group", "steps": ["a"] } ] }
        """;

    [Fact]
    public void A_flow_stands_in_the_examples_and_in_the_ui_file_under_its_own_whole_name()
    {
        var docs = new Docs().Add("ex.md", "# E\n\n## Create \\*item\\* group\n\n- Create \\*item\\* now\n").Add("ui.md", "# U\n\nCreate \\*item\\*\ngroup\n\n```\nCreate *item*\n```\n")
            .Role("examples", "ex").Role("ui", "ui").Needing(Flows);

        docs.Issues("flows.undocumented").ShouldBe(["ui.md The flow \"Create *item*\" has no UI section in ui.md."]);
    }

    [Fact]
    public void A_role_and_each_permission_are_named_whole()
    {
        new Docs().Add("a.md", "# A\n\nThe editor may `item.write.all`.\n").Needing(Flows).Issues("permissions.undocumented")
            .ShouldBe(["docset The permission item.write is not named in any file."]);
        new Docs().Add("a.md", "# A\n\nThe editors may item.write, item.write.all.\n").Needing(Flows).Issues("permissions.undocumented")
            .ShouldBe(["docset The role editor is not named in any file."]);
    }

    [Fact]
    public void Rules_that_need_requirements_are_off_without_them()
    {
        var docs = Docs.With("# A\n");

        docs.Validate().Issues.ShouldBeEmpty();
        docs.Validate().Completeness.ShouldBeNull();
    }
}
