namespace DocsGen.Core.Tests.Validation.Rules;

public class UndocumentedIntegrationsTests : RuleTests
{
    protected override string Rule => "integrations.undocumented";

    protected override IReadOnlyList<string> Places => ["docset"];

    protected override string Quiet => "[token](Air) Airs";

    private protected override Docs Broken() => Docs.With("# A\n\nAirport [x](Air)\n").Needing("""  "integrations": [ { "name": "Air", "auth": "token" } ] """);

    [Theory]
    [InlineData("## Air\n\ntoken, retry-3. [docs](https://air.test/api)\n", "")]
    [InlineData("| Name | A | F | D |\n|---|---|---|---|\n| Air | token | retry-3 | <https://air.test/api> |\n", "")]
    [InlineData("| Name | A | F | D |\n|---|---|---|---|\n| Air | token | retry-3 | [d](https://air.test/api) |\n", "")]
    [InlineData("Air: token, retry-3, `https://air.test/api`\n", "")]
    [InlineData("## Air\n\n[docs](https://air.test/api) retry-3-times\n\n## Other\n\ntoken retry-3\n", "auth;failure policy")]
    [InlineData("| Air | x |\n|---|---|\n| Air | tokens retry-3 |\n| B | token https://air.test/api |\n", "auth;docs link")]
    public void An_integration_is_documented_with_its_auth_policy_and_link(string markdown, string missing)
    {
        var docs = Docs.With($"# A\n\n{markdown}").Needing("""  "integrations": [ { "name": "Air", "auth": "token", "failure_policy": "retry-3", "docs_url": "https://air.test/api" } ] """);

        docs.Issues("integrations.undocumented").Select(i => i[(i.IndexOf(" The ", StringComparison.Ordinal) + 5)..i.IndexOf(" of the", StringComparison.Ordinal)])
            .ShouldBe(missing.Split(';', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void An_integration_that_is_not_named_is_one_issue() =>
        Docs.With("# A\n\nAirport\n").Needing("""  "integrations": [ { "name": "Air", "auth": "token" } ] """).Issues("integrations.undocumented")
            .ShouldBe(["docset The integration Air is not documented in any file."]);
}
