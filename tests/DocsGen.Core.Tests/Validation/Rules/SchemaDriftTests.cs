using System.Diagnostics;
using System.Text;

namespace DocsGen.Core.Tests.Validation.Rules;

public class SchemaDriftTests : RuleTests
{
    private static Docs With(string table) => new Docs().Add("b.md", $"# B\n\n## Item\n\n{table}").Needing("""
        "entities": [ { "name": "Item", "fields": [ { "name": "sku", "type": "string", "required": true }, { "name": "size", "type": "int" } ] } ]
        """);

    [Theory]
    [InlineData("| Field | Type |\n|---|---|\n| sku | string |\n| sku | text |\n", "8:9")]
    [InlineData("| Field | Type |\n|---|---|\n| sku | string |\n\ntext\n\n| Field | Type |\n|---|---|\n| sku | text |\n", "13:9")]
    [InlineData("| Field | Type | Field |\n|---|---|---|\n| sku | string | sku |\n", "5:18")]
    [InlineData("| Field | Type | type |\n|---|---|---|\n| sku | string | text |\n", "5:18")]
    [InlineData("| é | FIELD | type |\n|---|---|---|\n| é | sku | Text |\n", "7:14")]
    [InlineData("| Field | Type | Required |\n|---|---|---|\n| sku | string | - |\n", "7:18")]
    [InlineData("| Field | Type | Required |\n|---|---|---|\n| size | int | yes |\n", "7:16")]
    [InlineData("- | Field | Type |\n  |---|---|\n  | sku | text |\n", "7:11")]
    [InlineData("| Field | Type |\n|---|---|\n| Sku | string |\n", "7:3")]
    public void Every_row_of_every_table_agrees_with_the_requirements(string table, string place) => With(table).Places(Rule).ShouldBe([$"b.md:{place}"]);

    [Theory]
    [InlineData("> | Field | Type |\n> |---|---|\n> | sku | text |\n")]
    [InlineData("```\n| Field | Type |\n|---|---|\n| sku | text |\n```\n")]
    [InlineData("| Field | Type |\n|---|---|\n| | |\n| sku | |\n")]
    [InlineData("| Field | Kind |\n|---|---|\n| sku | text |\n")]
    public void Quotes_code_gaps_and_other_tables_are_no_drift(string table) => With(table).Places(Rule).ShouldBeEmpty();

    [Fact]
    public void A_huge_table_takes_linear_time()
    {
        var table = new StringBuilder("| Field | Type |\n|---|---|\n");
        for (var i = 0; i < 28_000; i++) table.Append(System.Globalization.CultureInfo.InvariantCulture, $"| f{i} | string |\n");
        var clock = Stopwatch.StartNew();

        With(table.ToString()).Places(Rule).Count.ShouldBe(28_000);

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    protected override string Rule => "schema.drift";

    protected override IReadOnlyList<string> Places => ["a.md:7:9"];

    protected override string Quiet => "## Item\n\n> | Field | Type |\n> |---|---|\n> | sku | text |\n\n```\n| Field | Type |\n|---|---|\n| sku | text |\n```";

    private protected override Docs Broken() => Docs.With("# A\n\n## Item\n\n| Field | Type |\n|---|---|\n| sku | text |\n").Needing("""  "entities": [ { "name": "Item", "persisted": true, "fields": [ { "name": "sku", "type": "string" } ] } ] """);

    [Theory]
    [InlineData("| sku |", "| skU |", "schema.md:7:3 The entity Item* has no field \"skU\" in the requirements; did you mean sku?")]
    [InlineData("| sku |", "| completely |", "schema.md:5:1 The field Item*.sku of the requirements is missing in this table.;schema.md:7:3 The entity Item* has no field \"completely\" in the requirements.")]
    [InlineData("| sku | string |", "| sku | String |", "schema.md:7:9 The type of Item*.sku is \"string\" in the requirements, not \"String\".")]
    [InlineData("| string | yes |", "| string | No |", "schema.md:7:18 The field Item*.sku is required in the requirements, not \"No\".")]
    [InlineData("| sku | string | yes |", "| `sku` | **string** | Required |", "")]
    [InlineData("| sku |", "| id | uuid | yes | none | 1 |\n| parentId | uuid | yes | none | 1 |\n| sku |", "")]
    public void A_table_of_a_known_entity_agrees_with_the_requirements(string from, string to, string issues) =>
        string.Join(';', SchemaDocs.With(SchemaDocs.Good.Replace(from, to, StringComparison.Ordinal)).Issues("schema.drift")).ShouldBe(issues);

    [Fact]
    public void Outside_of_the_schema_file_a_subset_will_do_but_not_another_type()
    {
        var docs = SchemaDocs.With(SchemaDocs.Good).Add("b.md", "# B\n\n### Item\\*\n\n#### More\n\n| Type | Field |\n|---|---|\n| text | sku |\n");

        docs.Places("schema.drift").ShouldBe(["b.md:9:3"]);
    }
}
