namespace DocsGen.Core.Tests.Validation.Rules;

public class UndocumentedPermissionsTests : RuleTests
{
    protected override string Rule => "permissions.undocumented";

    protected override IReadOnlyList<string> Places => ["docset"];

    protected override string Quiet => "[x](item.write) item.write.all";

    private protected override Docs Broken() => Docs.With("# A\n\nThe editor [x](item.write).\n").Needing("""  "users_and_flows": { "roles": [ { "name": "editor", "permissions": ["item.write"] } ] } """);

    [Fact]
    public void A_role_and_each_permission_are_named_whole()
    {
        new Docs().Add("a.md", "# A\n\nThe editor may `item.write.all`.\n").Needing(FlowDocs.Flows).Issues("permissions.undocumented")
            .ShouldBe(["docset The permission item.write is not named in any file."]);
        new Docs().Add("a.md", "# A\n\nThe editors may item.write, item.write.all.\n").Needing(FlowDocs.Flows).Issues("permissions.undocumented")
            .ShouldBe(["docset The role editor is not named in any file."]);
    }
}
