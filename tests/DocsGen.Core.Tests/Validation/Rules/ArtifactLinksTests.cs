namespace DocsGen.Core.Tests.Validation.Rules;

public class ArtifactLinksTests : RuleTests
{
    protected override string Rule => "links.generation_artifact";

    protected override IReadOnlyList<string> Places => ["a.md:1:4", "a.md:3:3"];

    protected override string Quiet => "`[r](05-report.md)`\n\n```\n[r](05-report.md)\n```\n\n[unused]: 05-report.md";

    private protected override Docs Broken() => Docs.With("é [r](05-report.md)\n\n> [r](05-report.md)\n").Artifact("05-report.md");
}
