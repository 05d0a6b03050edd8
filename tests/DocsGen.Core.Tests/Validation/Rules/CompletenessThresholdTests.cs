namespace DocsGen.Core.Tests.Validation.Rules;

public class CompletenessThresholdTests : RuleTests
{
    protected override string Rule => "completeness.threshold";

    protected override IReadOnlyList<string> Places => ["docset", "docset"];

    protected override string Quiet => "[x](Item)\n\n`Items`";

    private protected override Docs Broken() => Docs.With("# A\n\n[x](Item)\n").Needing("""  "entities": [ { "name": "Item" } ] """);

    [Fact]
    public void Completeness_counts_by_category_and_lists_what_is_missing()
    {
        var docs = Docs.With("# A\n\n## Item\n\n| Field | Type |\n|---|---|\n| sku | string |\n\nA sku\nis unique.\n\nITEM_SKU\n").Needing("""
            "entities": [ { "name": "Item", "fields": [ { "name": "sku", "type": "string" }, { "name": "size", "type": "int" } ],
              "invariants": ["A sku is unique.", "No more."], "validation": [ { "rule": "regex", "field": "sku", "error_code": "ITEM_SKU" } ] } ],
            "errors": [ { "code": "ITEM_SKU", "message": "No." } ]
            """);
        docs.Completeness = new() { Strict = 0.6 };
        docs.Rules = ["completeness.threshold"];

        var result = docs.Validate();

        var completeness = result.Completeness.ShouldNotBeNull();
        completeness.Categories.Select(c => $"{c.Category} {c.Documented}/{c.Total}").ShouldBe(
            ["entities 1/1", "fields 1/2", "flows 0/0", "integrations 0/0", "permissions 0/0", "validation rules 1/1", "error codes 0/1", "invariants 1/2"]);
        result.Issues.Select(i => $"{i.Severity}: {i.Message}").ShouldBe(
        [
            "Error: 4 of 7 requirements are documented, 0.5714; the threshold is 0.60.",
            "Info: Undocumented, error codes: ITEM_SKU ($.errors[0]).",
            "Info: Undocumented, fields: Item.size ($.entities[0].fields[1]).",
            "Info: Undocumented, invariants: Item: No more. ($.entities[0].invariants[1]).",
        ]);
        docs.Completeness = new() { Strict = 0.57 };
        docs.Validate().Passed.ShouldBeTrue();
    }
}
