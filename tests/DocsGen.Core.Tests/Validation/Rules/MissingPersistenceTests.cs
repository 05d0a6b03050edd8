namespace DocsGen.Core.Tests.Validation.Rules;

public class MissingPersistenceTests : RuleTests
{
    protected override string Rule => "schema.persisted_missing";

    protected override IReadOnlyList<string> Places => ["data.md"];

    protected override string Quiet => "[x](Item)\n\n> Item\n\n`Item`";

    private protected override Docs Broken() => Docs.With("# A\n").Add("data.md", "# D\n\n[x](Item) Items\n").Role("persistence", "data").Needing("""  "entities": [ { "name": "Item", "persisted": true, "fields": [ { "name": "sku", "type": "string" } ] } ] """);
}
