using DocsGen.Core.Formulas;
using DocsGen.Core.Text;

namespace DocsGen.Core.Validation.Rules;

/// <summary>
/// <c>terminology.acronym</c>: a word of two to ten capitals and digits, beginning with two capitals, in prose, that its file never spells
/// out: nowhere in it stands <c>(ABC)</c> or <c>ABC (a...</c>, and the terminology index has no such term. What stands in a text of the
/// requirements is fine. Reported once per file, at its first use.
/// </summary>
internal sealed class Acronyms : IFileRule
{
    public RuleInfo Info { get; } = new("terminology.acronym", "Acronym", "An acronym that its file never spells out.", Severity.Warning, Severity.Warning);

    public void Check(MarkdownModel file, RuleContext context)
    {
        var judged = new HashSet<string>(StringComparer.Ordinal);
        foreach (var run in file.Runs)
        {
            if (run.InQuote) continue;
            for (var from = 0; Next(run.Prose, from) is { } match; from = match.End)
            {
                var acronym = run.Prose.Substring(match.Start, match.Length);
                if (!judged.Add(acronym) || context.Docset.IndexedTerm(acronym) is not null || IsSpelledOut(file, acronym)) continue;
                var exempt = context.Docset.Verbatim.ExemptionFor((text, start) => NextOf(acronym, text, start));
                if (exempt.Covers(run.Text, match.Start)) continue;
                context.Report(file, run.OffsetOf(match.Start), $"The acronym {acronym} is never spelled out in this file; write it in full once, with ({acronym}) after it.");
            }
        }
    }

    private static TextRange? Next(string text, int from)
    {
        for (var i = from; i < text.Length; i++)
        {
            if (!char.IsAsciiLetterUpper(text[i]) || (i > 0 && WholeWords.IsWordCharacter(text[i - 1]))) continue;
            var end = i;
            while (end < text.Length && (char.IsAsciiLetterUpper(text[end]) || char.IsAsciiDigit(text[end]))) end++;
            var whole = end >= text.Length || !WholeWords.IsWordCharacter(text[end]);
            if (whole && end - i is >= 2 and <= 10 && char.IsAsciiLetterUpper(text[i + 1])) return new(i, end - i);
        }

        return null;
    }

    private static TextRange? NextOf(string acronym, string text, int from)
    {
        var at = WholeWords.IndexOfName(text, acronym, Math.Min(from, text.Length));
        return at < 0 ? null : new(at, acronym.Length);
    }

    private static bool IsSpelledOut(MarkdownModel file, string acronym)
    {
        foreach (var run in file.Runs)
        {
            if (run.Text.Contains($"({acronym})", StringComparison.Ordinal)) return true;
            var at = run.Text.IndexOf($"{acronym} (", StringComparison.Ordinal);
            if (at >= 0 && at + acronym.Length + 2 < run.Text.Length && char.IsLetter(run.Text[at + acronym.Length + 2])) return true;
        }

        return false;
    }
}
