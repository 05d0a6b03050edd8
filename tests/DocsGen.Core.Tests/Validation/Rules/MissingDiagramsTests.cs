using DocsGen.Core.Formulas;

namespace DocsGen.Core.Tests.Validation.Rules;

public class MissingDiagramsTests : RuleTests
{
    protected override string Rule => "diagrams.missing";

    protected override IReadOnlyList<string> Places => ["a.md:6:1"];

    protected override string Quiet => "`erDiagram x`\n\n> erDiagram\n\n```text\nerDiagram\n  what is this\n```";

    protected override (Severity? Strict, Severity? Lenient) Weighs => (Severity.Error, null);

    private protected override Docs Broken() => Docs.With("# A\n\n```mermaid\nsequenceDiagram\n  a->>b: x\n  what is this\n```\n\n```\nsequenceDiagram\n```\n").Role("diagrams", "diagrams").Needing("""  "entities": [ { "name": "Item" } ] """);

    [Fact]
    public void Every_kind_of_diagram_is_there()
    {
        const string Text = """
            # D

            ```mermaid
            erDiagram
              Item ||--o{ Item : "part of"
            ```

            ```mermaid
            flowchart LR
              a["x"] --> b
            ```

            ## Create

            ```mermaid
            sequenceDiagram
              actor u
              u->>s: go
            ```

            ## Another

            ```mermaid
            sequenceDiagram
              title Create group
              u->>s: go
            ```
            """;

        Docs.With(Text).Role("diagrams", "a").Needing(DiagramDocs.Needs).Issues("diagrams.missing").ShouldBeEmpty();
        Docs.With(Text.Replace("## Create\n", "## Create group\n", StringComparison.Ordinal).Replace("erDiagram", "pie", StringComparison.Ordinal).Replace("flowchart LR", "mindmap", StringComparison.Ordinal))
            .Role("diagrams", "a").Needing(DiagramDocs.Needs).Issues("diagrams.missing").ShouldBe(
            [
                "a.md There is no ER diagram in a.md (Mermaid erDiagram).",
                "a.md There is no component graph in a.md (Mermaid flowchart or graph).",
                "a.md There is no sequence diagram of the flow \"Create\" in a.md: a Mermaid sequenceDiagram under a heading with its name.",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public void Without_a_planned_diagrams_file_none_is_asked_for() =>
        Docs.With("# A\n").Role("diagrams", "diagrams").Needing(DiagramDocs.Needs).Issues("diagrams.missing").ShouldBeEmpty();

    [Fact]
    public void A_diagram_that_does_not_parse_is_found_in_its_line() =>
        Docs.With("# A\n\n```mermaid\nsequenceDiagram\n  a->>b: x\n  what is this\n```\n").Role("diagrams", "diagrams").Needing(DiagramDocs.Needs).Issues("diagrams.missing")
            .ShouldBe(["a.md:6:1 This Mermaid diagram does not parse: \"what is this\" is no statement of a sequence diagram."]);
}
