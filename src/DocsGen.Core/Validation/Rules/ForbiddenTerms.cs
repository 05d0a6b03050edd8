using DocsGen.Core.Formulas;
using DocsGen.Core.Text;

namespace DocsGen.Core.Validation.Rules;

/// <summary>
/// <c>terminology.forbidden_term</c>: a forbidden term of the requirements in prose, any case, as whole words, its plural (-s, -es, -ies)
/// too. It is fine as part of the term to use instead, and as part of a text of the requirements that stands there whole. The text of HTML
/// blocks is prose; code spans, code blocks, block quotes, link targets, tags and comments are not. Texts are searched as a reader sees
/// them (<see cref="SeenText"/>): a term is found over line ends, with no-break spaces, emphasis, entities or invisible characters in it.
/// </summary>
internal sealed class ForbiddenTerms : IFileRule
{
    public RuleInfo Info { get; } = new("terminology.forbidden_term", "Forbidden term", "A term that the requirements forbid, in prose.", Severity.Error, Severity.Error);

    public void Check(MarkdownModel file, RuleContext context)
    {
        var matchers = context.Docset.ForbiddenTerms;
        if (matchers.Count == 0) return;
        foreach (var run in file.Runs)
        {
            if (run.InQuote) continue;
            var seen = SeenText.Of(run.Prose);
            foreach (var matcher in matchers) Scan(file, run, seen, matcher, context);
        }
    }

    private static void Scan(MarkdownModel file, TextRun run, SeenText seen, ForbiddenTermMatcher matcher, RuleContext context)
    {
        for (var from = 0; matcher.Next(seen.Text, from) is { } match; from = match.End)
        {
            var start = seen.IndexOf(match.Start);
            if (matcher.Exempt(context.Docset.Verbatim).Covers(run.Text, start)) continue;
            context.Report(file, run.OffsetOf(start), $"\"{seen.Text.Substring(match.Start, match.Length)}\" is a forbidden term{Advice(matcher.Term)}");
        }
    }

    private static string Advice(ForbiddenTerm term)
    {
        var advice = term.UseInstead.Length > 0 ? $"; use \"{term.UseInstead}\"" : "";
        return term.Reason.Length > 0 ? $"{advice} ({term.Reason.TrimEnd('.')})." : $"{advice}.";
    }
}
