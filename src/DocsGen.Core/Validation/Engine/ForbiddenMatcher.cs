using System.Text.RegularExpressions;
using DocsGen.Core.Formulas;
using DocsGen.Core.Text;

namespace DocsGen.Core.Validation;

/// <summary>Finds one forbidden string of a formula. Words and texts are scanned by hand; a regular expression is built on first need.</summary>
internal sealed class ForbiddenMatcher
{
    /// <summary>Far beyond what any document needs; the rule that runs into it is reported as failed.</summary>
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(5);

    private readonly Lazy<Regex> regex;
    private readonly string prefix;
    private Exemption? exemption;

    public ForbiddenMatcher(ForbiddenString spec)
    {
        Spec = spec;
        prefix = spec.Match == ForbiddenMatch.Regex ? RequiredPrefix(spec.Text) : "";
        Part = LongestPart(spec.Match == ForbiddenMatch.Regex ? prefix : spec.Text);
        regex = new(() => new Regex(spec.Text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, MatchTimeout));
    }

    public ForbiddenString Spec { get; }

    /// <summary>A text without spaces that every match holds, in any case; empty where none is known.</summary>
    public string Part { get; }

    /// <summary>The next match from an index on; null for none.</summary>
    public TextRange? Next(string text, int from) => from > text.Length ? null : Spec.Match switch
    {
        ForbiddenMatch.Word => NextWord(text, from),
        ForbiddenMatch.Text => text.IndexOf(Spec.Text, from, StringComparison.OrdinalIgnoreCase) is var at and >= 0 ? new(at, Spec.Text.Length) : null,
        ForbiddenMatch.Regex => NextRegex(text, from),
    };

    /// <summary>The texts of the requirements that hold a match themselves.</summary>
    public Exemption Exempt(VerbatimTexts verbatim) => exemption ??= verbatim.ExemptionFor(Next);

    private static string LongestPart(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).MaxBy(p => p.Length) ?? "";

    private TextRange? NextWord(string text, int from)
    {
        for (var at = text.IndexOf(Spec.Text, from, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Spec.Text, at + 1, StringComparison.Ordinal))
        {
            if (WholeWords.IsWhole(text, at, Spec.Text.Length)) return new(at, Spec.Text.Length);
        }

        return null;
    }

    private TextRange? NextRegex(string text, int from)
    {
        if (prefix.Length > 0)
        {
            from = text.IndexOf(prefix, from, StringComparison.Ordinal);
            if (from < 0) return null;
        }

        var match = regex.Value.Match(text, from);
        return match.Success && match.Length > 0 ? new(match.Index, match.Length) : null;
    }

    /// <summary>
    /// Literal characters that every match of a pattern begins with, so that most texts need no regular expression at all: its building
    /// costs more than a whole gate. Empty when there may be none.
    /// </summary>
    private static string RequiredPrefix(string pattern)
    {
        if (pattern.Contains('|', StringComparison.Ordinal) || pattern.StartsWith("(?", StringComparison.Ordinal)) return "";
        var literal = new System.Text.StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length && !char.IsAsciiLetterOrDigit(pattern[i + 1])) c = pattern[++i];
            else if (!char.IsAsciiLetterOrDigit(c) && c is not (' ' or '<' or '>' or '_' or '-' or ':')) break;
            if (i + 1 < pattern.Length && pattern[i + 1] is '?' or '*' or '{') break;
            literal.Append(c);
        }

        return literal.ToString();
    }
}
