using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation.Rules;

/// <summary>
/// <c>schema.drift</c>: a table with the columns Field and Type under the heading of a known entity, in any file, with a field that the
/// entity lacks, another type (compared as rendered, character for character), or, where it has a column Required, another flag. The flag
/// reads yes, true or required, or else no, false or optional, any case. A row <c>id</c> and the <c>via</c> of a relation are fine. In the
/// files of the roles <c>schema</c> the tables of an entity together have every field; elsewhere a subset will do.
/// </summary>
internal sealed class SchemaDrift : RequirementsRule
{
    public override RuleInfo Info { get; } = new("schema.drift", "Schema differs", "A table of an entity's fields that disagrees with the requirements.", Severity.Error, Severity.Error);

    protected override void Check(Requirements requirements, RuleContext context)
    {
        var entities = new Dictionary<string, Entity>(StringComparer.Ordinal);
        foreach (var entity in requirements.Entities) entities.TryAdd(entity.Name.Trim(), entity);
        foreach (var table in context.Docset.EntityTables.All)
        {
            if (table.Entity is null) continue;
            foreach (var row in table.Table.Rows) CheckRow(table, row, entities[table.Entity], context);
        }

        var scope = context.Scope("schema");
        if (!scope.Planned) return;
        foreach (var file in scope.Files)
        {
            foreach (var entity in entities.Values) CheckAllThere(file, entity, context);
        }
    }

    private static void CheckRow(EntityTable table, TableRow row, Entity entity, RuleContext context)
    {
        var name = row.Text(table.Field);
        if (name.Length == 0) return;
        var field = entity.Fields.FirstOrDefault(f => string.Equals(f.Name, name, StringComparison.Ordinal));
        if (field is null)
        {
            if (!IsImplicit(entity, name)) context.Report(table.File, row.Cells[table.Field].Offset, $"The entity {entity.Name} has no field \"{name}\" in the requirements.");
            return;
        }

        var type = row.Text(table.Type);
        if (field.Type.Length > 0 && type.Length > 0 && !string.Equals(type, field.Type, StringComparison.Ordinal))
        {
            context.Report(table.File, row.Cells[table.Type].Offset, $"The type of {entity.Name}.{name} is \"{field.Type}\" in the requirements, not \"{type}\".");
        }

        var flag = row.Text(table.Required);
        if (flag.Length == 0 || Flag(flag) == field.Required) return;
        context.Report(table.File, row.Cells[table.Required].Offset, $"The field {entity.Name}.{name} is {(field.Required ? "required" : "optional")} in the requirements, not \"{flag}\".");
    }

    private static void CheckAllThere(MarkdownModel file, Entity entity, RuleContext context)
    {
        var tables = context.Docset.EntityTables.Of(entity.Name, file).ToList();
        if (tables.Count == 0) return;
        foreach (var field in entity.Fields)
        {
            if (tables.Exists(t => t.Table.Rows.Any(r => string.Equals(r.Text(t.Field), field.Name, StringComparison.Ordinal)))) continue;
            context.Report(file, tables[0].Table.Offset, $"The field {entity.Name}.{field.Name} of the requirements is missing in this table.");
        }
    }

    private static bool IsImplicit(Entity entity, string name) =>
        string.Equals(name, "id", StringComparison.OrdinalIgnoreCase) || entity.Relations.Any(r => string.Equals(r.Via, name, StringComparison.Ordinal));

    private static bool? Flag(string text) => text.ToLowerInvariant() switch
    {
        "yes" or "true" or "required" => true,
        "no" or "false" or "optional" => false,
        _ => null,
    };
}
