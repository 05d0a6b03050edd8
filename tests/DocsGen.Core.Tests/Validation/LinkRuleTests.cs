namespace DocsGen.Core.Tests.Validation;

public class LinkRuleTests
{
    [Fact]
    public void Before_its_phase_a_target_need_only_be_planned()
    {
        var docs = new Docs { Phase = 1 }.Add("a.md", "# A\n\n[x](late.md#no)\n[y](now.md)\n").Plan("late.md", phase: 2).Plan("now.md", phase: 1);

        docs.Places("links.internal.resolves").ShouldBe(["a.md:4:1"]);
        docs.Places("links.anchor.resolves").ShouldBeEmpty();
        docs.Phase = 2;
        docs.Places("links.internal.resolves").ShouldBe(["a.md:3:1", "a.md:4:1"]);
    }

    [Fact]
    public void A_link_to_a_generation_artifact_is_found_and_is_no_broken_link()
    {
        var docs = Docs.With("[r](05-report.md)\n").Artifact("05-report.md");

        docs.Places("links.generation_artifact").ShouldBe(["a.md:1:1"]);
        docs.Places("links.internal.resolves").ShouldBeEmpty();
    }
}
