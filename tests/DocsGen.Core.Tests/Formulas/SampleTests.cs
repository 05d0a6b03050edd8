using DocsGen.Core.Formulas;

namespace DocsGen.Core.Tests.Formulas;

public sealed class SampleTests
{
    [Theory]
    [InlineData(SampleFiles.TaskBoard)]
    [InlineData(SampleFiles.Minimal)]
    [InlineData(SampleFiles.ServiceHandbook)]
    public void Samples_pass_the_strict_preflight(string sample)
    {
        var reading = RequirementsReader.Read(File.ReadAllBytes(SampleFiles.FullPath(sample + "/requirements.json")));

        var result = Preflight.Check(new PreflightRequest
        {
            Reading = reading,
            Formula = SampleFiles.Formula(sample),
            Strictness = Strictness.Strict,
            Host = new HostStructure(["src/Portal/Portal.csproj"]),
            Example = new HostStructure(["docs/a.md"]),
        });

        result.Findings.ShouldBeEmpty();
    }

    [Fact]
    public void The_formulas_name_only_preflight_checks_that_exist()
    {
        HashSet<string> known = [.. PreflightCatalog.All.Select(c => c.Id)];

        BuiltInFormulas.Load("plugin").Preflight.Select(c => c.Id).ShouldBeSubsetOf(known);
        SampleFiles.Formula(SampleFiles.ServiceHandbook).Preflight.Select(c => c.Id).ShouldBeSubsetOf(known);
    }

    [Fact]
    public void The_showcase_is_as_large_as_promised()
    {
        var requirements = SampleFiles.Requirements(SampleFiles.TaskBoard);

        requirements.Entities.Count.ShouldBeGreaterThanOrEqualTo(6);
        requirements.Entities.Sum(e => e.Fields.Count).ShouldBeGreaterThanOrEqualTo(40);
        requirements.AllFlows.Count().ShouldBeGreaterThanOrEqualTo(8);
        requirements.Integrations.Count.ShouldBeGreaterThanOrEqualTo(3);
        requirements.Errors.Count.ShouldBeGreaterThanOrEqualTo(12);
        requirements.UsersAndFlows.Roles.Count.ShouldBeGreaterThanOrEqualTo(4);
        requirements.UnknownKeys.ShouldBeEmpty();
    }
}
