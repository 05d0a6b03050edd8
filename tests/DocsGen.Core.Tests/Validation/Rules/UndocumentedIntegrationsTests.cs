namespace DocsGen.Core.Tests.Validation.Rules;

public class UndocumentedIntegrationsTests : RuleTests
{
    protected override string Rule => "integrations.undocumented";

    protected override IReadOnlyList<string> Places => ["docset"];

    protected override string Quiet => "[token](Air) Airs";

    private protected override Docs Broken() => Docs.With("# A\n\nAirport [x](Air)\n").Needing("""  "integrations": [ { "name": "Air", "auth": "token" } ] """);
}
