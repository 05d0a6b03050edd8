using System.Text;
using DocsGen.Core.Formulas;

namespace DocsGen.Core.Tests.Formulas;

public sealed class ExampleConventionsTests
{
    private static readonly HostStructure Example = new(["docs/docsgen-04-base-phase-types.md", "docs/docsgen-13-architecture.md", "docs/docsgen.md", "a-05-x.md", "b-05-y.md", "docsgen-07-Base.md"]);

    [Fact]
    public void The_words_of_the_domains_files_follow_the_example_where_the_requirements_name_none()
    {
        var plan = FilePlanner.Plan(BuiltInFormulas.Load("plugin"), "full", Read("{}"), Example);
        plan.ByRole("entity-types")!.Name.ShouldBe("s-04-base-phase-types.md");
        plan.ByRole("arch")!.Name.ShouldBe("s-13-arch.md", "its words are not the domain's");
        plan.ByRole("builders")!.Name.ShouldBe("s-05-base-builders.md", "the example contradicts itself");
        plan.ByRole("lifecycle")!.Name.ShouldBe("s-07-base-lifecycle.md", "capitals are no words of a file name");
    }

    [Fact]
    public void The_requirements_go_before_the_example() =>
        FilePlanner.Plan(BuiltInFormulas.Load("plugin"), "full", Read("""{ "04": "base-kinds" }"""), Example).ByRole("entity-types")!.Name.ShouldBe("s-04-base-kinds.md");

    [Theory]
    [InlineData("../../etc")]
    [InlineData("Base Types")]
    [InlineData("")]
    [InlineData("-x")]
    public void Words_that_no_file_name_can_hold_are_a_finding_with_their_path(string words)
    {
        var reading = Reading($$"""{ "04": "{{words}}" }""");
        reading.Findings.ShouldHaveSingleItem().JsonPath.ShouldBe("$.docset.file_names.04");
        reading.Requirements!.FileNames.ShouldBeEmpty();
    }

    private static Requirements Read(string names) => Reading(names).Requirements!;

    private static RequirementsReading Reading(string names) =>
        RequirementsReader.Read(Encoding.UTF8.GetBytes($$"""{ "plugin": { "name": "S", "slug": "s", "summary": "" }, "docset": { "file_names": {{names}} } }"""));
}
