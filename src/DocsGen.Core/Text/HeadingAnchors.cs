using System.Globalization;
using System.Text;

namespace DocsGen.Core.Text;

/// <summary>
/// Anchors as GitHub makes them, by the algorithm of github-slugger 2.0 (github.com/Flet/github-slugger), which emulates it: lower case;
/// letters, marks, digits, connecting punctuation and hyphens stay, each space becomes a hyphen, all else goes, line ends, joiners and
/// emoji too (their variation selectors are marks and stay). A repeated anchor is numbered <c>-1</c>, <c>-2</c> ... skipping those that
/// are taken.
/// </summary>
public sealed class HeadingAnchors
{
    private readonly Dictionary<string, int> seen = new(StringComparer.Ordinal);

    /// <summary>The anchor of the next heading of a file, from its text without that of its images.</summary>
    public string Next(string headingText)
    {
        var slug = SlugOf(headingText);
        var anchor = slug;
        while (!seen.TryAdd(anchor, 0)) anchor = string.Create(CultureInfo.InvariantCulture, $"{slug}-{++seen[slug]}");
        return anchor;
    }

    /// <summary>The anchor of a text that stands once and alone: spaces around it do not count.</summary>
    public static string Slug(string headingText) => SlugOf(headingText.Trim());

    private static string SlugOf(string text)
    {
        var slug = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            if (char.IsAscii(text[i]))
            {
                var c = text[i++];
                if (c == ' ') slug.Append('-');
                else if (char.IsAsciiLetterOrDigit(c) || c is '-' or '_') slug.Append(char.ToLowerInvariant(c));
                continue;
            }

            _ = Rune.TryGetRuneAt(text, i, out var rune);
            if (rune.Value == 0) rune = Rune.ReplacementChar;
            if (rune.Value == 'İ') slug.Append("i\u0307");
            else if (rune.Value == 'Σ') slug.Append(EndsWord(text, i) ? 'ς' : 'σ');
            else if (Stays(rune)) Append(slug, Rune.ToLowerInvariant(rune));
            i += rune.Utf16SequenceLength;
        }

        return slug.ToString();
    }

    // Appended as it is, it would become an object and a string on the way.
    private static void Append(StringBuilder slug, Rune rune)
    {
        Span<char> characters = stackalloc char[2];
        slug.Append(characters[..rune.EncodeToUtf16(characters)]);
    }

    private static bool EndsWord(string text, int index) =>
        index > 0 && char.IsLetter(text[index - 1]) && (index + 1 >= text.Length || !char.IsLetter(text[index + 1]));

    private static bool Stays(Rune rune) => IsCircledLetter(rune.Value) || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or
        UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark or
        UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or UnicodeCategory.DecimalDigitNumber or
        UnicodeCategory.LetterNumber or UnicodeCategory.ConnectorPunctuation;

    /// <summary>Symbols that Unicode calls alphabetic.</summary>
    private static bool IsCircledLetter(int value) => value is (>= 0x24B6 and <= 0x24E9) or (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189);
}
