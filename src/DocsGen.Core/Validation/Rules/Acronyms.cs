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
    private const int MaxLength = 10;

    public RuleInfo Info { get; } = new("terminology.acronym", "Acronym", "An acronym that its file never spells out.", Severity.Warning, Severity.Warning);

    public void Check(MarkdownModel file, RuleContext context)
    {
        var judged = new HashSet<string>(StringComparer.Ordinal);
        var spelledOut = SpelledOut(file);
        Dictionary<string, Exemption>? exempt = null;
        foreach (var run in file.Runs)
        {
            if (run.InQuote) continue;
            for (var from = 0; Next(run.Prose, from) is { } match; from = match.End)
            {
                var acronym = run.Prose.Substring(match.Start, match.Length);
                if (!judged.Add(acronym) || spelledOut.Contains(acronym) || context.Docset.IndexedTerm(acronym) is not null) continue;
                exempt ??= context.Docset.Verbatim.ExemptionsFor(Next);
                if (exempt.TryGetValue(acronym, out var texts) && texts.Covers(run.Text, match.Start)) continue;
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
            if (whole && end - i is >= 2 and <= MaxLength && char.IsAsciiLetterUpper(text[i + 1])) return new(i, end - i);
        }

        return null;
    }

    /// <summary>The acronyms of a file that stand in brackets, or before a bracket in which a word stands.</summary>
    private static HashSet<string> SpelledOut(MarkdownModel file)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var run in file.Runs)
        {
            for (var from = 0; Next(run.Text, from) is { } match; from = match.End)
            {
                var before = match.Start > 0 ? run.Text[match.Start - 1] : ' ';
                var after = run.Text.AsSpan(match.End);
                var bracketed = before == '(' && after.StartsWith(")", StringComparison.Ordinal);
                if (bracketed || (after.Length > 2 && after.StartsWith(" (", StringComparison.Ordinal) && char.IsLetter(after[2]))) found.Add(run.Text.Substring(match.Start, match.Length));
            }
        }

        return found;
    }
}
