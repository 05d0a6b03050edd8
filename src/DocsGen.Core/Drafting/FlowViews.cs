using DocsGen.Core.Formulas;

namespace DocsGen.Core.Drafting;

/// <summary>What templates see of flows, roles, permissions and error codes.</summary>
internal static class FlowViews
{
    public static List<object> Flows(IEnumerable<Flow> flows, Requirements requirements, LinkTargets links) =>
        [.. flows.Select(flow => Flow(flow, requirements, links))];

    public static List<object> Roles(Requirements requirements, LinkTargets links) =>
    [
        .. requirements.UsersAndFlows.Roles.Select(role => new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["name"] = MarkdownText.OneLine(role.Name),
            ["link"] = links.Link(Kinds.Role, role.Name),
            ["description"] = role.Description,
            ["permissions"] = role.Permissions,
            ["permission_list"] = Permissions(role),
            ["flows"] = Flows(requirements.AllFlows.Where(f => f.Role == role.Name), requirements, links),
            ["flow_links"] = requirements.AllFlows.Where(f => f.Role == role.Name).Select(f => links.Link(Kinds.Flow, f.Name)).ToMarkdown(),
            ["also"] = requirements.AllFlows.Where(f => f.Role != role.Name && f.Permissions.Count > 0 && MayPerform(role, f)).Select(f => links.Link(Kinds.Flow, f.Name)).ToMarkdown(),
            ["opens"] = role.Permissions.Distinct(StringComparer.Ordinal).Select(p => Opens(p, role, requirements, links)).ToList(),
            ["without_permission"] = requirements.AllFlows.Where(f => f.Role == role.Name && f.Permissions.Count == 0).Select(f => links.Link(Kinds.Flow, f.Name)).ToMarkdown(),
            ["lacks"] = AllPermissions(requirements).Except(role.Permissions, StringComparer.Ordinal).Select(p => new Markdown(MarkdownText.CodeCell(p))).ToMarkdown(),
        }),
    ];

    private static Dictionary<string, object?> Opens(string permission, Role role, Requirements requirements, LinkTargets links) => new(StringComparer.Ordinal)
    {
        ["name"] = permission,
        ["flows"] = requirements.AllFlows.Where(f => f.Permissions.Contains(permission, StringComparer.Ordinal) && MayPerform(role, f)).Select(f => links.Link(Kinds.Flow, f.Name)).ToMarkdown(),
    };

    public static List<object> PermissionRows(Requirements requirements) =>
    [
        .. AllPermissions(requirements).Select(permission => new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["name"] = permission,
            ["cells"] = requirements.UsersAndFlows.Roles.Select(r => r.Permissions.Contains(permission) ? "yes" : "no").ToList(),
        }),
    ];

    public static List<object> Errors(Requirements requirements, LinkTargets links) => [.. requirements.Errors.Select(error => Error(error, requirements, links))];

    private static Dictionary<string, object?> Flow(Flow flow, Requirements requirements, LinkTargets links)
    {
        var checkedEntities = requirements.Entities.Where(e => e.Validation.Any(v => flow.Errors.Contains(v.ErrorCode, StringComparer.Ordinal)));
        var parts = FlowParts.Of(flow, requirements);
        var errors = requirements.Errors.ToLookup(e => e.Code, e => e.Severity, StringComparer.Ordinal);
        return new(StringComparer.Ordinal)
        {
            ["name"] = MarkdownText.OneLine(flow.Name),
            ["link"] = links.Link(Kinds.Flow, flow.Name),
            ["primary"] = flow.Primary,
            ["path"] = flow.JsonPath,
            ["role"] = MarkdownText.OneLine(flow.Role),
            ["role_link"] = links.Link(Kinds.Role, flow.Role),
            ["permissions"] = flow.Permissions.Select(p => new Markdown(MarkdownText.CodeCell(p))).ToMarkdown(),
            ["several"] = flow.Permissions.Distinct(StringComparer.Ordinal).Count() > 1,
            ["holders"] = flow.Permissions.Count == 0 ? null : requirements.UsersAndFlows.Roles.Where(r => MayPerform(r, flow)).Select(r => links.Link(Kinds.Role, r.Name)).ToMarkdown(),
            ["description"] = flow.Description,
            ["steps"] = flow.Steps.Select((text, i) => new Dictionary<string, object?>(StringComparer.Ordinal) { ["number"] = i + 1, ["text"] = text }).ToList(),
            ["step_count"] = flow.Steps.Count,
            ["errors"] = flow.Errors.Select(code => ErrorOf(code, requirements, links)).ToList(),
            ["error_links"] = flow.Errors.Where(code => !errors[code].Any(Severities.IsMild)).Select(code => links.Link(Kinds.Error, code)).ToMarkdown(),
            ["warning_links"] = flow.Errors.Where(code => errors[code].Any(Severities.IsMild)).Select(code => links.Link(Kinds.Error, code)).ToMarkdown(),
            ["checked_links"] = checkedEntities.Select(e => links.Link(Kinds.Entity, e.Name)).ToMarkdown(),
            ["entity_links"] = parts.Entities.Select(e => links.Link(Kinds.Entity, e.Name)).ToMarkdown(),
            ["component_links"] = parts.Components.Select(c => links.Link(Kinds.Component, c.Name)).ToMarkdown(),
            ["service_links"] = parts.Services.Select(s => links.Link(Kinds.Service, s.Name)).ToMarkdown(),
            ["integration_links"] = parts.Integrations.Select(i => links.Link(Kinds.Integration, i.Name)).ToMarkdown(),
            ["fields"] = FieldsOf(flow, requirements, links),
            ["sequence"] = SequenceDiagram.Of(requirements, flow, parts),
        };
    }

    private static bool MayPerform(Role role, Flow flow) => flow.Permissions.All(p => role.Permissions.Contains(p, StringComparer.Ordinal));

    /// <summary>The fields that the steps of a flow name, or that its rules are about.</summary>
    private static List<object> FieldsOf(Flow flow, Requirements requirements, LinkTargets links) =>
    [
        .. requirements.Entities.SelectMany(entity => entity.Fields.Where(f => FlowParts.Concerns(flow, entity, f, requirements)).Select(field => new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["entity"] = links.Link(Kinds.Entity, entity.Name),
            ["name"] = MarkdownText.OneLine(field.Name),
            ["required"] = field.Required,
            ["limits"] = EntityViews.Limits(field),
            ["example"] = EntityViews.ExampleOf(field),
            ["codes"] = entity.Validation.Where(v => v.Field == field.Name && flow.Errors.Contains(v.ErrorCode, StringComparer.Ordinal)).Select(v => links.Link(Kinds.Error, v.ErrorCode)).ToMarkdown(),
        })),
    ];

    private static Dictionary<string, object?> ErrorOf(string code, Requirements requirements, LinkTargets links)
    {
        var error = requirements.Errors.FirstOrDefault(e => e.Code == code);
        return new(StringComparer.Ordinal)
        {
            ["error_code"] = code,
            ["link"] = links.Link(Kinds.Error, code),
            ["message"] = error?.Message,
            ["severity"] = error is null ? null : Severities.Of(error.Severity),
        };
    }

    private static Dictionary<string, object?> Error(ErrorEntry error, Requirements requirements, LinkTargets links)
    {
        var rules = requirements.Entities.SelectMany(e => e.Validation.Where(v => v.ErrorCode == error.Code).Select(v => new { Entity = e, Rule = v }));
        return new(StringComparer.Ordinal)
        {
            ["error_code"] = error.Code,
            ["link"] = links.Link(Kinds.Error, error.Code),
            ["message"] = error.Message,
            ["severity"] = Severities.Of(error.Severity),
            ["mild"] = Severities.IsMild(error.Severity),
            ["rules"] = rules.Select(r => new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["entity"] = links.Link(Kinds.Entity, r.Entity.Name),
                ["rule"] = r.Rule.Rule,
                ["field"] = MarkdownText.OneLine(r.Rule.Field),
                ["description"] = r.Rule.Description,
            }).ToList(),
            ["integrations"] = requirements.Integrations.Where(i => FlowParts.Tells(i, error.Code)).Select(i => links.Link(Kinds.Integration, i.Name)).ToMarkdown(),
            ["flows"] = requirements.AllFlows.Where(f => f.Errors.Contains(error.Code, StringComparer.Ordinal)).Select(f => links.Link(Kinds.Flow, f.Name)).ToMarkdown(),
        };
    }

    private static Markdown? Permissions(Role role) => role.Permissions.Select(p => new Markdown(MarkdownText.CodeCell(p))).ToMarkdown();

    private static IEnumerable<string> AllPermissions(Requirements requirements) =>
        requirements.UsersAndFlows.Roles.SelectMany(r => r.Permissions).Distinct(StringComparer.Ordinal);
}
