namespace DocsGen.Core.Tests.Validation.Rules;

public class MissingFileTests : RuleTests
{
    protected override string Rule => "structure.missing_file";

    protected override IReadOnlyList<string> Places => ["b.md"];

    protected override string Quiet => "`b.md`\n\n> b.md\n\n```\nb.md\n```\n\n[x](b.md)";

    private protected override Docs Broken() => Docs.With("# A\n").Plan("b.md");

    [Fact]
    public void A_planned_file_of_a_due_phase_is_missed_and_one_of_a_later_phase_is_not()
    {
        var docs = new Docs { Phase = 1 }.Add("a.md", "# A\n").Plan("b.md", phase: 1).Plan("c.md", phase: 2);

        docs.Places("structure.missing_file").ShouldBe(["b.md"]);
        docs.Phase = 2;
        docs.Places("structure.missing_file").ShouldBe(["b.md", "c.md"]);
    }
}
