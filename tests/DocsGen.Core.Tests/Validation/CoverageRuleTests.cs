namespace DocsGen.Core.Tests.Validation;

public class CoverageRuleTests
{
    [Fact]
    public void Rules_that_need_requirements_are_off_without_them()
    {
        var docs = Docs.With("# A\n");

        docs.Validate().Issues.ShouldBeEmpty();
        docs.Validate().Completeness.ShouldBeNull();
    }
}
