namespace DocsGen.Core.Text;

/// <summary>Finds a term in any case, as whole words, in the singular or with a plural's ending.</summary>
internal sealed class TermMatcher(string term, string useInstead)
{
    private readonly string name = term.Trim();
    private readonly string preferred = useInstead.Trim();

    /// <summary>The next place from an index on; null for none.</summary>
    public TextRange? Next(string text, int from)
    {
        if (name.Length == 0 || from > text.Length) return null;
        var stem = EndsInConsonantAndY() ? name[..^1] : name;
        for (var at = text.IndexOf(stem, from, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(stem, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            if (at > 0 && WholeWords.IsWordCharacter(text[at]) && WholeWords.IsWordCharacter(text[at - 1])) continue;
            if (LengthAt(text, at, stem) is var length and > 0) return new(at, length);
        }

        return null;
    }

    /// <summary>As <see cref="Next"/>, passing over places that are part of the term to use instead.</summary>
    public TextRange? NextForbidden(string text, int from)
    {
        for (; Next(text, from) is { } match; from = match.End)
        {
            if (!IsPartOfPreferred(text, match.Start)) return match;
        }

        return null;
    }

    /// <summary>Whether the term at an index is only a part of the term to use instead (<c>list</c> in <c>Task list</c>).</summary>
    private bool IsPartOfPreferred(string text, int index)
    {
        for (var at = preferred.IndexOf(name, StringComparison.OrdinalIgnoreCase); at >= 0; at = preferred.IndexOf(name, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var start = index - at;
            if (preferred.Length > name.Length && start >= 0 && start + preferred.Length <= text.Length
                && text.AsSpan(start, preferred.Length).Equals(preferred, StringComparison.OrdinalIgnoreCase)
                && (start == 0 || !WholeWords.IsWordCharacter(text[start - 1]))) return true;
        }

        return false;
    }

    private int LengthAt(string text, int at, string stem)
    {
        if (stem.Length < name.Length)
        {
            if (EndsWordAfter(text, at + stem.Length, text.AsSpan(at + stem.Length).StartsWith("y", StringComparison.OrdinalIgnoreCase) ? 1 : -1)) return name.Length;
            return EndsWordAfter(text, at + stem.Length, text.AsSpan(at + stem.Length).StartsWith("ies", StringComparison.OrdinalIgnoreCase) ? 3 : -1) ? stem.Length + 3 : 0;
        }

        var rest = text.AsSpan(at + name.Length);
        if (EndsWordAfter(text, at + name.Length, 0)) return name.Length;
        if (rest.StartsWith("s", StringComparison.OrdinalIgnoreCase) && EndsWordAfter(text, at + name.Length, 1)) return name.Length + 1;
        return rest.StartsWith("es", StringComparison.OrdinalIgnoreCase) && EndsWordAfter(text, at + name.Length, 2) ? name.Length + 2 : 0;
    }

    private static bool EndsWordAfter(string text, int at, int more)
    {
        var end = at + more;
        return more >= 0 && (end >= text.Length || !WholeWords.IsWordCharacter(text[end]) || !WholeWords.IsWordCharacter(text[end - 1]));
    }

    private bool EndsInConsonantAndY() => name.Length > 2 && name[^1] is 'y' or 'Y' && !"aeiouAEIOU".Contains(name[^2], StringComparison.Ordinal) && char.IsLetter(name[^2]);
}
