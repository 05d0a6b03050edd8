using System.Globalization;

namespace DocsGen.Core.Formulas.Preflighting;

/// <summary>References that lead nowhere.</summary>
internal static class ReferenceChecks
{
    public static void Run(Requirements requirements, PreflightFindings findings)
    {
        var entities = Set(requirements.Entities.Select(e => e.Name));
        var codes = Set(requirements.Errors.Select(e => e.Code));
        var roles = Set(requirements.UsersAndFlows.Roles.Select(r => r.Name));
        var permissions = Set(requirements.UsersAndFlows.Roles.SelectMany(r => r.Permissions));
        foreach (var entity in requirements.Entities)
        {
            foreach (var relation in entity.Relations)
            {
                if (!entities.Contains(relation.To)) findings.Add("preflight.relation_entity", $"{relation.JsonPath}.to", $"A relation of {entity.Name} leads to {Named(relation.To)}, which is no entity here.", $"Which entity does this relation of {entity.Name} lead to?");
            }

            foreach (var entry in entity.Validation)
            {
                if (entry.ErrorCode.Length > 0 && !codes.Contains(entry.ErrorCode)) Undefined(entry.ErrorCode, $"{entry.JsonPath}.error_code", findings);
            }
        }

        foreach (var flow in requirements.AllFlows)
        {
            if (flow.Role.Length > 0 && !roles.Contains(flow.Role)) findings.Add("preflight.flow_role", $"{flow.JsonPath}.role", $"The flow \"{flow.Name}\" is of the role {Named(flow.Role)}, which is not defined.", $"Which of the roles does the flow \"{flow.Name}\" belong to?");
            for (var i = 0; i < flow.Permissions.Count; i++)
            {
                if (!permissions.Contains(flow.Permissions[i])) findings.Add("preflight.flow_permission", string.Create(CultureInfo.InvariantCulture, $"{flow.JsonPath}.permissions[{i}]"), $"The flow \"{flow.Name}\" needs the permission {Named(flow.Permissions[i])}, which no role holds.", $"Which role holds the permission that the flow \"{flow.Name}\" needs? Give it to a role, or mend its name.");
            }

            for (var i = 0; i < flow.Errors.Count; i++)
            {
                if (!codes.Contains(flow.Errors[i])) Undefined(flow.Errors[i], string.Create(CultureInfo.InvariantCulture, $"{flow.JsonPath}.errors[{i}]"), findings);
            }
        }

        CheckParts(requirements, entities, findings);
    }

    private static void CheckParts(Requirements requirements, HashSet<string> entities, PreflightFindings findings)
    {
        var known = Set([.. entities, .. requirements.Components.Select(c => c.Name), .. requirements.Services.Select(s => s.Name), .. requirements.Integrations.Select(i => i.Name)]);
        foreach (var component in requirements.Components) CheckUses(component.Name, component.Uses, component.JsonPath, known, findings);
        foreach (var service in requirements.Services) CheckUses(service.Name, service.Uses, service.JsonPath, known, findings);
    }

    private static void CheckUses(string part, IReadOnlyList<string> uses, string path, HashSet<string> known, PreflightFindings findings)
    {
        for (var i = 0; i < uses.Count; i++)
        {
            if (!known.Contains(uses[i])) findings.Add("preflight.part_unknown", string.Create(CultureInfo.InvariantCulture, $"{path}.uses[{i}]"), $"{part} uses {Named(uses[i])}, which is not defined.", $"Which entity, component, service or integration does {part} use here?");
        }
    }

    private static void Undefined(string code, string path, PreflightFindings findings) =>
        findings.Add("preflight.error_undefined", path, $"The error code {code} is used, but no entry of errors defines it.", $"What does a user read for {code}? Add it to $.errors, or mend the code.");

    private static string Named(string name) => name.Length == 0 ? "nothing" : $"\"{name}\"";

    private static HashSet<string> Set(IEnumerable<string> names) => new(names.Where(n => n.Length > 0), StringComparer.Ordinal);
}
