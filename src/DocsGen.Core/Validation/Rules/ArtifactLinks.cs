using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation.Rules;

/// <summary><c>links.generation_artifact</c>: a link to a report, plan or index of the run, which the bundle does not carry.</summary>
internal sealed class ArtifactLinks : ILinkRule
{
    public RuleInfo Info { get; } = new("links.generation_artifact", "Link to a generation artifact", "A core file links to a report, plan or index of the run, which is not part of the bundle.", Severity.Error, Severity.Error);

    public void Check(MarkdownModel file, RuleContext context)
    {
        if (context.Docset.Request.GenerationArtifacts is not { Count: > 0 } artifacts) return;
        for (var i = 0; i < file.Links.Count; i++)
        {
            var target = context.Docset.TargetOf(file, i);
            if (target.Kind == TargetKind.Relative && artifacts.Contains(target.File))
            {
                context.Report(file, file.Links[i].Offset, $"The link leads to {target.File}, which belongs to the run and not to the docset.");
            }
        }
    }
}
