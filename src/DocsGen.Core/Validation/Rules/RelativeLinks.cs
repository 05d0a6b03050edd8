using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation.Rules;

/// <summary><c>links.relative_only</c>: a link that begins with a slash, a backslash or a drive letter, or has the scheme <c>file:</c>.</summary>
internal sealed class RelativeLinks : IFileRule
{
    public RuleInfo Info { get; } = new("links.relative_only", "Absolute path", "A link by an absolute path or file:, which breaks wherever the docset is moved.", Severity.Error, Severity.Error);

    public void Check(MarkdownModel file, RuleContext context)
    {
        for (var i = 0; i < file.Links.Count; i++)
        {
            if (context.Docset.TargetOf(file, i).Kind != TargetKind.Absolute) continue;
            var link = file.Links[i];
            context.Report(file, link.Offset, $"The link leads to the absolute path {link.Target}; name the file beside this one instead{Hint(link.Target, context.Docset)}.");
        }
    }

    private static string Hint(string target, Docset docset)
    {
        if (docset.Request.Roots is null || target[0] != '/') return "";
        var end = target.IndexOf('/', 1);
        return $", or say in 'roots' what {(end < 0 ? "/" : target[..end])} stands for";
    }
}
