using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation.Rules;

/// <summary>
/// <c>links.anchor.resolves</c>: a fragment, percent-decoded, that no heading of the target has (by the anchors that GitHub makes), no id in
/// braces behind a heading, and no <c>id</c>, or <c>name</c> of an <c>a</c>, in raw HTML. Case counts: browsers compare ids exactly, and
/// where nothing fits they stay at the top of the page without a word. GitHub's own prefix <c>user-content-</c> works on no other host
/// and does not count. <c>#</c> and <c>#top</c> (any case) lead to the top of every page. A target whose phase is still to come, that
/// cannot be read, or that is no document (<c>code.cs#L10</c>) is not judged; a target that is not there is another rule's.
/// </summary>
internal sealed class LinkAnchors : ILinkRule
{
    private const int MaxSuggestions = 20;

    public RuleInfo Info { get; } = new("links.anchor.resolves", "Broken anchor", "A link to a heading that the target file does not have.", Severity.Error, Severity.Error);

    public void Check(MarkdownModel file, RuleContext context)
    {
        var broken = 0;
        for (var i = 0; i < file.Links.Count; i++)
        {
            var target = context.Docset.TargetOf(file, i);
            if (target.Kind != TargetKind.Relative || string.IsNullOrEmpty(target.Fragment)) continue;
            var model = target.File.Length == 0 ? file : context.Docset.ByName(target.File);
            if (model is not { Readable: true } || model.Anchors.Contains(target.Fragment) || target.Fragment.Equals("top", StringComparison.OrdinalIgnoreCase)) continue;
            if (context.Docset.PlannedByName(model.Name) is { } planned && !context.Docset.IsDue(planned)) continue;
            var where = target.File.Length == 0 ? "this file" : model.Name;
            var hint = broken++ < MaxSuggestions ? Hint(target.Fragment, model) : ".";
            context.Report(file, file.Links[i].Offset, $"No heading of {where} has the anchor #{target.Fragment}{hint}");
        }
    }

    private static string Hint(string fragment, MarkdownModel model)
    {
        const string Prefix = "user-content-";
        var meant = fragment.StartsWith(Prefix, StringComparison.Ordinal) ? fragment[Prefix.Length..] : fragment;
        if (model.HeadingAnchors.Closest(meant) is not { } closest) return ".";
        var heading = model.Headings.First(h => string.Equals(h.Anchor, closest, StringComparison.Ordinal));
        var why = string.Equals(fragment, closest, StringComparison.OrdinalIgnoreCase) ? " Case counts." : "";
        return $"; did you mean #{closest} (\"{heading.Text}\")?{why}";
    }
}
