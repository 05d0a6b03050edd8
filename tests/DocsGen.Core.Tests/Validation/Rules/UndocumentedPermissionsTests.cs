namespace DocsGen.Core.Tests.Validation.Rules;

public class UndocumentedPermissionsTests : RuleTests
{
    protected override string Rule => "permissions.undocumented";

    protected override IReadOnlyList<string> Places => ["docset"];

    protected override string Quiet => "[x](item.write) item.write.all";

    private protected override Docs Broken() => Docs.With("# A\n\nThe editor [x](item.write).\n").Needing("""  "users_and_flows": { "roles": [ { "name": "editor", "permissions": ["item.write"] } ] } """);
}
