using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation.Rules;

/// <summary>
/// <c>links.external.forbidden</c>: a link that leaves the docset for a host that the formula's link policy does not allow. Under
/// <c>requirements</c>, hosts of URLs in the requirements are allowed; under every policy, so is a URL that stands in the requirements as
/// it is, whole. Only http, https, ftp, mailto and tel are ever allowed. A target is read as browsers read it: tabs and line ends within it
/// are nothing, a backslash is a slash. Links in block quotes and in raw HTML count, reference definitions that nothing uses do not.
/// </summary>
internal sealed class ExternalLinks : IFileRule
{
    public RuleInfo Info { get; } = new("links.external.forbidden", "External link", "An external link whose host is not allowed.", Severity.Error, Severity.Error);

    public void Check(MarkdownModel file, RuleContext context)
    {
        for (var i = 0; i < file.Links.Count; i++)
        {
            if (file.TargetOf(i).Kind != TargetKind.External) continue;
            var link = file.Links[i];
            var target = Urls.Clean(link.Target);
            var scheme = Urls.Scheme(target);
            if (scheme is not (null or "http" or "https" or "ftp" or "mailto" or "tel")) context.Report(file, link.Offset, $"Links of the scheme {scheme}: are not allowed.");
            else if (!IsAllowed(link, target, context.Docset)) context.Report(file, link.Offset, $"The link leaves the docset for {Urls.Host(target) switch { "" => target, var host => host }}, which the link policy does not allow.");
        }
    }

    private static bool IsAllowed(DocumentLink link, string target, Docset docset)
    {
        var policy = docset.Request.Formula.Links;
        if (string.Equals(policy.External, "any", StringComparison.Ordinal)) return true;
        var host = Urls.Host(target);
        var byRequirements = string.Equals(policy.External, "requirements", StringComparison.Ordinal);
        if (byRequirements && host.Length > 0 && (policy.AllowedHosts.Any(a => Urls.IsHost(host, a)) || docset.Verbatim.Hosts.Contains(host))) return true;
        return docset.Verbatim.Hold(target) || (link.Kind == LinkKind.Autolink && link.Text.Length > 0 && docset.Verbatim.Hold(link.Text));
    }
}
