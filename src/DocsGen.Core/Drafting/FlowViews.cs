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
            ["lacks"] = AllPermissions(requirements).Except(role.Permissions, StringComparer.Ordinal).Select(p => new Markdown(MarkdownText.CodeCell(p))).ToMarkdown(),
        }),
    ];

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
        var role = requirements.UsersAndFlows.Roles.FirstOrDefault(r => r.Name == flow.Role);
        var entities = requirements.Entities.Where(e => e.Validation.Any(v => flow.Errors.Contains(v.ErrorCode, StringComparer.Ordinal)));
        return new(StringComparer.Ordinal)
        {
            ["name"] = MarkdownText.OneLine(flow.Name),
            ["link"] = links.Link(Kinds.Flow, flow.Name),
            ["primary"] = flow.Primary,
            ["path"] = flow.JsonPath,
            ["role"] = MarkdownText.OneLine(flow.Role),
            ["role_link"] = links.Link(Kinds.Role, flow.Role),
            ["permissions"] = role is null ? null : Permissions(role),
            ["description"] = flow.Description,
            ["steps"] = flow.Steps.Select((text, i) => new Dictionary<string, object?>(StringComparer.Ordinal) { ["number"] = i + 1, ["text"] = text }).ToList(),
            ["step_count"] = flow.Steps.Count,
            ["errors"] = flow.Errors.Select(code => ErrorOf(code, requirements, links)).ToList(),
            ["error_links"] = flow.Errors.Select(code => links.Link(Kinds.Error, code)).ToMarkdown(),
            ["entities"] = EntitiesOf(entities, links),
            ["entity_links"] = entities.Select(e => links.Link(Kinds.Entity, e.Name)).ToMarkdown(),
            ["sequence"] = Diagrams.Sequence(requirements, flow),
        };
    }

    private static List<object> EntitiesOf(IEnumerable<Entity> entities, LinkTargets links) =>
    [
        .. entities.Select(entity => new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["name"] = MarkdownText.OneLine(entity.Name),
            ["link"] = links.Link(Kinds.Entity, entity.Name),
            ["smallest"] = EntityJson.Example(entity, onlyRequired: true),
        }),
    ];

    private static Dictionary<string, object?> ErrorOf(string code, Requirements requirements, LinkTargets links)
    {
        var error = requirements.Errors.FirstOrDefault(e => e.Code == code);
        return new(StringComparer.Ordinal)
        {
            ["error_code"] = code,
            ["link"] = links.Link(Kinds.Error, code),
            ["message"] = error?.Message,
            ["severity"] = error?.Severity,
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
            ["severity"] = error.Severity,
            ["rules"] = rules.Select(r => new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["entity"] = links.Link(Kinds.Entity, r.Entity.Name),
                ["rule"] = r.Rule.Rule,
                ["field"] = MarkdownText.OneLine(r.Rule.Field),
                ["description"] = r.Rule.Description,
            }).ToList(),
            ["flows"] = requirements.AllFlows.Where(f => f.Errors.Contains(error.Code, StringComparer.Ordinal)).Select(f => links.Link(Kinds.Flow, f.Name)).ToMarkdown(),
        };
    }

    private static Markdown? Permissions(Role role) => role.Permissions.Select(p => new Markdown(MarkdownText.CodeCell(p))).ToMarkdown();

    private static IEnumerable<string> AllPermissions(Requirements requirements) =>
        requirements.UsersAndFlows.Roles.SelectMany(r => r.Permissions).Distinct(StringComparer.Ordinal);
}
