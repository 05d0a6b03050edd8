using System.Globalization;
using System.Text;

namespace DocsGen.Core.Text;

/// <summary>
/// Anchors as GitHub makes them: lower case, letters, digits, marks, underscores and hyphens kept, spaces turned into hyphens, all else
/// dropped; a repeated one is numbered <c>-1</c>, <c>-2</c> ... skipping those that are taken.
/// </summary>
public sealed class HeadingAnchors
{
    private readonly Dictionary<string, int> seen = new(StringComparer.Ordinal);

    /// <summary>The anchor of the next heading of a file.</summary>
    public string Next(string headingText)
    {
        var slug = Slug(headingText);
        var anchor = slug;
        while (seen.ContainsKey(anchor)) anchor = string.Create(CultureInfo.InvariantCulture, $"{slug}-{++seen[slug]}");
        seen[anchor] = 0;
        return anchor;
    }

    /// <summary>The anchor of a text that stands once.</summary>
    public static string Slug(string headingText)
    {
        var slug = new StringBuilder(headingText.Length);
        foreach (var rune in headingText.Trim().EnumerateRunes())
        {
            if (rune.Value == ' ') slug.Append('-');
            else if (Stays(rune)) slug.Append(Rune.ToLowerInvariant(rune));
        }

        return slug.ToString();
    }

    private static bool Stays(Rune rune) => rune.Value == '-' || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or
        UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark or
        UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or UnicodeCategory.DecimalDigitNumber or
        UnicodeCategory.LetterNumber or UnicodeCategory.ConnectorPunctuation;
}
