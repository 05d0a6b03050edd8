namespace DocsGen.Core.Tests.Validation;

public class ErrorRuleTests
{
    private const string Errors = """
        "entities": [ { "name": "Item", "validation": [ { "rule": "regex", "error_code": "ITEM_SKU" }, { "rule": "max", "error_code": "ITEM_MAX" } ] } ],
        "errors": [ { "code": "ITEM_SKU", "message": "Sku must match ^[A-Z|*_<b>]{5,}$ & `x`." }, { "code": "ITEM_MAX", "message": "Too  long." } ]
        """;

    private const string Table = "# E\n\n| Code | Message |\n|---|---|\n| ITEM_SKU | Sku must match ^\\[A-Z\\|\\*\\_\\<b>]{5,}$ &amp; \\`x\\`. |\n| [ITEM_MAX](#e) | Too  long. |\n";

    private static Docs With(string markdown) => new Docs().Add("ui.md", markdown).Role("ui_validation", "ui").Needing(Errors);

    [Fact]
    public void Messages_are_compared_as_rendered()
    {
        With(Table).Issues("ui.error_message_mismatch").ShouldBeEmpty();
        With(Table).Issues("ui.error_code_orphan").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Too  long.", "Too long.", "ui.md:6:20")]
    [InlineData("Too  long.", "too  long.", "ui.md:6:20")]
    [InlineData("Too  long.", "Too  long", "ui.md:6:20")]
    [InlineData("\\<b>", "<b>", "ui.md:5:14")]
    [InlineData("\\*", "*", null)]
    public void A_message_is_character_for_character_the_required_one(string from, string to, string? place) =>
        With(Table.Replace(from, to, StringComparison.Ordinal)).Places("ui.error_message_mismatch").ShouldBe(place is null ? [] : [place]);

    [Theory]
    [InlineData("## ITEM_MAX\n\n**User message**: Too  long.\n", true)]
    [InlineData("## ITEM\\_MAX\n\n**User message:** Too  long.\n**Severity**: error\n", true)]
    [InlineData("## ITEM_MAX\n\n**Severity**: error\n**User message**: Too  long.\n", true)]
    [InlineData("## ITEM_MAX\n\n- **User message**: Too  long.\n", true)]
    [InlineData("## ITEM_MAX\n\n**User message**: Too  long. Really.\n", false)]
    [InlineData("## ITEM_MAX\n\n**User message**: Too  long.\nReally.\n", false)]
    public void A_section_of_a_code_gives_its_message(string markdown, bool fine) =>
        With(markdown).Places("ui.error_message_mismatch").ShouldBe(fine ? [] : ["ui.md:3:" + (markdown.Contains("- **", StringComparison.Ordinal) ? 21 : 19)]);

    [Fact]
    public void An_unknown_code_and_a_missing_one_are_orphans_and_a_misspelt_one_is_one_issue()
    {
        const string Text = "# E\n\n| Error code | User message |\n|---|---|\n| ITEM_SKV | x |\n\n## ITEM_MAX\n\n**User message**: Too  long.\n\n## Nope\n\n**User message**: x\n";

        With(Text).Issues("ui.error_code_orphan").ShouldBe(
        [
            "ui.md:5:3 The requirements define no error code \"ITEM_SKV\"; did you mean ITEM_SKU?",
            "ui.md:11:1 The requirements define no error code \"Nope\".",
        ]);
        With(Text.Replace("ITEM_SKV", "Something", StringComparison.Ordinal)).Issues("ui.error_code_orphan").ShouldBe(
        [
            "ui.md The error code ITEM_SKU has no message in ui.md: a row of a table with the columns Code and Message, or a heading \"ITEM_SKU\" with a line \"**User message**: ...\".",
            "ui.md:5:3 The requirements define no error code \"Something\".",
            "ui.md:11:1 The requirements define no error code \"Nope\".",
        ]);
    }

    [Fact]
    public void Code_quotes_and_other_tables_are_no_forms() =>
        With(Table + "\n> | Code | Message |\n> |---|---|\n> | X | y |\n\n```\n| Code | Message |\n|---|---|\n| X | y |\n```\n\n| Code | Meaning |\n|---|---|\n| X | y |\n")
            .Issues("ui.error_code_orphan").ShouldBeEmpty();

    [Fact]
    public void Validation_rules_and_messages_come_in_pairs()
    {
        var docs = With("| Code | Message |\n|---|---|\n| ITEM_MAX | Too  long. |\n").Add("arch.md", "# A\n\n- é regex `ITEM_SKU`\n").Role("arch_validation", "arch");

        docs.Issues("validation.unpaired").ShouldBe(
        [
            "arch.md:3:13 The validation rule of ITEM_SKU has no message in ui.md.",
            "ui.md:3:3 The message of ITEM_MAX has no validation rule in arch.md.",
        ]);
        With(Table).Add("arch.md", "ITEM_SKU, ITEM_MAX").Role("arch_validation", "arch").Issues("validation.unpaired").ShouldBeEmpty();
    }
}
