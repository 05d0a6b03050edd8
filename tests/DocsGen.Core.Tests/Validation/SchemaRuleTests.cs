using DocsGen.Core.Tests.Validation.Rules;

namespace DocsGen.Core.Tests.Validation;

public class SchemaRuleTests
{
    [Fact]
    public void A_whole_schema_section_passes_every_rule()
    {
        var docs = SchemaDocs.With(SchemaDocs.Good);

        docs.Issues("schema.entity_missing").ShouldBeEmpty();
        docs.Issues("schema.drift").ShouldBeEmpty();
        docs.Issues("schema.new_entity").ShouldBeEmpty();
    }

    [Fact]
    public void A_table_of_fields_for_an_unknown_entity_counts_only_in_schema_and_models()
    {
        const string Other = "# B\n\n## Itm\n\n| Field | Type |\n|---|---|\n| a | b |\n";
        var docs = SchemaDocs.With(SchemaDocs.Good).Add("models.md", Other).Add("c.md", Other).Role("models", "models");

        docs.Issues("schema.new_entity").ShouldBe(["models.md:5:1 This table of fields stands under \"Itm\", which is no entity of the requirements; did you mean Item*?"]);
        docs.Places("schema.drift").ShouldBeEmpty();
    }
}
