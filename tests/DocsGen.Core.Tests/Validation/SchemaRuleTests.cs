namespace DocsGen.Core.Tests.Validation;

public class SchemaRuleTests
{
    private const string Entities = """
        "entities": [ { "name": "Item*", "persisted": true, "fields": [
            { "name": "sku", "type": "string", "required": true }, { "name": "a|b", "type": "list<int>" } ],
            "relations": [ { "to": "Item*", "kind": "many-to-one", "via": "parentId" } ] } ]
        """;

    private const string Good = "# S\n\n## Item\\*\n\n| Field | Type | Required | Validation | Example |\n|---|---|---|---|---|\n| sku | string | yes | none | A |\n| `a\\|b` | list&lt;int> | no | none | 1 |\n";

    private static Docs With(string schema) => new Docs().Add("schema.md", schema).Role("schema", "schema").Needing(Entities);

    [Fact]
    public void A_whole_schema_section_passes_every_rule()
    {
        var docs = With(Good);

        docs.Issues("schema.entity_missing").ShouldBeEmpty();
        docs.Issues("schema.drift").ShouldBeEmpty();
        docs.Issues("schema.new_entity").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("## Item\\*", "## Items", "schema.md The entity Item* has no schema section")]
    [InlineData("## Item\\*", "## *Item*\\*", null)]
    [InlineData("## Item\\*", "## Item\\*\n\n### Fields", null)]
    [InlineData("## Item\\*", "> ## Item\\*", "schema.md The entity Item* has no schema section")]
    [InlineData("| Example |", "| Sample |", "schema.md:5:1 The schema table of Item* has no column Example.")]
    [InlineData("| string | yes | none |", "| string | yes | |", "schema.md:7:1 The field Item*.sku has no validation.")]
    [InlineData("| Validation |", "| constraints |", null)]
    public void A_schema_section_is_complete(string from, string to, string? issue)
    {
        var issues = With(Good.Replace(from, to, StringComparison.Ordinal)).Issues("schema.entity_missing");

        if (issue is null) issues.ShouldBeEmpty();
        else issues.ShouldHaveSingleItem().ShouldStartWith(issue);
    }

    [Theory]
    [InlineData("| sku |", "| skU |", "schema.md:7:3 The entity Item* has no field \"skU\" in the requirements; did you mean sku?")]
    [InlineData("| sku |", "| completely |", "schema.md:5:1 The field Item*.sku of the requirements is missing in this table.;schema.md:7:3 The entity Item* has no field \"completely\" in the requirements.")]
    [InlineData("| sku | string |", "| sku | String |", "schema.md:7:9 The type of Item*.sku is \"string\" in the requirements, not \"String\".")]
    [InlineData("| string | yes |", "| string | No |", "schema.md:7:18 The field Item*.sku is required in the requirements, not \"No\".")]
    [InlineData("| sku | string | yes |", "| `sku` | **string** | Required |", "")]
    [InlineData("| sku |", "| id | uuid | yes | none | 1 |\n| parentId | uuid | yes | none | 1 |\n| sku |", "")]
    public void A_table_of_a_known_entity_agrees_with_the_requirements(string from, string to, string issues) =>
        string.Join(';', With(Good.Replace(from, to, StringComparison.Ordinal)).Issues("schema.drift")).ShouldBe(issues);

    [Fact]
    public void Outside_of_the_schema_file_a_subset_will_do_but_not_another_type()
    {
        var docs = With(Good).Add("b.md", "# B\n\n### Item\\*\n\n#### More\n\n| Type | Field |\n|---|---|\n| text | sku |\n");

        docs.Places("schema.drift").ShouldBe(["b.md:9:3"]);
    }

    [Fact]
    public void A_table_of_fields_for_an_unknown_entity_counts_only_in_schema_and_models()
    {
        const string Other = "# B\n\n## Itm\n\n| Field | Type |\n|---|---|\n| a | b |\n";
        var docs = With(Good).Add("models.md", Other).Add("c.md", Other).Role("models", "models");

        docs.Issues("schema.new_entity").ShouldBe(["models.md:5:1 This table of fields stands under \"Itm\", which is no entity of the requirements; did you mean Item*?"]);
        docs.Places("schema.drift").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("The Item\\* table.", true)]
    [InlineData("`Item*`", true)]
    [InlineData("```sql\ncreate table Item*;\n```", true)]
    [InlineData("Item", false)]
    [InlineData("xItem\\*", false)]
    [InlineData("[x](Item*)", false)]
    public void A_persisted_entity_is_named_in_the_persistence_file(string markdown, bool fine) =>
        With(Good).Add("data.md", markdown).Role("persistence", "data").Places("schema.persisted_missing").ShouldBe(fine ? [] : ["data.md"]);

    [Fact]
    public void A_role_that_is_not_planned_may_stand_in_any_file_and_before_its_phase_nothing_is_missing()
    {
        var docs = new Docs().Add("b.md", Good).Role("schema", "schema").Needing(Entities);
        docs.Issues("schema.entity_missing").ShouldBeEmpty();

        var early = new Docs { Phase = 1 }.Add("b.md", "# B\n").Plan("schema.md", phase: 2).Role("schema", "schema").Needing(Entities);
        early.Issues("schema.entity_missing").ShouldBeEmpty();
    }
}
