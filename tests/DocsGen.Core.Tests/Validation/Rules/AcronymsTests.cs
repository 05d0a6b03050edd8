using DocsGen.Core.Formulas;

namespace DocsGen.Core.Tests.Validation.Rules;

public class AcronymsTests : RuleTests
{
    protected override string Rule => "terminology.acronym";

    protected override IReadOnlyList<string> Places => ["a.md:1:4"];

    protected override string Quiet => "`API`\n\n> API\n\n```\nAPI\n```\n\n[x](API.md)";

    protected override (Severity? Strict, Severity? Lenient) Weighs => (Severity.Warning, Severity.Warning);

    private protected override Docs Broken() => Docs.With("é API\n");

    [Fact]
    public void An_acronym_is_spelled_out_once_in_its_file()
    {
        var docs = Docs.With("The API and the role based access control (RBAC), RBAC, A_B, `SQL`, CSS (cascading), JSON, DTO.")
            .Needing("""  "errors": [ { "code": "A", "message": "No JSON here" } ] """);
        docs.Terminology = new([new("DTO", "A thing.", "b.md")]);

        docs.Places("terminology.acronym").ShouldBe(["a.md:1:5", "a.md:1:86"]);
    }
}
