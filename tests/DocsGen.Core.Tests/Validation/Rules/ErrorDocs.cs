namespace DocsGen.Core.Tests.Validation.Rules;

/// <summary>Documents for the rules on error codes.</summary>
internal static class ErrorDocs
{
    public const string Errors = """
        "entities": [ { "name": "Item", "validation": [ { "rule": "regex", "error_code": "ITEM_SKU" }, { "rule": "max", "error_code": "ITEM_MAX" } ] } ],
        "errors": [ { "code": "ITEM_SKU", "message": "Sku must match ^[A-Z|*_<b>]{5,}$ & `x`." }, { "code": "ITEM_MAX", "message": "Too  long." } ]
        """;

    public const string Table = "# E\n\n| Code | Message |\n|---|---|\n| ITEM_SKU | Sku must match ^\\[A-Z\\|\\*\\_\\<b>]{5,}$ &amp; \\`x\\`. |\n| [ITEM_MAX](#e) | Too  long. |\n";

    public static Docs With(string markdown) => new Docs().Add("ui.md", markdown).Role("ui_validation", "ui").Needing(Errors);
}
