namespace DocsGen.Core.Tests.Validation.Rules;

public class CompletenessThresholdTests : RuleTests
{
    protected override string Rule => "completeness.threshold";

    protected override IReadOnlyList<string> Places => ["docset", "docset"];

    protected override string Quiet => "[x](Item)\n\n`Items`";

    private protected override Docs Broken() => Docs.With("# A\n\n[x](Item)\n").Needing("""  "entities": [ { "name": "Item" } ] """);
}
