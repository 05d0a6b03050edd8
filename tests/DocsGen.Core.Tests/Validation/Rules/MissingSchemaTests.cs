namespace DocsGen.Core.Tests.Validation.Rules;

public class MissingSchemaTests : RuleTests
{
    protected override string Rule => "schema.entity_missing";

    protected override IReadOnlyList<string> Places => ["schema.md"];

    protected override string Quiet => "> ## Item\n> \n> | Field | Type | Required | Validation | Example |\n> |---|---|---|---|---|\n> | sku | string | no | none | A |";

    private protected override Docs Broken() => new Docs().Add("schema.md", "# S\n\n> ## Item\n> \n> | Field | Type | Required | Validation | Example |\n> |---|---|---|---|---|\n> | sku | string | no | none | A |\n\n```\n## Item\n\n| Field | Type | Required | Validation | Example |\n|---|---|---|---|---|\n| sku | string | no | none | A |\n```\n").Role("schema", "schema").Needing("""  "entities": [ { "name": "Item", "persisted": true, "fields": [ { "name": "sku", "type": "string" } ] } ] """);
}
