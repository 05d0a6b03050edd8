namespace DocsGen.Core.Tests.Validation.Rules;

/// <summary>Documents for the rules on schemas.</summary>
internal static class SchemaDocs
{
    public const string Entities = """
        "entities": [ { "name": "Item*", "persisted": true, "fields": [
            { "name": "sku", "type": "string", "required": true }, { "name": "a|b", "type": "list<int>" } ],
            "relations": [ { "to": "Item*", "kind": "many-to-one", "via": "parentId" } ] } ]
        """;

    public const string Good = "# S\n\n## Item\\*\n\n| Field | Type | Required | Validation | Example |\n|---|---|---|---|---|\n| sku | string | yes | none | A |\n| `a\\|b` | list&lt;int> | no | none | 1 |\n";

    public static Docs With(string schema) => new Docs().Add("schema.md", schema).Role("schema", "schema").Needing(Entities);
}
