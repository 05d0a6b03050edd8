namespace DocsGen.Core.Tests.Validation.Rules;

public class ErrorMessagesTests : RuleTests
{
    protected override string Rule => "ui.error_message_mismatch";

    protected override IReadOnlyList<string> Places => ["a.md:5:14"];

    protected override string Quiet => "> | Code | Message |\n> |---|---|\n> | ITEM_SKU | Wrong. |\n\n```\n| Code | Message |\n|---|---|\n| ITEM_SKU | Wrong. |\n```";

    private protected override Docs Broken() => Docs.With("# A\n\n| Code | Message |\n|---|---|\n| ITEM_SKU | Wrong. |\n").Needing("""  "entities": [ { "name": "Item", "validation": [ { "rule": "regex", "error_code": "ITEM_SKU" } ] } ], "errors": [ { "code": "ITEM_SKU", "message": "No sku." } ] """);
}
