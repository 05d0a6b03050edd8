namespace DocsGen.Core.Tests.Validation.Rules;

public class MissingSchemaTests : RuleTests
{
    protected override string Rule => "schema.entity_missing";

    protected override IReadOnlyList<string> Places => ["schema.md"];

    protected override string Quiet => "> ## Item\n> \n> | Field | Type | Required | Validation | Example |\n> |---|---|---|---|---|\n> | sku | string | no | none | A |";

    private protected override Docs Broken() => new Docs().Add("schema.md", "# S\n\n> ## Item\n> \n> | Field | Type | Required | Validation | Example |\n> |---|---|---|---|---|\n> | sku | string | no | none | A |\n\n```\n## Item\n\n| Field | Type | Required | Validation | Example |\n|---|---|---|---|---|\n| sku | string | no | none | A |\n```\n").Role("schema", "schema").Needing("""  "entities": [ { "name": "Item", "persisted": true, "fields": [ { "name": "sku", "type": "string" } ] } ] """);

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
        var issues = SchemaDocs.With(SchemaDocs.Good.Replace(from, to, StringComparison.Ordinal)).Issues("schema.entity_missing");

        if (issue is null) issues.ShouldBeEmpty();
        else issues.ShouldHaveSingleItem().ShouldStartWith(issue);
    }

    [Fact]
    public void A_role_that_is_not_planned_may_stand_in_any_file_and_before_its_phase_nothing_is_missing()
    {
        var docs = new Docs().Add("b.md", SchemaDocs.Good).Role("schema", "schema").Needing(SchemaDocs.Entities);
        docs.Issues("schema.entity_missing").ShouldBeEmpty();

        var early = new Docs { Phase = 1 }.Add("b.md", "# B\n").Plan("schema.md", phase: 2).Role("schema", "schema").Needing(SchemaDocs.Entities);
        early.Issues("schema.entity_missing").ShouldBeEmpty();
    }
}
