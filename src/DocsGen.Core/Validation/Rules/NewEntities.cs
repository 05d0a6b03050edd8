using DocsGen.Core.Formulas;
using DocsGen.Core.Text;

namespace DocsGen.Core.Validation.Rules;

/// <summary>
/// <c>schema.new_entity</c>: in the files of the roles <c>schema</c> and <c>models</c>, a table with the columns Field and Type that
/// stands under no heading that is the name of an entity.
/// </summary>
internal sealed class NewEntities : RequirementsRule
{
    private const int MaxSuggestions = 20;

    public override RuleInfo Info { get; } = new("schema.new_entity", "Unknown entity", "A table of fields, in the files on schema and models, for an entity that the requirements lack.", Severity.Error, Severity.Error);

    protected override void Check(Requirements requirements, RuleContext context)
    {
        var schema = context.Scope("schema");
        var models = context.Scope("models");
        var anywhere = !schema.Planned && !models.Planned;
        var unknown = 0;
        foreach (var table in context.Docset.EntityTables.All)
        {
            if (table.Entity is not null) continue;
            var inScope = anywhere || (schema.Planned && schema.Holds(table.File)) || (models.Planned && models.Holds(table.File));
            if (!inScope) continue;
            var heading = table.Heading >= 0 ? table.File.Headings[table.Heading].Text : "";
            var closest = unknown++ >= MaxSuggestions ? null : Closest.Of(heading, requirements.Entities.Select(e => e.Name));
            context.Report(table.File, table.Table.Offset, $"This table of fields stands under \"{heading}\", which is no entity of the requirements{(closest is null ? "." : $"; did you mean {closest}?")}");
        }
    }
}
