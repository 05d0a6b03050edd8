using DocsGen.Core.Formulas;
using DocsGen.Core.Text;

namespace DocsGen.Core.Drafting;

/// <summary>
/// Keys in plain words, where that is mechanical: <c>p95_board_open_ms</c> with 400 reads "board open, 95th percentile: 400 milliseconds".
/// A key of any other form, or one that would read as a forbidden term, stays a code span.
/// </summary>
internal static class Readings
{
    private static readonly string[] Units =
    [
        "ns", "nanoseconds", "us", "microseconds", "ms", "milliseconds", "s", "seconds", "seconds", "seconds", "minutes", "minutes",
        "hours", "hours", "days", "days", "kb", "kB", "mb", "MB", "gb", "GB", "kib", "KiB", "mib", "MiB", "gib", "GiB", "bytes", "bytes", "percent", "percent",
    ];

    /// <summary>A setting's name as a sentence would begin with it: <c>data_residency</c> as "Data residency"; else the key as code.</summary>
    public static Markdown Label(string key, Requirements requirements)
    {
        if (Plain(key, requirements) is not { } words) return new Markdown(MarkdownText.Code(key));
        var text = string.Join(' ', words);
        return new Markdown(MarkdownText.Escape(char.ToUpperInvariant(text[0]) + text[1..]));
    }

    /// <summary>A target in words, without its value; null where its name tells nothing.</summary>
    public static string? Target(string key, Requirements requirements)
    {
        if (Plain(key, requirements) is not { } words) return null;
        var list = words.ToList();
        if (Unit(list[^1]) is not null) list.RemoveAt(list.Count - 1);
        var percentile = list.Count > 0 ? Percentile(list[0]) : null;
        if (percentile is not null) list.RemoveAt(0);
        if (list.Count == 0) return percentile;
        return percentile is null ? string.Join(' ', list) : string.Join(' ', list) + ", " + percentile;
    }

    /// <summary>A target's value with the unit that its name ends in.</summary>
    public static string Value(NamedValue target, Requirements requirements) =>
        Plain(target.Name, requirements) is { } words && Unit(words[^1]) is { } unit ? target.Value + " " + unit : target.Value;

    private static string[]? Plain(string key, Requirements requirements)
    {
        if (key.Length == 0 || !char.IsAsciiLetterLower(key[0]) || key[^1] == '_' || key.Contains("__", StringComparison.Ordinal)) return null;
        if (!key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')) return null;
        var text = key.Replace('_', ' ');
        return requirements.Terminology.ForbiddenTerms.Any(t => new TermMatcher(t.Name, t.UseInstead).Next(text, 0) is not null) ? null : key.Split('_');
    }

    private static string? Percentile(string word) =>
        word.Length is 3 && word[0] == 'p' && char.IsAsciiDigit(word[1]) && char.IsAsciiDigit(word[2]) && word[1] != '0' ? word[1..] + Ordinal(word[1], word[2]) + " percentile" : null;

    private static string Ordinal(char tens, char ones) => (tens, ones) switch
    {
        ('1', _) => "th",
        (_, '1') => "st",
        (_, '2') => "nd",
        (_, '3') => "rd",
        _ => "th",
    };

    private static string? Unit(string word)
    {
        for (var i = 0; i < Units.Length; i += 2)
        {
            if (Units[i] == word) return Units[i + 1];
        }

        return null;
    }
}
