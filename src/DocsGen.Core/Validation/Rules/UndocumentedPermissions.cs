using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation.Rules;

/// <summary><c>permissions.undocumented</c>: the name of a role, or of a permission, that stands in rendered text of no file (of the roles <c>permissions</c>, where the formula names some).</summary>
internal sealed class UndocumentedPermissions : RequirementsRule
{
    public override RuleInfo Info { get; } = new("permissions.undocumented", "Permission undocumented", "A role or permission that no file names.", Severity.Error, Severity.Error);

    protected override void Check(Requirements requirements, RuleContext context)
    {
        var scope = context.Scope("permissions");
        if (!scope.Due) return;
        var judged = new HashSet<string>(StringComparer.Ordinal);
        foreach (var role in requirements.UsersAndFlows.Roles)
        {
            if (context.Docset.Names.First(role.Name, scope.Files) is null) context.Report(scope.Home, $"The role {role.Name} is not named {scope.Where}.");
            foreach (var permission in role.Permissions)
            {
                if (judged.Add(permission) && context.Docset.Names.First(permission, scope.Files) is null) context.Report(scope.Home, $"The permission {permission} is not named {scope.Where}.");
            }
        }
    }
}
