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
            ["entities"] = component.Uses.Where(u => requirements.Entities.Any(e => e.Name == u)).Select(u => links.Link(Kinds.Entity, u)).ToMarkdown(),
            ["marks"] = requirements.Entities.Select(e => component.Uses.Contains(e.Name) ? "yes" : "no").ToList(),
            ["flows"] = FlowsOf(requirements, links, p => p.Components.Contains(component)),
            ["place"] = structure.Component(component.Name, component.Kind),
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
            ["marks"] = requirements.Entities.Select(e => service.Uses.Contains(e.Name) ? "yes" : "no").ToList(),
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
            ["codes"] = requirements.Errors.Where(e => FlowParts.Tells(integration, e.Code)).Select(e => links.Link(Kinds.Error, e.Code)).ToMarkdown(),
            ["flows"] = FlowsOf(requirements, links, p => p.Integrations.Contains(integration)),
            ["used_by"] = UsedBy(integration.Name, requirements, links),
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

    public static List<object> Named(IEnumerable<NamedValue> values, Requirements requirements) =>
        [.. values.Select(v => new Dictionary<string, object?>(StringComparer.Ordinal) { ["label"] = Readings.Label(v.Name, requirements), ["value"] = v.Value })];

    public static List<object> Targets(Requirements requirements) =>
    [
        .. requirements.PerformanceTargets.Select(t => new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["name"] = t.Name,
            ["reading"] = Readings.Target(t.Name, requirements),
            ["value"] = Readings.Value(t, requirements),
        }),
    ];

    public static Dictionary<string, object?>? Audit(AuditSettings? audit, Requirements requirements) => audit is null ? null : new(StringComparer.Ordinal)
    {
        ["enabled"] = audit.Enabled is null ? null : audit.Enabled.Value ? "on" : "off",
        ["retention_days"] = audit.RetentionDays,
        ["others"] = Named(audit.Others, requirements),
    };

    public static Dictionary<string, object?> Host(HostContract host, HostStructure? structure, Requirements requirements) => new(StringComparer.Ordinal)
    {
        ["ui_framework"] = host.UiFramework,
        ["blazor_model"] = host.BlazorModel,
        ["others"] = Named(host.OtherRuntime, requirements),
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

    private static Markdown? FlowsOf(Requirements requirements, LinkTargets links, Func<FlowParts, bool> takesPart) =>
        requirements.AllFlows.Where(f => takesPart(FlowParts.Of(f, requirements))).Select(f => links.Link(Kinds.Flow, f.Name)).ToMarkdown();

    private static Markdown? UsedBy(string name, Requirements requirements, LinkTargets links) => requirements.Components
        .Where(c => c.Uses.Contains(name)).Select(c => links.Link(Kinds.Component, c.Name))
        .Concat(requirements.Services.Where(s => s.Uses.Contains(name)).Select(s => links.Link(Kinds.Service, s.Name)))
        .ToMarkdown();

    private static Markdown? Texts(IEnumerable<string> texts) => texts.Select(t => new Markdown(MarkdownText.Escape(t))).ToMarkdown();
}
