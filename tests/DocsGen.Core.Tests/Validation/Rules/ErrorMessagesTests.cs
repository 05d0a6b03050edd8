namespace DocsGen.Core.Tests.Validation.Rules;

public class ErrorMessagesTests : RuleTests
{
    protected override string Rule => "ui.error_message_mismatch";

    protected override IReadOnlyList<string> Places => ["a.md:5:14"];

    protected override string Quiet => "> | Code | Message |\n> |---|---|\n> | ITEM_SKU | Wrong. |\n\n```\n| Code | Message |\n|---|---|\n| ITEM_SKU | Wrong. |\n```";

    private protected override Docs Broken() => Docs.With("# A\n\n| Code | Message |\n|---|---|\n| ITEM_SKU | Wrong. |\n").Needing("""  "entities": [ { "name": "Item", "validation": [ { "rule": "regex", "error_code": "ITEM_SKU" } ] } ], "errors": [ { "code": "ITEM_SKU", "message": "No sku." } ] """);

    [Theory]
    [InlineData("Too  long.", "Too long.", "ui.md:6:20")]
    [InlineData("Too  long.", "too  long.", "ui.md:6:20")]
    [InlineData("Too  long.", "Too  long", "ui.md:6:20")]
    [InlineData("\\<b>", "<b>", "ui.md:5:14")]
    [InlineData("\\*", "*", null)]
    public void A_message_is_character_for_character_the_required_one(string from, string to, string? place) =>
        ErrorDocs.With(ErrorDocs.Table.Replace(from, to, StringComparison.Ordinal)).Places("ui.error_message_mismatch").ShouldBe(place is null ? [] : [place]);

    [Theory]
    [InlineData("## ITEM_MAX\n\n**User message**: Too  long.\n", true)]
    [InlineData("## ITEM\\_MAX\n\n**User message:** Too  long.\n**Severity**: error\n", true)]
    [InlineData("## ITEM_MAX\n\n**Severity**: error\n**User message**: Too  long.\n", true)]
    [InlineData("## ITEM_MAX\n\n- **User message**: Too  long.\n", true)]
    [InlineData("## ITEM_MAX\n\n**User message**: Too  long. Really.\n", false)]
    [InlineData("## ITEM_MAX\n\n**User message**: Too  long.\nReally.\n", false)]
    public void A_section_of_a_code_gives_its_message(string markdown, bool fine) =>
        ErrorDocs.With(markdown).Places("ui.error_message_mismatch").ShouldBe(fine ? [] : ["ui.md:3:" + (markdown.Contains("- **", StringComparison.Ordinal) ? 21 : 19)]);
}
