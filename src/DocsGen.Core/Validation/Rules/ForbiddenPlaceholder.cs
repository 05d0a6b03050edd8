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
        var (all, inCode) = (context.Docset.Forbidden, context.Docset.ForbiddenInCode);
        foreach (var run in file.Runs)
        {
            if (!run.InQuote && all.MayBeIn(run.Prose)) Scan(file, run.Prose, run.Text, all, run.OffsetOf, context);
        }

        foreach (var html in file.Html)
        {
            if (!html.InQuote && all.MayBeIn(html.Text)) Scan(file, html.Text, html.Text, all, i => html.Offset + i, context);
        }

        foreach (var span in file.CodeSpans)
        {
            if (inCode.MayBeIn(span.Content)) Scan(file, span.Content, span.Content, inCode, span.OffsetOf, context);
        }

        foreach (var fence in file.Fences)
        {
            if (inCode.MayBeIn(fence.Content)) Scan(file, fence.Content, fence.Content, inCode, fence.OffsetOf, context);
        }
    }

    private static void Scan(MarkdownModel file, string searched, string shown, ForbiddenSearch forbidden, Func<int, int> offsetOf, RuleContext context)
    {
        var seen = SeenText.Of(searched);
        HashSet<int>? taken = null;
        foreach (var matcher in forbidden.Matchers)
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
