using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation.Rules;

/// <summary>
/// <c>structure.h1</c>: exactly one heading of level 1 with text in it, outside of block quotes; one in a block of raw HTML counts as any
/// other. Where the request says so a title in front matter does for the H1: hosts put it over the page. Beside it one H1 is fine.
/// </summary>
internal sealed class SingleTitle : IFileRule
{
    public RuleInfo Info { get; } = new("structure.h1", "One title", "A file has no H1, or more than one; in a folder a title in front matter does for it.", Severity.Error, Severity.Error);

    public void Check(MarkdownModel file, RuleContext context)
    {
        Heading? first = null;
        foreach (var heading in file.Headings)
        {
            if (heading.Level != 1 || heading.InQuote || heading.Text.Length == 0) continue;
            if (first is null) first = heading;
            else context.Report(file, heading.Offset, $"A second H1, \"{heading.Text}\"; the title is \"{first.Text}\". Use a lower level.");
        }

        if (first is null && !(file.HasFrontMatterTitle && context.Docset.Request.FrontMatterTitles)) context.Report(file.Name, "The file has no H1. Begin it with \"# \" and its title.");
    }
}
