namespace DocsGen.Core.Tests.Validation.Rules;

public class OrphanErrorCodesTests : RuleTests
{
    protected override string Rule => "ui.error_code_orphan";

    protected override IReadOnlyList<string> Places => ["a.md:6:3"];

    protected override string Quiet => "> | Code | Message |\n> |---|---|\n> | NOPE | Wrong. |\n\n```\n| Code | Message |\n|---|---|\n| NOPE | Wrong. |\n```";

    private protected override Docs Broken() => Docs.With("# A\n\n| Code | Message |\n|---|---|\n| ITEM_SKU | Wrong. |\n| é NOPE | x |\n").Needing("""  "entities": [ { "name": "Item", "validation": [ { "rule": "regex", "error_code": "ITEM_SKU" } ] } ], "errors": [ { "code": "ITEM_SKU", "message": "No sku." } ] """);
}
