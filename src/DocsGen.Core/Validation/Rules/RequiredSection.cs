using System.Text;
using DocsGen.Core.Formulas;
using DocsGen.Core.Text;

namespace DocsGen.Core.Validation.Rules;

/// <summary>
/// <c>structure.required_section</c>: for each section that the plan demands of a file, an H2 whose rendered text is exactly that, outside
/// of block quotes, with something under it (also under its own subheadings): text or a table row with a letter, digit or symbol in it, code, or
/// an image. Comments, headings, links that show nothing and dots or dashes alone are nothing, and so is a footer: what stands behind the
/// file's last thematic break, where no heading follows. A heading in an HTML block is a heading.
/// </summary>
internal sealed class RequiredSection : IFileRule
{
    public RuleInfo Info { get; } = new("structure.required_section", "Required section", "A required section is absent or empty.", Severity.Error, Severity.Error);

    public void Check(MarkdownModel file, RuleContext context)
    {
        if (context.Docset.PlannedByName(file.Name) is not { } planned) return;
        var shown = planned.Sections.Count > 0 ? Shown(file) : [];
        foreach (var section in planned.Sections) CheckSection(file, section, shown, context);
    }

    /// <summary>Where code and images stand, ascending.</summary>
    private static int[] Shown(MarkdownModel file)
    {
        var images = file.Links.Where(l => l.Kind == LinkKind.Image && HeadingEnd(file, l.Offset) < l.Offset).Select(l => l.Offset);
        return [.. file.Fences.Where(f => !SeenText.IsBlank(f.Content)).Select(f => f.Offset).Concat(images).Order()];
    }

    private static void CheckSection(MarkdownModel file, string section, int[] shown, RuleContext context)
    {
        var empty = -1;
        var similar = -1;
        for (var i = 0; i < file.Headings.Count; i++)
        {
            var heading = file.Headings[i];
            if (heading.InQuote) continue;
            if (heading.Level == 2 && string.Equals(heading.Text, section, StringComparison.Ordinal))
            {
                if (HasContent(file, shown, heading.Offset, file.SectionEnd(i))) return;
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

    private static bool HasContent(MarkdownModel file, int[] shown, int start, int end)
    {
        end = Math.Min(end, file.FooterOffset);
        foreach (var run in file.RunsBetween(start, end))
        {
            if (run.Kind is RunKind.Paragraph or RunKind.Cell && HasWord(run.Text)) return true;
        }

        var next = Array.BinarySearch(shown, start + 1);
        if (next < 0) next = ~next;
        return next < shown.Length && shown[next] < end;
    }

    private static bool HasWord(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || Rune.IsSymbol(rune)) return true;
        }

        return false;
    }

    /// <summary>The end of the line of the heading over an offset: an image within a heading's own line is not content.</summary>
    private static int HeadingEnd(MarkdownModel file, int offset)
    {
        var heading = file.HeadingOver(offset);
        return heading >= 0 && file.At(file.Headings[heading].Offset).Line == file.At(offset).Line ? int.MaxValue : -1;
    }
}
