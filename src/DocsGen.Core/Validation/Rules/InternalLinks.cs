using DocsGen.Core.Formulas;
using DocsGen.Core.Text;

namespace DocsGen.Core.Validation.Rules;

/// <summary>
/// <c>links.internal.resolves</c>: a relative link or image whose file is not planned, or is planned for a phase that is at its gate or
/// past it and is not there. Names are compared exactly, case included. Links to generation artifacts are another rule's.
/// </summary>
internal sealed class InternalLinks : IFileRule
{
    /// <summary>Beyond this many broken links a file's messages name no closest file: finding one costs a pass over the plan.</summary>
    private const int MaxSuggestions = 20;

    public RuleInfo Info { get; } = new("links.internal.resolves", "Broken link", "A link to a file that is not planned or not there.", Severity.Error, Severity.Error);

    public void Check(MarkdownModel file, RuleContext context)
    {
        var broken = 0;
        foreach (var link in file.Links)
        {
            if (Judge(link, file.Name, context.Docset) is not { } wrong) continue;
            var suggestion = broken++ < MaxSuggestions && wrong.Misspelt ? Closest.Of(wrong.Name, context.Docset.Request.Plan.Files.Select(f => f.Name)) : null;
            context.Report(file, link.Offset, suggestion is null ? $"{wrong.Text}." : $"{wrong.Text}; did you mean {suggestion}?");
        }
    }

    /// <summary>What is wrong with the file that a link names; null when nothing is.</summary>
    private static (string Text, string Name, bool Misspelt)? Judge(DocumentLink link, string from, Docset docset)
    {
        var target = LinkTarget.Of(link.Target, from);
        if (target.Kind == TargetKind.Empty) return ("This link has no target", "", false);
        if (target.Kind != TargetKind.Relative || target.File.Length == 0) return null;
        if (docset.Request.GenerationArtifacts.Contains(target.File) || docset.Request.OtherFiles.Contains(target.File)) return null;
        if (docset.PlannedByName(target.File) is not { } planned) return ($"The link leads to {target.File}, which is not planned", target.File, true);
        if (!docset.IsDue(planned) || docset.ByName(target.File) is not null) return null;
        return ($"The link leads to {target.File}, which is planned but not there", target.File, false);
    }
}
