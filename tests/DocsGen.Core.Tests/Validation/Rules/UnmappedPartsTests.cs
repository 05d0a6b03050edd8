namespace DocsGen.Core.Tests.Validation.Rules;

public class UnmappedPartsTests : RuleTests
{
    protected override string Rule => "appendix.unmapped";

    protected override IReadOnlyList<string> Places => ["docset"];

    protected override string Quiet => "`Item`\n\n> Item\n\n```\n- Item\n```\n\n- [x](Item)";

    private protected override Docs Broken() => Docs.With("# Item\n\nItem\n").Needing("""  "entities": [ { "name": "Item" } ] """);

    [Fact]
    public void Parts_are_mapped_in_rows_or_list_items()
    {
        var docs = Docs.With("# Item\n\nItem\n\n| Part | Place |\n|---|---|\n| ItemForm | x |\n\n- [CatalogService](a.md)\n")
            .Needing("""  "entities": [ { "name": "Item" } ], "components": [ { "name": "ItemForm" } ], "services": [ { "name": "CatalogService" }, { "name": "Other" } ] """);

        docs.Issues("appendix.unmapped").ShouldBe(
        [
            "docset The entity Item is not mapped in any file: it stands in no table row and no list item.",
            "docset The service Other is not mapped in any file: it stands in no table row and no list item.",
        ]);
    }
}
