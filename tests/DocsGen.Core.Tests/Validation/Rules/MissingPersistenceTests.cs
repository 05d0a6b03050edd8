namespace DocsGen.Core.Tests.Validation.Rules;

public class MissingPersistenceTests : RuleTests
{
    protected override string Rule => "schema.persisted_missing";

    protected override IReadOnlyList<string> Places => ["data.md"];

    protected override string Quiet => "[x](Item)\n\n> Item\n\n`Item`";

    private protected override Docs Broken() => Docs.With("# A\n").Add("data.md", "# D\n\n[x](Item) Items\n").Role("persistence", "data").Needing("""  "entities": [ { "name": "Item", "persisted": true, "fields": [ { "name": "sku", "type": "string" } ] } ] """);

    [Theory]
    [InlineData("The Item\\* table.", true)]
    [InlineData("`Item*`", true)]
    [InlineData("```sql\ncreate table Item*;\n```", true)]
    [InlineData("Item", false)]
    [InlineData("xItem\\*", false)]
    [InlineData("[x](Item*)", false)]
    public void A_persisted_entity_is_named_in_the_persistence_file(string markdown, bool fine) =>
        SchemaDocs.With(SchemaDocs.Good).Add("data.md", markdown).Role("persistence", "data").Places("schema.persisted_missing").ShouldBe(fine ? [] : ["data.md"]);
}
