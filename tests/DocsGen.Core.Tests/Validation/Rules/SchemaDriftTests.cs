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
        for (var i = 0; i < 40_000; i++) table.Append(System.Globalization.CultureInfo.InvariantCulture, $"| f{i} | string |\n");
        var clock = Stopwatch.StartNew();

        With(table.ToString()).Places(Rule).Count.ShouldBe(40_000);

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    protected override string Rule => "schema.drift";

    protected override IReadOnlyList<string> Places => ["a.md:7:9"];

    protected override string Quiet => "## Item\n\n> | Field | Type |\n> |---|---|\n> | sku | text |\n\n```\n| Field | Type |\n|---|---|\n| sku | text |\n```";

    private protected override Docs Broken() => Docs.With("# A\n\n## Item\n\n| Field | Type |\n|---|---|\n| sku | text |\n").Needing("""  "entities": [ { "name": "Item", "persisted": true, "fields": [ { "name": "sku", "type": "string" } ] } ] """);
}
