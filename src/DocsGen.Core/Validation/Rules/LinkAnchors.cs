using DocsGen.Core.Formulas;
using DocsGen.Core.Text;

namespace DocsGen.Core.Validation.Rules;

/// <summary>
/// <c>links.anchor.resolves</c>: a fragment that no heading of the target has (by the anchors that GitHub makes) and no id of raw HTML.
/// A target whose phase is still to come, or that cannot be read, is not judged; a target that is not there is another rule's.
/// </summary>
internal sealed class LinkAnchors : IFileRule
{
    private const int MaxSuggestions = 20;

    public RuleInfo Info { get; } = new("links.anchor.resolves", "Broken anchor", "A link to a heading that the target file does not have.", Severity.Error, Severity.Error);

    public void Check(MarkdownModel file, RuleContext context)
    {
        var broken = 0;
        foreach (var link in file.Links)
        {
            var target = LinkTarget.Of(link.Target, file.Name);
            if (target.Kind != TargetKind.Relative || string.IsNullOrEmpty(target.Fragment)) continue;
            var model = target.File.Length == 0 ? file : context.Docset.ByName(target.File);
            if (model is not { Readable: true } || model.Anchors.Contains(target.Fragment)) continue;
            if (context.Docset.PlannedByName(model.Name) is { } planned && !context.Docset.IsDue(planned)) continue;
            var closest = broken++ < MaxSuggestions ? Closest.Of(target.Fragment, model.Headings.Select(h => h.Anchor)) : null;
            var where = target.File.Length == 0 ? "this file" : model.Name;
            var hint = closest is null ? "." : $"; did you mean #{closest} (\"{model.Headings.First(h => string.Equals(h.Anchor, closest, StringComparison.Ordinal)).Text}\")?";
            context.Report(file, link.Offset, $"No heading of {where} has the anchor #{target.Fragment}{hint}");
        }
    }
}
