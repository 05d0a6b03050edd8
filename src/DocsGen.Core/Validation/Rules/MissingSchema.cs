using DocsGen.Core.Formulas;
using DocsGen.Core.Text;

namespace DocsGen.Core.Validation.Rules;

/// <summary>
/// <c>schema.entity_missing</c>: in the files of the roles <c>schema</c>, each entity has a heading whose text is exactly its name and,
/// under it or its subheadings, a table with the columns Field, Type, Required, Validation (or Constraints, or Rules) and Example (any case
/// and order), in which each of its fields has a row without an empty cell in these columns. Such tables outside of that section do not
/// count.
/// </summary>
internal sealed class MissingSchema : RequirementsRule
{
    public override RuleInfo Info { get; } = new("schema.entity_missing", "Schema section missing", "An entity without a schema section, or a field there without type, required flag, validation or example.", Severity.Error, Severity.Error);

    protected override void Check(Requirements requirements, RuleContext context)
    {
        var scope = context.Scope("schema");
        if (!scope.Due) return;
        foreach (var entity in requirements.Entities)
        {
            var tables = context.Docset.EntityTables.Of(entity.Name, scope);
            if (tables.Count == 0) context.Report(scope.Home, $"The entity {entity.Name} has no schema section {scope.Where}: a heading \"{entity.Name}\" with a table of the columns Field, Type, Required, Validation and Example.");
            else if (!Complete(tables, entity)) CheckTable(Best(tables), entity, context);
        }
    }

    private static bool Complete(List<EntityTable> tables, Entity entity) => tables.Exists(t => !entity.Fields.Any(f => HasGap(t, f.Name)));

    /// <summary>The table that has the most of the columns: the one to complain about.</summary>
    private static EntityTable Best(List<EntityTable> tables) => tables.OrderByDescending(t => MissingColumns(t).Count == 0 ? 1 : 0).ThenByDescending(t => t.Table.Rows.Count).First();

    private static void CheckTable(EntityTable table, Entity entity, RuleContext context)
    {
        var missing = MissingColumns(table);
        if (missing.Count > 0)
        {
            context.Report(table.File, table.Table.Offset, $"The schema table of {entity.Name} has no column {string.Join(" and no column ", missing)}.");
        }

        foreach (var row in table.Table.Rows)
        {
            if (!entity.Fields.Any(f => string.Equals(f.Name, row.Text(table.Field), StringComparison.Ordinal))) continue;
            var gaps = EmptyCells(table, row);
            if (gaps.Count > 0) context.Report(table.File, row.Offset, $"The field {entity.Name}.{row.Text(table.Field)} has no {string.Join(", no ", gaps)}.");
        }
    }

    // What CheckTable tells of one table, as yes or no: no lists for all the others.
    private static bool HasGap(EntityTable table, string field)
    {
        if (table.Type < 0 || table.Required < 0 || table.Validation < 0 || table.Example < 0) return true;
        foreach (var row in table.Table.Rows)
        {
            if (string.Equals(row.Text(table.Field), field, StringComparison.Ordinal)) return IsEmpty(row, table.Type) || IsEmpty(row, table.Required) || IsEmpty(row, table.Validation) || IsEmpty(row, table.Example);
        }

        // A field without a row is drift, reported there.
        return false;
    }

    private static bool IsEmpty(TableRow row, int column) => SeenText.IsBlank(row.Text(column));

    private static List<string> MissingColumns(EntityTable table) => [.. Columns(table).Where(c => c.Index < 0).Select(c => c.Title)];

    private static List<string> EmptyCells(EntityTable table, TableRow row) => [.. Columns(table).Where(c => c.Index >= 0 && IsEmpty(row, c.Index)).Select(c => c.What)];

    private static (string Title, string What, int Index)[] Columns(EntityTable table) =>
    [
        ("Type", "type", table.Type),
        ("Required", "required flag", table.Required),
        ("Validation", "validation", table.Validation),
        ("Example", "example", table.Example),
    ];
}
