using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation.Rules;

/// <summary>
/// <c>placeholders.forbidden</c>: each string that the formula forbids, in prose and raw HTML (also tags such as
/// <c>&lt;insert name here&gt;</c>), and in code spans and code blocks where the formula says so. A match that is part of a text of the
/// requirements, standing there whole, is fine.
/// </summary>
internal sealed class ForbiddenPlaceholder : IFileRule
{
    public RuleInfo Info { get; } = new("placeholders.forbidden", "Placeholder", "A placeholder is left, such as TODO, TBD or {Name}.", Severity.Error, Severity.Error);

    public void Check(MarkdownModel file, RuleContext context)
    {
        foreach (var matcher in context.Docset.ForbiddenStrings)
        {
            foreach (var run in file.Runs)
            {
                if (!run.InQuote) Scan(file, run.Prose, run.Text, matcher, run.OffsetOf, context);
            }

            foreach (var html in file.Html)
            {
                if (!html.InQuote) Scan(file, html.Text, html.Text, matcher, i => html.Offset + i, context);
            }

            if (matcher.Spec.In == ForbiddenScope.ProseAndCode) ScanCode(file, matcher, context);
        }
    }

    private static void ScanCode(MarkdownModel file, ForbiddenMatcher matcher, RuleContext context)
    {
        foreach (var span in file.CodeSpans) Scan(file, span.Content, span.Content, matcher, i => span.ContentOffset + i, context);
        foreach (var fence in file.Fences) Scan(file, fence.Content, fence.Content, matcher, fence.OffsetOf, context);
    }

    private static void Scan(
        MarkdownModel file, string searched, string shown, ForbiddenMatcher matcher, Func<int, int> offsetOf, RuleContext context)
    {
        for (var from = 0; matcher.Next(searched, from) is { } match; from = Math.Max(match.End, match.Start + 1))
        {
            if (matcher.Exempt(context.Docset.Verbatim).Covers(shown, match.Start)) continue;
            context.Report(file, offsetOf(match.Start), $"The placeholder \"{shown.Substring(match.Start, match.Length)}\" is left; write what belongs there.");
        }
    }
}
