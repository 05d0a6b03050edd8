using DocsGen.Core.Formulas;
using DocsGen.Core.Text;

namespace DocsGen.Core.Validation.Rules;

/// <summary>
/// <c>schema.persisted_missing</c>: the name of an entity with <c>"persisted": true</c> stands, whole and in its case, nowhere in the
/// files of the roles <c>persistence</c>: neither in text nor in code.
/// </summary>
internal sealed class MissingPersistence : RequirementsRule
{
    public override RuleInfo Info { get; } = new("schema.persisted_missing", "Persistence missing", "A persisted entity that the persistence file does not name.", Severity.Error, Severity.Error);

    protected override void Check(Requirements requirements, RuleContext context)
    {
        var scope = context.Scope("persistence");
        if (!scope.Due) return;
        foreach (var entity in requirements.Entities)
        {
            if (!entity.Persisted || context.Docset.Names.First(entity.Name, scope.Files) is not null || InCode(entity.Name.Trim(), scope)) continue;
            context.Report(scope.Home, $"The persisted entity {entity.Name} is not named {scope.Where}.");
        }
    }

    private static bool InCode(string name, FileScope scope)
    {
        foreach (var file in scope.Files)
        {
            foreach (var fence in file.Fences)
            {
                if (WholeWords.IndexOfName(fence.Content, name) >= 0) return true;
            }
        }

        return false;
    }
}
