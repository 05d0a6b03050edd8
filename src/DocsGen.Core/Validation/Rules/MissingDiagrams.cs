using DocsGen.Core.Formulas;
using DocsGen.Core.Text;

namespace DocsGen.Core.Validation.Rules;

/// <summary>
/// <c>diagrams.missing</c>: code blocks marked <c>mermaid</c> in the files of the roles <c>diagrams</c> hold an ER diagram (where there
/// are entities), a flowchart or <c>graph</c> of the parts (where there are components or services), and a sequence diagram per primary
/// flow: one under a heading that names the flow, or whose <c>title</c> is its name. Every Mermaid block of the docset must parse, as far as
/// <see cref="MermaidDiagram"/> reads it; one that does not is that one issue, and counts as there. Where
/// the formula names roles and none is planned, no diagrams are asked for.
/// </summary>
internal sealed class MissingDiagrams : RequirementsRule
{
    public override RuleInfo Info { get; } = new("diagrams.missing", "Diagram missing", "No ER diagram, no component graph, no sequence diagram for a primary flow, or one that does not parse.", Severity.Error, Lenient: null);

    protected override void Check(Requirements requirements, RuleContext context)
    {
        var scope = context.Scope("diagrams");
        var diagrams = new List<Found>();
        foreach (var file in context.Docset.Files)
        {
            foreach (var fence in file.Fences)
            {
                if (fence.InQuote || !fence.Language.Equals("mermaid", StringComparison.OrdinalIgnoreCase)) continue;
                var diagram = MermaidDiagram.Parse(fence.Content);
                if (diagram.Error is not null) context.Report(file, fence.OffsetOf(diagram.ErrorIndex), $"This Mermaid diagram does not parse: {diagram.Error}.");
                if (scope.Holds(file)) diagrams.Add(new(file, fence, diagram));
            }
        }

        if (!scope.Due || (scope.Named && !scope.Planned)) return;
        if (requirements.Entities.Count > 0 && !diagrams.Exists(d => d.Diagram.Kind == DiagramKind.EntityRelationship)) context.Report(scope.Home, $"There is no ER diagram {scope.Where} (Mermaid erDiagram).");
        var hasParts = requirements.Components.Count + requirements.Services.Count > 0;
        if (hasParts && !diagrams.Exists(d => d.Diagram.Kind == DiagramKind.Flowchart)) context.Report(scope.Home, $"There is no component graph {scope.Where} (Mermaid flowchart or graph).");
        foreach (var flow in requirements.UsersAndFlows.PrimaryFlows)
        {
            if (!diagrams.Exists(d => d.Diagram.Kind == DiagramKind.Sequence && Shows(d, flow, requirements))) context.Report(scope.Home, $"There is no sequence diagram of the flow \"{flow.Name}\" {scope.Where}: a Mermaid sequenceDiagram under a heading with its name.");
        }
    }

    private static bool Shows(Found found, Flow flow, Requirements requirements)
    {
        var name = flow.Name.Trim();
        if (string.Equals(found.Diagram.Title, name, StringComparison.Ordinal)) return true;
        var heading = found.File.HeadingOver(found.Fence.Offset);
        if (heading < 0) return false;
        var text = found.File.Headings[heading].Text;
        if (string.Equals(text, name, StringComparison.Ordinal)) return true;
        if (WholeWords.IndexOfName(text, name) < 0) return false;

        // "Create item group" also holds "Create item": a heading that names a longer flow shows that one.
        return !requirements.AllFlows.Any(f => f.Name.Length > name.Length && f.Name.Contains(name, StringComparison.Ordinal) && WholeWords.IndexOfName(text, f.Name.Trim()) >= 0);
    }

    private sealed record Found(MarkdownModel File, CodeFence Fence, MermaidDiagram Diagram);
}
