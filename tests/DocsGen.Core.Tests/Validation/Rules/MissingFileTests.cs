namespace DocsGen.Core.Tests.Validation.Rules;

public class MissingFileTests : RuleTests
{
    protected override string Rule => "structure.missing_file";

    protected override IReadOnlyList<string> Places => ["b.md"];

    protected override string Quiet => "`b.md`\n\n> b.md\n\n```\nb.md\n```\n\n[x](b.md)";

    private protected override Docs Broken() => Docs.With("# A\n").Plan("b.md");
}
