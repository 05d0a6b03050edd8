using DocsGen.Core.Formulas;

namespace DocsGen.Core.Tests.Validation.Rules;

public class MissingPoliciesTests : RuleTests
{
    protected override string Rule => "policies.missing";

    protected override IReadOnlyList<string> Places => ["docset", "docset", "docset"];

    protected override string Quiet => "`failure_policy`\n\n> failure_policy\n\n```\nfailure_policy\n```";

    protected override (Severity? Strict, Severity? Lenient) Weighs => (Severity.Error, Severity.Warning);

    private protected override Docs Broken() => Docs.With("# A\n").Needing("""  "integrations": [ { "name": "Air" } ] """);
}
