using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation.Rules;

/// <summary>
/// <c>terminology.forbidden_term</c>: a forbidden term of the requirements in prose, any case, as whole words, its plural (-s, -es, -ies)
/// too. It is fine as part of the term to use instead, and as part of a text of the requirements that stands there whole. Code spans,
/// code blocks, block quotes and link targets are not prose.
/// </summary>
internal sealed class ForbiddenTerms : IFileRule
{
    public RuleInfo Info { get; } = new("terminology.forbidden_term", "Forbidden term", "A term that the requirements forbid, in prose.", Severity.Error, Severity.Error);

    public void Check(MarkdownModel file, RuleContext context)
    {
        foreach (var matcher in context.Docset.ForbiddenTerms)
        {
            foreach (var run in file.Runs)
            {
                if (!run.InQuote) Scan(file, run, matcher, context);
            }
        }
    }

    private static void Scan(MarkdownModel file, TextRun run, ForbiddenTermMatcher matcher, RuleContext context)
    {
        for (var from = 0; matcher.Next(run.Prose, from) is { } match; from = match.End)
        {
            if (matcher.Exempt(context.Docset.Verbatim).Covers(run.Text, match.Start)) continue;
            context.Report(file, run.OffsetOf(match.Start), $"\"{run.Text.Substring(match.Start, match.Length)}\" is a forbidden term{Advice(matcher.Term)}");
        }
    }

    private static string Advice(ForbiddenTerm term)
    {
        var advice = term.UseInstead.Length > 0 ? $"; use \"{term.UseInstead}\"" : "";
        return term.Reason.Length > 0 ? $"{advice} ({term.Reason.TrimEnd('.')})." : $"{advice}.";
    }
}
