using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation.Rules;

/// <summary>
/// <c>structure.required_section</c>: for each section that the plan demands of a file, an H2 whose rendered text is exactly that, outside
/// of block quotes, with something under it (also under its own subheadings): text, a table row, code, a link or an image. Comments and
/// headings alone are nothing.
/// </summary>
internal sealed class RequiredSection : IFileRule
{
    public RuleInfo Info { get; } = new("structure.required_section", "Required section", "A required section is absent or empty.", Severity.Error, Severity.Error);

    public void Check(MarkdownModel file, RuleContext context)
    {
        if (context.Docset.PlannedByName(file.Name) is not { } planned) return;
        foreach (var section in planned.Sections) CheckSection(file, section, context);
    }

    private static void CheckSection(MarkdownModel file, string section, RuleContext context)
    {
        var empty = -1;
        var similar = -1;
        for (var i = 0; i < file.Headings.Count; i++)
        {
            var heading = file.Headings[i];
            if (heading.InQuote) continue;
            if (heading.Level == 2 && string.Equals(heading.Text, section, StringComparison.Ordinal))
            {
                if (HasContent(file, heading.Offset, file.SectionEnd(i))) return;
                if (empty < 0) empty = i;
            }
            else if (similar < 0 && string.Equals(heading.Text, section, StringComparison.OrdinalIgnoreCase))
            {
                similar = i;
            }
        }

        if (empty >= 0) context.Report(file, file.Headings[empty].Offset, $"The section \"{section}\" is empty.");
        else if (similar >= 0) context.Report(file, file.Headings[similar].Offset, $"The section \"{section}\" must be a heading of level 2 with exactly this text; this one is \"{file.Headings[similar].Text}\", level {file.Headings[similar].Level}.");
        else context.Report(file.Name, $"The section \"{section}\" (a heading of level 2) is missing.");
    }

    private static bool HasContent(MarkdownModel file, int start, int end)
    {
        foreach (var run in file.Runs)
        {
            var counts = run.Kind is RunKind.Paragraph or RunKind.Cell;
            if (counts && run.Offset > start && run.Offset < end && !string.IsNullOrWhiteSpace(run.Text)) return true;
        }

        foreach (var fence in file.Fences)
        {
            if (fence.Offset > start && fence.Offset < end && !string.IsNullOrWhiteSpace(fence.Content)) return true;
        }

        foreach (var link in file.Links)
        {
            if (link.Offset > start && link.Offset < end && HeadingEnd(file, link.Offset) < link.Offset) return true;
        }

        return false;
    }

    /// <summary>The end of the line of the heading over an offset: a link within a heading's own line is not content.</summary>
    private static int HeadingEnd(MarkdownModel file, int offset)
    {
        var heading = file.HeadingOver(offset);
        return heading >= 0 && file.At(file.Headings[heading].Offset).Line == file.At(offset).Line ? int.MaxValue : -1;
    }
}
