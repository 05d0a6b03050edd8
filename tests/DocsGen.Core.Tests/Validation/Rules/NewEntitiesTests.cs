namespace DocsGen.Core.Tests.Validation.Rules;

public class NewEntitiesTests : RuleTests
{
    protected override string Rule => "schema.new_entity";

    protected override IReadOnlyList<string> Places => ["models.md:15:1"];

    protected override string Quiet => "## Itm\n\n> | Field | Type |\n> |---|---|\n> | sku | text |\n\n```\n| Field | Type |\n|---|---|\n| sku | text |\n```";

    private protected override Docs Broken() => Docs.With("# A\n").Add("models.md", "# M\n\n## Itm\n\n> | Field | Type |\n> |---|---|\n> | sku | text |\n\n```\n| Field | Type |\n|---|---|\n| sku | text |\n```\n\n| Field | Type |\n|---|---|\n| sku | text |\n").Role("models", "models").Needing("""  "entities": [ { "name": "Item", "persisted": true, "fields": [ { "name": "sku", "type": "string" } ] } ] """);
}
