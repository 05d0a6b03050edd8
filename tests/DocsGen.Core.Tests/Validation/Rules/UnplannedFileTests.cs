namespace DocsGen.Core.Tests.Validation.Rules;

public class UnplannedFileTests : RuleTests
{
    protected override string Rule => "structure.unplanned_file";

    protected override IReadOnlyList<string> Places => ["x.md"];

    protected override string Quiet => "`x.md y.md`\n\n> x.md y.md\n\n```\nx.md y.md\n```\n\n[y](y.md)";

    private protected override Docs Broken() => Docs.With("# A\n").AddUnplanned("x.md", "# X\n");

    [Fact]
    public void A_file_that_is_not_planned_is_found() =>
        Docs.With("# A\n").AddUnplanned("x.md", "# X\n").Places("structure.unplanned_file").ShouldBe(["x.md"]);
}
