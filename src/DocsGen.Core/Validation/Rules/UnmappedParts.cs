using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation.Rules;

/// <summary>
/// <c>appendix.unmapped</c>: the name of an entity, component or service that stands in no table row and no list item of the files of the
/// roles <c>structure</c>, whole and in its case.
/// </summary>
internal sealed class UnmappedParts : RequirementsRule
{
    public override RuleInfo Info { get; } = new("appendix.unmapped", "Part not mapped", "An entity, component or service that the structure appendix does not map.", Severity.Error, Severity.Error);

    protected override void Check(Requirements requirements, RuleContext context)
    {
        var scope = context.Scope("structure");
        if (!scope.Due) return;
        foreach (var entity in requirements.Entities) CheckPart("entity", entity.Name, scope, context);
        foreach (var component in requirements.Components) CheckPart("component", component.Name, scope, context);
        foreach (var service in requirements.Services) CheckPart("service", service.Name, scope, context);
    }

    private static void CheckPart(string what, string name, FileScope scope, RuleContext context)
    {
        if (context.Docset.Names.First(name, scope.Files, NamePlaces.Row | NamePlaces.ListItem) is null) context.Report(scope.Home, $"The {what} {name} is not mapped {scope.Where}: it stands in no table row and no list item.");
    }
}
