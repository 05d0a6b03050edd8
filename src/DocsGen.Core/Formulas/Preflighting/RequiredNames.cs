namespace DocsGen.Core.Formulas.Preflighting;

/// <summary>A name that the requirements give to something.</summary>
/// <param name="Kind">What it names: <c>entity</c>. Within a kind names must differ.</param>
/// <param name="Name">The name.</param>
/// <param name="Path">Its JSON path.</param>
/// <param name="HasHeading">Whether documents give it a heading, and so an anchor.</param>
internal sealed record RequiredName(string Kind, string Name, string Path, bool HasHeading)
{
    /// <summary>All names, in the order of the file.</summary>
    public static IEnumerable<RequiredName> Of(Requirements requirements)
    {
        foreach (var entity in requirements.Entities)
        {
            yield return new("entity", entity.Name, $"{entity.JsonPath}.name", HasHeading: true);
            foreach (var field in entity.Fields) yield return new($"field of {entity.JsonPath}", field.Name, $"{field.JsonPath}.name", HasHeading: false);
        }

        foreach (var role in requirements.UsersAndFlows.Roles) yield return new("role", role.Name, $"{role.JsonPath}.name", HasHeading: true);
        foreach (var flow in requirements.AllFlows) yield return new("flow", flow.Name, $"{flow.JsonPath}.name", HasHeading: true);
        foreach (var error in requirements.Errors) yield return new("error code", error.Code, $"{error.JsonPath}.code", HasHeading: true);
        foreach (var integration in requirements.Integrations) yield return new("integration", integration.Name, $"{integration.JsonPath}.name", HasHeading: true);
        foreach (var component in requirements.Components) yield return new("component", component.Name, $"{component.JsonPath}.name", HasHeading: true);
        foreach (var service in requirements.Services) yield return new("service", service.Name, $"{service.JsonPath}.name", HasHeading: true);
        foreach (var term in requirements.Terminology.Terms) yield return new("term", term.Name, $"{term.JsonPath}.term", HasHeading: false);
    }
}
