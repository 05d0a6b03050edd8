using DocsGen.Core.Formulas;

namespace DocsGen.Core.Tests.Validation.Rules;

public class MissingPoliciesTests : RuleTests
{
    protected override string Rule => "policies.missing";

    protected override IReadOnlyList<string> Places => ["docset", "docset", "docset"];

    protected override string Quiet => "`failure_policy`\n\n> failure_policy\n\n```\nfailure_policy\n```";

    protected override (Severity? Strict, Severity? Lenient) Weighs => (Severity.Error, Severity.Warning);

    private protected override Docs Broken() => Docs.With("# A\n").Needing("""  "integrations": [ { "name": "Air" } ] """);

    [Fact]
    public void Policies_are_missed_with_the_path_that_fills_them() =>
        Docs.With("# A\n").Needing("""  "integrations": [ { "name": "Air" } ] """).Issues("policies.missing").ShouldBe(
        [
            "docset The integration Air has no failure policy; fill $.integrations[0].failure_policy.",
            "docset The requirements have no audit settings; fill $.audit.",
            "docset The requirements have no performance targets; fill $.performance_targets.",
        ]);
}
