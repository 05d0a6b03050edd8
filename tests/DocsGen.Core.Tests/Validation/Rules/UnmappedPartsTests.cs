namespace DocsGen.Core.Tests.Validation.Rules;

public class UnmappedPartsTests : RuleTests
{
    protected override string Rule => "appendix.unmapped";

    protected override IReadOnlyList<string> Places => ["docset"];

    protected override string Quiet => "`Item`\n\n> Item\n\n```\n- Item\n```\n\n- [x](Item)";

    private protected override Docs Broken() => Docs.With("# Item\n\nItem\n").Needing("""  "entities": [ { "name": "Item" } ] """);
}
