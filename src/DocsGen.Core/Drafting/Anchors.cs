using System.Globalization;
using System.Text;

namespace DocsGen.Core.Drafting;

/// <summary>A heading as a reader sees it, with the anchor that GitHub gives it.</summary>
internal sealed record Heading(int Level, string Text, string Anchor);

/// <summary>Anchors of headings, by GitHub's rules: lower case, punctuation dropped, spaces to hyphens, repeats numbered.</summary>
internal static class Anchors
{
    /// <summary>The anchor of a heading that no other heading of the page shares.</summary>
    public static string Slug(string heading)
    {
        var slug = new StringBuilder(heading.Length);
        foreach (var rune in heading.Trim().ToLowerInvariant().EnumerateRunes())
        {
            if (rune.Value == ' ') slug.Append('-');
            else if (rune.Value is '-' or '_' || Keeps(Rune.GetUnicodeCategory(rune))) slug.Append(rune);
        }

        return slug.ToString();
    }

    /// <summary>The headings of a page that a template wrote, in order. Understands ATX headings and fences, which is all that templates write.</summary>
    public static IReadOnlyList<Heading> Headings(string markdown)
    {
        var headings = new List<Heading>();
        var taken = new Dictionary<string, int>(StringComparer.Ordinal);
        string? fence = null;
        foreach (var line in markdown.Split('\n'))
        {
            var run = line.Length - line.TrimStart('`').Length;
            if (fence is null && run >= 3) fence = line[..run];
            else if (fence is not null && line == fence) fence = null;
            if (fence is not null) continue;
            var level = line.Length - line.TrimStart('#').Length;
            if (level is 0 or > 6 || line.Length == level || line[level] != ' ') continue;
            var text = MarkdownText.Unescape(line[level..].Trim());
            headings.Add(new Heading(level, text, Free(Slug(text), taken)));
        }

        return headings;
    }

    private static string Free(string slug, Dictionary<string, int> taken)
    {
        var anchor = slug;
        while (taken.ContainsKey(anchor)) anchor = string.Create(CultureInfo.InvariantCulture, $"{slug}-{++taken[slug]}");
        taken[anchor] = 0;
        return anchor;
    }

    private static bool Keeps(UnicodeCategory category) => category is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter
        or UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
        or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.ConnectorPunctuation;
}
