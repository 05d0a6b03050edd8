namespace DocsGen.Core.Tests.Validation.Rules;

public class UnpairedValidationTests : RuleTests
{
    protected override string Rule => "validation.unpaired";

    protected override IReadOnlyList<string> Places => ["a.md:3:5"];

    protected override string Quiet => "> | Code | Message |\n> |---|---|\n> | ITEM_SKU | Wrong. |\n\n[x](ITEM_SKU)";

    private protected override Docs Broken() => Docs.With("# A\n\né `ITEM_SKU`\n").Add("ui.md", "# U\n\n> | Code | Message |\n> |---|---|\n> | ITEM_SKU | No sku. |\n").Role("arch_validation", "a").Role("ui_validation", "ui").Needing("""  "entities": [ { "name": "Item", "validation": [ { "rule": "regex", "error_code": "ITEM_SKU" } ] } ], "errors": [ { "code": "ITEM_SKU", "message": "No sku." } ] """);

    [Fact]
    public void Validation_rules_and_messages_come_in_pairs()
    {
        var docs = ErrorDocs.With("| Code | Message |\n|---|---|\n| ITEM_MAX | Too  long. |\n").Add("arch.md", "# A\n\n- é regex `ITEM_SKU`\n").Role("arch_validation", "arch");

        docs.Issues("validation.unpaired").ShouldBe(
        [
            "arch.md:3:13 The validation rule of ITEM_SKU has no message in ui.md.",
            "ui.md:3:3 The message of ITEM_MAX has no validation rule in arch.md.",
        ]);
        ErrorDocs.With(ErrorDocs.Table).Add("arch.md", "ITEM_SKU, ITEM_MAX").Role("arch_validation", "arch").Issues("validation.unpaired").ShouldBeEmpty();
    }
}
