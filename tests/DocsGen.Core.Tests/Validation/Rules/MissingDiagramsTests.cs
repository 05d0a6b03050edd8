using DocsGen.Core.Formulas;

namespace DocsGen.Core.Tests.Validation.Rules;

public class MissingDiagramsTests : RuleTests
{
    protected override string Rule => "diagrams.missing";

    protected override IReadOnlyList<string> Places => ["a.md:6:1"];

    protected override string Quiet => "`erDiagram x`\n\n> erDiagram\n\n```text\nerDiagram\n  what is this\n```";

    protected override (Severity? Strict, Severity? Lenient) Weighs => (Severity.Error, null);

    private protected override Docs Broken() => Docs.With("# A\n\n```mermaid\nsequenceDiagram\n  a->>b: x\n  what is this\n```\n\n```\nsequenceDiagram\n```\n").Role("diagrams", "diagrams").Needing("""  "entities": [ { "name": "Item" } ] """);
}
