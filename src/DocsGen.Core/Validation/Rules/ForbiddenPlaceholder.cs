using DocsGen.Core.Formulas;
using DocsGen.Core.Text;

namespace DocsGen.Core.Validation.Rules;

/// <summary>
/// <c>placeholders.forbidden</c>: each string that the formula forbids, in prose, in the text of HTML blocks, and in raw HTML itself
/// (comments, attributes, and tags such as <c>&lt;insert name here&gt;</c>); in code spans and code blocks where the formula says so. Texts
/// are searched as a reader sees them (<see cref="SeenText"/>): emphasis, entities, invisible characters and odd spaces hide nothing.
/// Where two strings overlap, the one that the formula lists first is reported. A match that is part of a text of the requirements,
/// standing there whole, is fine.
/// </summary>
internal sealed class ForbiddenPlaceholder : IFileRule
{
    public RuleInfo Info { get; } = new("placeholders.forbidden", "Placeholder", "A placeholder is left: a string that the formula or the settings forbid, such as TODO or TBD.", Severity.Error, Severity.Error);

    public void Check(MarkdownModel file, RuleContext context)
    {
        var all = context.Docset.ForbiddenStrings;
        foreach (var run in file.Runs)
        {
            if (!run.InQuote) Scan(file, run.Prose, run.Text, all, run.OffsetOf, context);
        }

        foreach (var html in file.Html)
        {
            if (!html.InQuote) Scan(file, html.Text, html.Text, all, i => html.Offset + i, context);
        }

        var inCode = all.Where(m => m.Spec.In == ForbiddenScope.ProseAndCode).ToList();
        foreach (var span in file.CodeSpans) Scan(file, span.Content, span.Content, inCode, span.OffsetOf, context);
        foreach (var fence in file.Fences) Scan(file, fence.Content, fence.Content, inCode, fence.OffsetOf, context);
    }

    private static void Scan(
        MarkdownModel file, string searched, string shown, IReadOnlyList<ForbiddenMatcher> matchers, Func<int, int> offsetOf, RuleContext context)
    {
        if (matchers.Count == 0 || searched.Length == 0) return;
        var seen = SeenText.Of(searched);
        HashSet<int>? taken = null;
        foreach (var matcher in matchers)
        {
            for (var from = 0; matcher.Next(seen.Text, from) is { } match; from = Math.Max(match.End, match.Start + 1))
            {
                if (taken is not null && Enumerable.Range(match.Start, match.Length).Any(taken.Contains)) continue;
                var start = seen.IndexOf(match.Start);
                if (matcher.Exempt(context.Docset.Verbatim).Covers(shown, start)) continue;
                context.Report(file, offsetOf(start), $"The placeholder \"{seen.Text.Substring(match.Start, match.Length)}\" is left; write what belongs there.");
                (taken ??= []).UnionWith(Enumerable.Range(match.Start, match.Length));
            }
        }
    }
}
