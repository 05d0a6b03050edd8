using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation.Rules;

/// <summary>
/// <c>structure.navigation</c>: a file whose plan asks for navigation holds a link that shows something, outside of block quotes and comments,
/// to the root: the planned file that no index lists.
/// </summary>
internal sealed class Navigation : ILinkRule
{
    public RuleInfo Info { get; } = new("structure.navigation", "Link to the root", "A file has no link back to the root, where the formula asks for one.", Severity.Error, Severity.Error);

    public void Check(MarkdownModel file, RuleContext context)
    {
        if (context.Docset.PlannedByName(file.Name) is not { Navigation: true }) return;
        var root = Root(context.Docset.Request.Plan);
        if (root is null || string.Equals(root.Name, file.Name, StringComparison.Ordinal)) return;
        for (var i = 0; i < file.Links.Count; i++)
        {
            var link = file.Links[i];
            if (link.Kind == LinkKind.Image || link.InQuote || !file.Shows(i)) continue;
            var target = context.Docset.TargetOf(file, i);
            if (target.Kind == TargetKind.Relative && string.Equals(target.File, root.Name, StringComparison.Ordinal)) return;
        }

        context.Report(file.Name, $"The file does not link back to {root.Name}.");
    }

    private static PlannedFile? Root(PlannedFiles plan)
    {
        foreach (var file in plan.Files)
        {
            if (file.Parent is null) return file;
        }

        return null;
    }
}
