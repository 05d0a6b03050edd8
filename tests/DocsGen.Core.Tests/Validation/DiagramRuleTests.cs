using DocsGen.Core.Validation;

namespace DocsGen.Core.Tests.Validation;

public class DiagramRuleTests
{
    private const string Needs = """
        "entities": [ { "name": "Item" } ], "components": [ { "name": "Form" } ],
        "users_and_flows": { "primary_flows": [ { "name": "Create", "steps": ["a"] }, { "name": "Create group", "steps": ["a"] } ] }
        """;

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

        Docs.With(Text).Role("diagrams", "a").Needing(Needs).Issues("diagrams.missing").ShouldBeEmpty();
        Docs.With(Text.Replace("## Create\n", "## Create group\n", StringComparison.Ordinal).Replace("erDiagram", "pie", StringComparison.Ordinal).Replace("flowchart LR", "mindmap", StringComparison.Ordinal))
            .Role("diagrams", "a").Needing(Needs).Issues("diagrams.missing").ShouldBe(
            [
                "a.md There is no ER diagram in a.md (Mermaid erDiagram).",
                "a.md There is no component graph in a.md (Mermaid flowchart or graph).",
                "a.md There is no sequence diagram of the flow \"Create\" in a.md: a Mermaid sequenceDiagram under a heading with its name.",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public void Without_a_planned_diagrams_file_none_is_asked_for() =>
        Docs.With("# A\n").Role("diagrams", "diagrams").Needing(Needs).Issues("diagrams.missing").ShouldBeEmpty();

    [Fact]
    public void A_diagram_that_does_not_parse_is_found_in_its_line() =>
        Docs.With("# A\n\n```mermaid\nsequenceDiagram\n  a->>b: x\n  what is this\n```\n").Role("diagrams", "diagrams").Needing(Needs).Issues("diagrams.missing")
            .ShouldBe(["a.md:6:1 This Mermaid diagram does not parse: \"what is this\" is no statement of a sequence diagram."]);

    [Theory]
    [InlineData("")]
    [InlineData("erDiagram")]
    [InlineData("sequenceDiagram\n %% nothing")]
    public void A_diagram_without_a_body_is_no_diagram(string content) => MermaidDiagram.Parse(content).Error.ShouldNotBeNull();

    [Theory]
    [InlineData("erDiagram\n A {\n string id PK \"key\"\n }\n A }o..|| B : has\n \"My item\" ||--|| B : \"is a\"\n A one to many B : x")]
    [InlineData("sequenceDiagram\n autonumber\n participant A as x y\n A-->>+B: hi\n alt ok\n B-)A: a: b\n else no\n B--xA: c\n end\n Note over A,B: text")]
    [InlineData("---\ntitle: x\n---\n%% note\ngraph TD;\n subgraph s\n a --> b;\n end")]
    public void A_diagram_may_have_all_that_its_kind_offers(string content) => MermaidDiagram.Parse(content).Error.ShouldBeNull();
}
