using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation.Rules;

/// <summary>
/// <c>links.internal.resolves</c>: a relative link or image whose file is not planned, or is planned for a phase that is at its gate or
/// past it and is not there. Names are compared exactly, case included, percent-decoded. A folder, the docset's own too, is no file. Links
/// in block quotes and raw HTML (<c>href</c>, <c>src</c>, <c>srcset</c> ...) count; a reference definition that nothing uses is no link.
/// Links to generation artifacts are another rule's.
/// </summary>
internal sealed class InternalLinks : ILinkRule
{
    /// <summary>Beyond this many broken links a file's messages name no closest file: finding one costs a few comparisons.</summary>
    private const int MaxSuggestions = 20;

    public RuleInfo Info { get; } = new("links.internal.resolves", "Broken link", "A link to a file that is not planned or not there.", Severity.Error, Severity.Error);

    public void Check(MarkdownModel file, RuleContext context)
    {
        var broken = 0;
        for (var i = 0; i < file.Links.Count; i++)
        {
            if (Judge(context.Docset.TargetOf(file, i), context.Docset) is not { } wrong) continue;
            var suggestion = broken++ < MaxSuggestions && wrong.Misspelt ? context.Docset.ClosestFile(wrong.Name) : null;
            context.Report(file, file.Links[i].Offset, $"{wrong.Text}{Hint(wrong.Name, suggestion)}");
        }
    }

    private static string Hint(string name, string? suggestion) => suggestion is null ? "."
        : string.Equals(name, suggestion, StringComparison.OrdinalIgnoreCase) ? $"; did you mean {suggestion}? Case counts."
        : $"; did you mean {suggestion}?";

    /// <summary>What is wrong with the file that a link names; null when nothing is.</summary>
    private static (string Text, string Name, bool Misspelt)? Judge(LinkTarget target, Docset docset)
    {
        if (target.Kind == TargetKind.Empty) return ("This link has no target", "", false);
        if (target.Kind != TargetKind.Relative || target.File.Length == 0) return null;
        if (docset.Request.GenerationArtifacts.Contains(target.File) || docset.ExistsOtherwise(target.File)) return null;
        if (docset.Request.SymbolicLinks.Follow(target.File).Dead is { } dead) return ($"The link leads to {target.File}, {dead}", target.File, false);
        if (docset.PlannedByName(target.File) is not { } planned) return ($"The link leads to {target.File}, which is not {(docset.PlanIsWhatIsThere ? "there" : "planned")}", target.File, true);
        if (!docset.IsDue(planned) || docset.ByName(target.File) is not null) return null;
        return ($"The link leads to {target.File}, which is planned but not there", target.File, false);
    }
}
