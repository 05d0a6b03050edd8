using DocsGen.Core.Text;

namespace DocsGen.Core.Validation;

/// <summary>A term as a document defines it.</summary>
internal sealed record Definition(string Term, string FirstSentence, int Offset);

/// <summary>
/// Definitions in a file. One is a paragraph or list item that opens with <c>**Term**</c>, somewhere under a heading Glossary, Terms,
/// Terminology or Concepts (any case, also under its subheadings), outside of block quotes. Strong text that is a link, or that ends in
/// a colon within the stars (<c>**Note:**</c>), is a label and defines nothing. The definition is what follows the term, without a colon or
/// dash that separates the two; only its first sentence counts.
/// </summary>
internal static class Definitions
{
    private static readonly string[] Titles = ["Glossary", "Terms", "Terminology", "Concepts"];

    public static List<Definition> In(MarkdownModel file)
    {
        var found = new List<Definition>();
        foreach (var run in file.Runs)
        {
            if (run.Kind != RunKind.Paragraph || run.InQuote || run.Strong.Count == 0) continue;
            if (Read(run) is { } definition && IsUnderTitle(file, run.Offset)) found.Add(definition);
        }

        return found;
    }

    /// <summary>A text up to the end of its first sentence: a full stop, question or exclamation mark before white space or the end.</summary>
    public static string FirstSentence(string text)
    {
        text = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('.' or '!' or '?') || (i + 1 < text.Length && text[i + 1] != ' ')) continue;
            if (text[i] == '.' && IsAbbreviation(text.AsSpan(0, i))) continue;
            return text[..(i + 1)];
        }

        return text;
    }

    private static Definition? Read(TextRun run)
    {
        var strong = run.Strong[0];
        foreach (var other in run.Strong)
        {
            if (other.Start < strong.Start) strong = other;
        }

        if (!SeenText.IsBlank(run.Text.AsSpan(0, strong.Start))) return null;
        var term = SeenText.Of(run.Text.Substring(strong.Start, strong.Length)).Text.Trim();
        if (term.Length == 0 || term[^1] == ':') return null;
        foreach (var link in run.LinkTexts)
        {
            if (link.Covers(strong.Start, strong.Length) || (link.Start <= strong.Start + 1 && strong.Covers(link.Start, link.Length) && link.Length >= term.Length)) return null;
        }

        var rest = run.Text[strong.End..].TrimStart(' ', '\t', ':', '-', '\u2013', '\u2014');
        return new(term, FirstSentence(rest), run.OffsetOf(strong.Start));
    }

    private static bool IsUnderTitle(MarkdownModel file, int offset)
    {
        for (var i = file.HeadingOver(offset); i >= 0; i = file.ParentOf(i))
        {
            if (Titles.Contains(file.Headings[i].Text, StringComparer.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    private static bool IsAbbreviation(ReadOnlySpan<char> before) =>
        before.EndsWith("e.g", StringComparison.OrdinalIgnoreCase) || before.EndsWith("i.e", StringComparison.OrdinalIgnoreCase);
}
