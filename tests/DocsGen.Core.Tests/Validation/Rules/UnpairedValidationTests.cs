namespace DocsGen.Core.Tests.Validation.Rules;

public class UnpairedValidationTests : RuleTests
{
    protected override string Rule => "validation.unpaired";

    protected override IReadOnlyList<string> Places => ["a.md:3:5"];

    protected override string Quiet => "> | Code | Message |\n> |---|---|\n> | ITEM_SKU | Wrong. |\n\n[x](ITEM_SKU)";

    private protected override Docs Broken() => Docs.With("# A\n\né `ITEM_SKU`\n").Add("ui.md", "# U\n\n> | Code | Message |\n> |---|---|\n> | ITEM_SKU | No sku. |\n").Role("arch_validation", "a").Role("ui_validation", "ui").Needing("""  "entities": [ { "name": "Item", "validation": [ { "rule": "regex", "error_code": "ITEM_SKU" } ] } ], "errors": [ { "code": "ITEM_SKU", "message": "No sku." } ] """);
}
