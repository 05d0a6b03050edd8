using DocsGen.Core.Formulas;

namespace DocsGen.Core.Tests.Validation.Rules;

public class AcronymsTests : RuleTests
{
    protected override string Rule => "terminology.acronym";

    protected override IReadOnlyList<string> Places => ["a.md:1:4"];

    protected override string Quiet => "`API`\n\n> API\n\n```\nAPI\n```\n\n[x](API.md)";

    protected override (Severity? Strict, Severity? Lenient) Weighs => (Severity.Warning, Severity.Warning);

    private protected override Docs Broken() => Docs.With("é API\n");
}
