using System.Buffers;
using System.Text;

namespace DocsGen.Core.Text;

/// <summary>
/// A text as a reader sees it, with the way back: characters that show nothing (soft hyphens, zero-width spaces and joiners, direction
/// marks, variation selectors) are gone, and any white space, also no-break and wide spaces, is one space. Without this a word is hidden
/// from a search by a character that nobody sees.
/// </summary>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
internal readonly struct SeenText
{
    private const string Invisible =
        "\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B\u180C\u180D\u180E\u200B\u200C\u200D\u200E\u200F\u202A\u202B\u202C\u202D\u202E" +
        "\u2060\u2061\u2062\u2063\u2064\u2065\u2066\u2067\u2068\u2069\u206A\u206B\u206C\u206D\u206E\u206F\uFE00\uFE01\uFE02\uFE03\uFE04" +
        "\uFE05\uFE06\uFE07\uFE08\uFE09\uFE0A\uFE0B\uFE0C\uFE0D\uFE0E\uFE0F\uFEFF";

    private const string OtherSpaces =
        "\t\n\v\f\r\u0085\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u2028\u2029\u202F\u205F\u3000";

    // A variation selector or tag beyond the first plane begins with it, and hardly anything else does.
    private const string HighSurrogate = "\uDB40";

    private static readonly SearchValues<char> Hidden = SearchValues.Create(Invisible);
    private static readonly SearchValues<char> HiddenOrHighSurrogate = SearchValues.Create(Invisible + HighSurrogate);
    private static readonly SearchValues<char> Special = SearchValues.Create(Invisible + OtherSpaces + HighSurrogate);

    private readonly int[]? places;

    private SeenText(string text, int[]? places)
    {
        Text = text;
        this.places = places;
    }

    public string Text { get; }

    public static SeenText Of(string text) =>
        text.AsSpan().ContainsAny(Special) || text.Contains("  ", StringComparison.Ordinal) ? Squeezed(text) : new(text, null);

    /// <summary>Whether a text holds characters that show nothing. In ASCII there is none, and that is seen much faster.</summary>
    public static bool Hides(ReadOnlySpan<char> text) => !Ascii.IsValid(text) && text.ContainsAny(HiddenOrHighSurrogate);

    /// <summary>Whether a reader sees nothing of a text.</summary>
    public static bool IsBlank(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c) && !Hidden.Contains(c)) return false;
        }

        return true;
    }

    /// <summary>The index in the text that was given of an index in this one.</summary>
    public int IndexOf(int index) => places is null ? index : places[index];

    /// <summary>The end in the text that was given of a range in this one.</summary>
    public int EndOf(TextRange range) => range.Length == 0 ? IndexOf(range.Start) : IndexOf(range.End - 1) + 1;

    private static SeenText Squeezed(string text)
    {
        var shown = new StringBuilder(text.Length);
        var from = new int[text.Length + 1];
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (Hidden.Contains(c)) continue;
            if (c == HighSurrogate[0] && i + 1 < text.Length)
            {
                i++;
                continue;
            }

            if (char.IsWhiteSpace(c))
            {
                if (shown.Length > 0 && shown[^1] == ' ') continue;
                c = ' ';
            }

            from[shown.Length] = i;
            shown.Append(c);
        }

        from[shown.Length] = text.Length;
        return new(shown.ToString(), from);
    }
}
