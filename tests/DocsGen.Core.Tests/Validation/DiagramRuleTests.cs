using DocsGen.Core.Validation;

namespace DocsGen.Core.Tests.Validation;

public class DiagramRuleTests
{
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
