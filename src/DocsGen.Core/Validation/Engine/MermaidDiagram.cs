namespace DocsGen.Core.Validation;

/// <summary>What a diagram is, as far as the rules tell them apart.</summary>
internal enum DiagramKind
{
    EntityRelationship,
    Sequence,
    Flowchart,
    Other,
}

/// <summary>
/// A Mermaid diagram, as far as the rules need it. Its kind is known and it has a body; ER diagrams, sequence diagrams and flowcharts are
/// read by the grammar of Mermaid 11 (<see cref="MermaidEntities"/>, <see cref="MermaidSequence"/>, <see cref="MermaidFlowchart"/>). In
/// doubt a statement is taken for valid: what styles, clicks, shape data and other kinds of diagram say is not looked at.
/// </summary>
/// <param name="Kind">By its first word.</param>
/// <param name="Title">What its <c>title</c> line, or its front matter, says; empty for none.</param>
/// <param name="Error">What does not parse; null when all does.</param>
/// <param name="ErrorIndex">The index in the content of the line that does not parse.</param>
internal sealed record MermaidDiagram(DiagramKind Kind, string Title, string? Error, int ErrorIndex)
{
    private static readonly string[] OtherKinds =
    [
        "classDiagram", "classDiagram-v2", "stateDiagram", "stateDiagram-v2", "journey", "gantt", "pie", "requirement", "requirementDiagram", "gitGraph",
        "mindmap", "timeline", "quadrantChart", "C4Context", "C4Container", "C4Component", "C4Dynamic", "C4Deployment", "sankey", "sankey-beta",
        "xychart", "xychart-beta", "block", "block-beta", "packet", "packet-beta", "architecture", "architecture-beta", "kanban", "zenuml", "info",
        "radar-beta", "treemap", "treemap-beta", "treeView-beta", "venn-beta", "wardley-beta", "ishikawa", "ishikawa-beta", "cynefin-beta",
        "railroad-beta", "railroad-abnf-beta", "railroad-ebnf-beta", "railroad-peg-beta", "eventmodeling", "swimlane-beta",
    ];

    public static MermaidDiagram Parse(string content)
    {
        var reader = MermaidReader.Of(content, out var title);
        reader.SkipSpace();
        if (reader.AtEnd) return new(DiagramKind.Other, "", "the diagram is empty", 0);
        var first = reader.At;
        reader.SkipTo(' ', '\t', '\r', '\n', ';', ':');
        var word = reader.Text[first..reader.At];
        var kind = word switch
        {
            "erDiagram" => DiagramKind.EntityRelationship,
            "sequenceDiagram" => DiagramKind.Sequence,
            "graph" or "flowchart" or "flowchart-elk" => DiagramKind.Flowchart,
            _ => DiagramKind.Other,
        };
        if (kind == DiagramKind.Other && !OtherKinds.Contains(word, StringComparer.Ordinal)) return new(kind, title, $"\"{word}\" is no kind of diagram", first);
        if (kind != DiagramKind.Flowchart && reader.Text.AsSpan(reader.At).Trim("; \t\r\n").IsEmpty) return new(kind, title, "the diagram has no body", first);
        try
        {
            return new(kind, Read(kind, reader) is { Length: > 0 } own ? own : title, null, 0);
        }
        catch (MermaidException failure)
        {
            var line = content.LastIndexOf('\n', Math.Max(0, Math.Min(failure.Index, content.Length) - 1)) + 1;
            return new(kind, title, failure.Message, Math.Min(line, Math.Max(0, content.TrimEnd().Length - 1)));
        }
    }

    private static string Read(DiagramKind kind, MermaidReader reader)
    {
        switch (kind)
        {
            case DiagramKind.EntityRelationship:
                new MermaidEntities(reader).Read();
                return "";
            case DiagramKind.Sequence:
                var sequence = new MermaidSequence(reader);
                sequence.Read();
                return sequence.Title;
            case DiagramKind.Flowchart:
                new MermaidFlowchart(reader).Read();
                return "";
            default:
                return "";
        }
    }
}
