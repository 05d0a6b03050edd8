namespace DocsGen.Core.Tests.Validation.Rules;

public class OrphanErrorCodesTests : RuleTests
{
    protected override string Rule => "ui.error_code_orphan";

    protected override IReadOnlyList<string> Places => ["a.md:6:3"];

    protected override string Quiet => "> | Code | Message |\n> |---|---|\n> | NOPE | Wrong. |\n\n```\n| Code | Message |\n|---|---|\n| NOPE | Wrong. |\n```";

    private protected override Docs Broken() => Docs.With("# A\n\n| Code | Message |\n|---|---|\n| ITEM_SKU | Wrong. |\n| é NOPE | x |\n").Needing("""  "entities": [ { "name": "Item", "validation": [ { "rule": "regex", "error_code": "ITEM_SKU" } ] } ], "errors": [ { "code": "ITEM_SKU", "message": "No sku." } ] """);

    [Fact]
    public void An_unknown_code_and_a_missing_one_are_orphans_and_a_misspelt_one_is_one_issue()
    {
        const string Text = "# E\n\n| Error code | User message |\n|---|---|\n| ITEM_SKV | x |\n\n## ITEM_MAX\n\n**User message**: Too  long.\n\n## Nope\n\n**User message**: x\n";

        ErrorDocs.With(Text).Issues("ui.error_code_orphan").ShouldBe(
        [
            "ui.md:5:3 The requirements define no error code \"ITEM_SKV\"; did you mean ITEM_SKU?",
            "ui.md:11:1 The requirements define no error code \"Nope\".",
        ]);
        ErrorDocs.With(Text.Replace("ITEM_SKV", "Something", StringComparison.Ordinal)).Issues("ui.error_code_orphan").ShouldBe(
        [
            "ui.md The error code ITEM_SKU has no message in ui.md: a row of a table with the columns Code and Message, or a heading \"ITEM_SKU\" with a line \"**User message**: ...\".",
            "ui.md:5:3 The requirements define no error code \"Something\".",
            "ui.md:11:1 The requirements define no error code \"Nope\".",
        ]);
    }

    [Fact]
    public void Code_quotes_and_other_tables_are_no_forms() =>
        ErrorDocs.With(ErrorDocs.Table + "\n> | Code | Message |\n> |---|---|\n> | X | y |\n\n```\n| Code | Message |\n|---|---|\n| X | y |\n```\n\n| Code | Meaning |\n|---|---|\n| X | y |\n")
            .Issues("ui.error_code_orphan").ShouldBeEmpty();
}
