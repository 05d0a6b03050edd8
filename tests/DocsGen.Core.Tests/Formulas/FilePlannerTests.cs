using System.Text;
using DocsGen.Core.Formulas;

namespace DocsGen.Core.Tests.Formulas;

public sealed class FilePlannerTests
{
    private static readonly Formula Plugin = BuiltInFormulas.Load("plugin");

    [Fact]
    public void The_full_profile_plans_the_list_of_the_specification()
    {
        string[] expected =
        [
            ".md", "-00-base-index.md", "-12-arch-index.md", "-26-ui-index.md", "-39-appendix-index.md",
            "-02-base-concepts.md", "-11-base-schema.md", "-01-base-vision.md", "-03-base-models.md", "-04-base-entity-types.md",
            "-05-base-builders.md", "-06-base-execution.md", "-07-base-lifecycle.md", "-08-base-integrations.md", "-09-base-examples.md", "-10-base-sync.md",
            "-13-arch.md", "-14-arch-blazor.md", "-15-arch-data.md", "-16-arch-json.md", "-17-arch-js.md", "-18-arch-visual.md", "-19-arch-updates.md",
            "-20-arch-macro.md", "-21-arch-validation.md", "-22-arch-performance.md", "-23-arch-testing.md", "-24-arch-deployment.md", "-25-arch-resources.md",
            "-27-ui-spec.md", "-28-ui-uxd.md", "-29-ui-design.md", "-30-ui-layout.md", "-31-ui-navigation.md", "-32-ui-components.md", "-33-ui-interactions.md",
            "-34-ui-motion.md", "-35-ui-validation.md", "-36-ui-sync.md", "-37-ui-accessibility.md", "-38-ui-examples.md", "-40-appendix-ui.md",
            "-41-appendix-plugin-structure.md", "-42-appendix-task-reference.md", "-43-diagrams.md",
        ];

        Plan("full").Files.Select(f => f.Name).ShouldBe(expected.Select(e => "sample" + e));
    }

    [Fact]
    public void The_other_profiles_leave_out_what_they_say()
    {
        Plan("no-diagrams").Files.Select(f => f.Role).ShouldBe(Plan("full").Files.Select(f => f.Role).Where(r => r != "diagrams"));
        Plan("minimal").Files.Select(f => f.Number).ShouldBe(["", "00", "12", "26", "39", "02", "11", "13", "21", "27", "35", "41", "43"]);
    }

    [Fact]
    public void Requirements_choose_other_words_for_a_number()
    {
        var requirements = Sample() with { FileNames = new Dictionary<string, string>(StringComparer.Ordinal) { ["04"] = "base-phase-types", ["07"] = "base-gate-protocol" } };

        var plan = FilePlanner.Plan(Plugin, "full", requirements);

        plan.ByRole("entity-types").ShouldNotBeNull().Name.ShouldBe("sample-04-base-phase-types.md");
        plan.ByRole("lifecycle").ShouldNotBeNull().Name.ShouldBe("sample-07-base-gate-protocol.md");
    }

    [Fact]
    public void The_root_is_titled_with_the_name() => Plan("full").Files[0].Title.ShouldBe("Sample");

    [Fact]
    public void A_parent_that_the_profile_leaves_out_gives_way_to_the_root()
    {
        var profile = new ProfileSpec { Name = "flat", Exclude = ["index-base"] };
        var formula = Plugin with { Profiles = [profile] };

        var plan = FilePlanner.Plan(formula, "flat", Sample());

        plan.ByRole("schema").ShouldNotBeNull().Parent.ShouldBe("root");
        plan.ByRole("arch").ShouldNotBeNull().Parent.ShouldBe("index-arch");
    }

    [Fact]
    public void An_unknown_profile_is_refused_with_those_there_are() =>
        Should.Throw<ArgumentException>(() => Plan("tiny")).Message.ShouldContain("full, no-diagrams, minimal");

    [Fact]
    public void A_plan_survives_writing_and_reading()
    {
        var plan = Plan("minimal");
        var bytes = PlannedFilesJson.Write(plan);

        PlannedFilesJson.Write(PlannedFilesJson.Read(bytes)).ToArray().ShouldBe(bytes.ToArray());
    }

    [Fact]
    public void A_plan_is_written_canonically()
    {
        var plan = new PlannedFiles
        {
            Formula = "f",
            FormulaVersion = "1",
            Profile = "p",
            Slug = "s",
            Files = [new PlannedFile { Name = "s.md", Role = "root", Phase = 1, Title = "Ä < \"B\"", Template = "root", Sections = ["One"] }],
        };

        Encoding.UTF8.GetString(PlannedFilesJson.Write(plan).Span).ShouldBe("""
            {
              "schema": 1,
              "formula": "f",
              "formula_version": "1",
              "profile": "p",
              "slug": "s",
              "files": [
                {
                  "name": "s.md",
                  "role": "root",
                  "phase": 1,
                  "number": "",
                  "title": "Ä < \"B\"",
                  "template": "root",
                  "sections": [
                    "One"
                  ],
                  "defines": [],
                  "parent": null,
                  "navigation": false,
                  "summary": ""
                }
              ]
            }

            """.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("nothing")]
    [InlineData("{\"schema\": 2}")]
    public void What_is_no_plan_is_refused(string json) => Should.Throw<FormatException>(() => PlannedFilesJson.Read(Encoding.UTF8.GetBytes(json)));

    private static PlannedFiles Plan(string profile) => FilePlanner.Plan(Plugin, profile, Sample());

    private static Requirements Sample() => new() { Plugin = new PluginInfo("Sample", "sample", "A sample.") };
}
