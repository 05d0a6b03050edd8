using DocsGen.Core.Formulas;

namespace DocsGen.Core.Drafting;

/// <summary>What templates see of components, services, integrations, terms and settings.</summary>
internal static class PartViews
{
    public static List<object> Components(Requirements requirements, LinkTargets links, StructureMap structure) =>
    [
        .. requirements.Components.Select(component => new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["name"] = MarkdownText.OneLine(component.Name),
            ["link"] = links.Link(Kinds.Component, component.Name),
            ["kind"] = component.Kind,
            ["description"] = component.Description,
            ["uses"] = component.Uses.Select(links.PartLink).ToMarkdown(),
            ["used_by"] = UsedBy(component.Name, requirements, links),
            ["place"] = structure.Component(component.Name),
        }),
    ];

    public static List<object> Services(Requirements requirements, LinkTargets links, StructureMap structure) =>
    [
        .. requirements.Services.Select(service => new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["name"] = MarkdownText.OneLine(service.Name),
            ["link"] = links.Link(Kinds.Service, service.Name),
            ["description"] = service.Description,
            ["uses"] = service.Uses.Select(links.PartLink).ToMarkdown(),
            ["used_by"] = UsedBy(service.Name, requirements, links),
            ["place"] = structure.Service(service.Name),
        }),
    ];

    public static List<object> Integrations(Requirements requirements, LinkTargets links) =>
    [
        .. requirements.Integrations.Select(integration => new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["name"] = MarkdownText.OneLine(integration.Name),
            ["link"] = links.Link(Kinds.Integration, integration.Name),
            ["path"] = integration.JsonPath,
            ["purpose"] = integration.Purpose,
            ["auth"] = integration.Auth,
            ["failure_policy"] = integration.FailurePolicy,
            ["docs"] = integration.DocsUrl.Length > 0 ? new Markdown(MarkdownText.Address(integration.DocsUrl)) : null,
        }),
    ];

    public static List<object> Terms(Requirements requirements) =>
    [
        .. requirements.Terminology.Terms.OrderBy(t => t.Name, StringComparer.OrdinalIgnoreCase).ThenBy(t => t.Name, StringComparer.Ordinal)
            .Select(term => new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["name"] = MarkdownText.OneLine(term.Name),
                ["definition"] = term.Definition,
                ["synonyms"] = Texts(term.Synonyms),
                ["related"] = Texts(term.Related),
            }),
    ];

    public static List<object> ForbiddenTerms(Requirements requirements) =>
    [
        .. requirements.Terminology.ForbiddenTerms.Select(term => new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["name"] = term.Name,
            ["use_instead"] = term.UseInstead,
            ["reason"] = term.Reason.Length > 0 ? new Markdown(WithoutForbidden(term.Reason, requirements)) : null,
        }),
    ];

    public static List<object> Named(IEnumerable<NamedValue> values) =>
        [.. values.Select(v => new Dictionary<string, object?>(StringComparer.Ordinal) { ["name"] = v.Name, ["value"] = v.Value })];

    public static Dictionary<string, object?>? Audit(AuditSettings? audit) => audit is null ? null : new(StringComparer.Ordinal)
    {
        ["enabled"] = audit.Enabled is null ? null : audit.Enabled.Value ? "on" : "off",
        ["retention_days"] = audit.RetentionDays,
        ["others"] = Named(audit.Others),
    };

    public static Dictionary<string, object?> Host(HostContract host, HostStructure? structure) => new(StringComparer.Ordinal)
    {
        ["ui_framework"] = host.UiFramework,
        ["blazor_model"] = host.BlazorModel,
        ["others"] = Named(host.OtherRuntime),
        ["reference"] = host.PluginStructureReference,
        ["paths"] = structure?.Paths.Count > 0 ? string.Join('\n', structure.Paths) : null,
    };

    /// <summary>A reason may name the very terms that prose must not hold; these stand in code spans.</summary>
    private static string WithoutForbidden(string reason, Requirements requirements)
    {
        var words = MarkdownText.OneLine(reason).Split(' ');
        var terms = requirements.Terminology.ForbiddenTerms.Where(t => t.Name.Trim().Length > 0 && reason.Contains(t.Name.Trim(), StringComparison.OrdinalIgnoreCase)).ToList();
        if (terms.Count == 0) return MarkdownText.Escape(reason);
        var parts = terms.SelectMany(t => t.Name.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        return string.Join(' ', words.Select(word => parts.Exists(part => word.Contains(part, StringComparison.OrdinalIgnoreCase)) ? MarkdownText.Code(word) : MarkdownText.Escape(word)));
    }

    private static Markdown? UsedBy(string name, Requirements requirements, LinkTargets links) => requirements.Components
        .Where(c => c.Uses.Contains(name)).Select(c => links.Link(Kinds.Component, c.Name))
        .Concat(requirements.Services.Where(s => s.Uses.Contains(name)).Select(s => links.Link(Kinds.Service, s.Name)))
        .ToMarkdown();

    private static Markdown? Texts(IEnumerable<string> texts) => texts.Select(t => new Markdown(MarkdownText.Escape(t))).ToMarkdown();
}
