namespace DocsGen.Core.Text;

/// <summary>Finds texts that stand as whole words: no letter, digit or underscore continues them.</summary>
internal static class WholeWords
{
    public static bool IsWordCharacter(char c) => char.IsLetterOrDigit(c) || c == '_';

    /// <summary>Whether a stretch of a text begins and ends at word boundaries.</summary>
    public static bool IsWhole(ReadOnlySpan<char> text, int start, int length)
    {
        var end = start + length;
        if (start > 0 && IsWordCharacter(text[start]) && IsWordCharacter(text[start - 1])) return false;
        return end >= text.Length || !IsWordCharacter(text[end - 1]) || !IsWordCharacter(text[end]);
    }

    /// <summary>
    /// Whether a name stands whole: as <see cref="IsWhole"/>, and a name that holds a dot or hyphen itself is not continued by one
    /// (<c>item.write</c> is not part of <c>item.write.all</c>).
    /// </summary>
    public static bool IsWholeName(ReadOnlySpan<char> text, int start, ReadOnlySpan<char> name)
    {
        if (!IsWhole(text, start, name.Length)) return false;
        if (name.IndexOfAny('.', '-') < 0) return true;
        var end = start + name.Length;
        var joinedBefore = start > 1 && text[start - 1] is '.' or '-' && IsWordCharacter(text[start - 2]) && name.Contains(text[start - 1]);
        var joinedAfter = end + 1 < text.Length && text[end] is '.' or '-' && IsWordCharacter(text[end + 1]) && name.Contains(text[end]);
        return !joinedBefore && !joinedAfter;
    }

    /// <summary>The first place from an index on where a name stands whole, in this case; -1 for none.</summary>
    public static int IndexOfName(string text, string name, int from = 0)
    {
        if (name.Length == 0) return -1;
        for (var at = text.IndexOf(name, from, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            if (IsWholeName(text, at, name)) return at;
        }

        return -1;
    }
}
