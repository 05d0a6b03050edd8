using DocsGen.Core.Formulas;
using DocsGen.Core.Text;

namespace DocsGen.Core.Validation.Rules;

/// <summary>
/// <c>schema.drift</c>: a table with the columns Field and Type under the heading of a known entity, in any file, with a field that the
/// entity lacks, another type (compared as rendered, character for character), or, where it has a column Required, another flag. The flag
/// reads yes, true or required, or else no, false or optional, any case. A row <c>id</c> and the <c>via</c> of a relation are fine. In the
/// files of the roles <c>schema</c> the tables of an entity together have every field; elsewhere a subset will do. Every row of every
/// such table counts, also a second one for the same field; a second column Field, Type or Required is drift too. An unknown field that is
/// near to a missing one is one issue.
/// </summary>
internal sealed class SchemaDrift : RequirementsRule
{
    /// <summary>Beyond this many unknown fields a table's messages name no closest field.</summary>
    private const int MaxSuggestions = 20;

    private static readonly Dictionary<string, string> None = [];
    private static readonly HashSet<string> Columns = new(StringComparer.OrdinalIgnoreCase) { "Field", "Type", "Required" };

    public override RuleInfo Info { get; } = new("schema.drift", "Schema differs", "A table of an entity's fields that disagrees with the requirements.", Severity.Error, Severity.Error);

    protected override void Check(Requirements requirements, RuleContext context)
    {
        var entities = new Dictionary<string, Entity>(StringComparer.Ordinal);
        foreach (var entity in requirements.Entities) entities.TryAdd(entity.Name.Trim(), entity);
        foreach (var table in context.Docset.EntityTables.All)
        {
            if (table.Entity is null) continue;
            foreach (var title in Twice(table)) context.Report(table.File, title.Offset, $"This table of {table.Entity} has two columns \"{title.Trimmed}\"; which of them holds is unclear.");
            var misspelt = Misspelt(table, entities[table.Entity]);
            foreach (var row in table.Table.Rows) CheckRow(table, row, entities[table.Entity], misspelt, context);
        }

        var scope = context.Scope("schema");
        if (!scope.Planned) return;
        foreach (var file in scope.Files)
        {
            foreach (var entity in entities.Values) CheckAllThere(file, entity, context);
        }
    }

    /// <summary>The titles of columns that count and were there before.</summary>
    private static IEnumerable<TextRun> Twice(EntityTable table)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var cell in table.Table.Header.Cells)
        {
            if (Columns.Contains(cell.Trimmed) && !seen.Add(cell.Trimmed)) yield return cell;
        }
    }

    private static void CheckRow(EntityTable table, TableRow row, Entity entity, Dictionary<string, string> misspelt, RuleContext context)
    {
        var name = row.Text(table.Field);
        if (name.Length == 0) return;
        var field = entity.Fields.FirstOrDefault(f => string.Equals(f.Name, name, StringComparison.Ordinal));
        if (field is null)
        {
            if (IsImplicit(entity, name)) return;
            var hint = misspelt.TryGetValue(name, out var meant) ? $"; did you mean {meant}?" : ".";
            context.Report(table.File, row.Cells[table.Field].Offset, $"The entity {entity.Name} has no field \"{name}\" in the requirements{hint}");
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
        var tables = context.Docset.EntityTables.Of(entity.Name, file);
        if (tables.Count == 0) return;
        var rows = tables.SelectMany(t => t.Table.Rows.Select(r => r.Text(t.Field))).ToHashSet(StringComparer.Ordinal);
        var meant = tables.SelectMany(t => Misspelt(t, entity).Values).ToHashSet(StringComparer.Ordinal);
        foreach (var field in entity.Fields)
        {
            // A row whose name is misspelt is one issue, and was reported there.
            if (rows.Contains(field.Name) || meant.Contains(field.Name)) continue;
            context.Report(file, tables[0].Table.Offset, $"The field {entity.Name}.{field.Name} of the requirements is missing in this table.");
        }
    }

    /// <summary>Names in a table that are no fields, each with the field that the table lacks and that was probably meant.</summary>
    private static Dictionary<string, string> Misspelt(EntityTable table, Entity entity)
    {
        if (table.Table.Rows.All(r => IsKnown(entity, r.Text(table.Field)))) return None;
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var names = table.Table.Rows.Select(r => r.Text(table.Field)).Where(n => n.Length > 0).ToHashSet(StringComparer.Ordinal);
        var lacking = entity.Fields.Select(f => f.Name).Where(f => !names.Contains(f)).ToList();
        names.ExceptWith(entity.Fields.Select(f => f.Name));
        foreach (var name in names.Where(n => !IsImplicit(entity, n)).Take(MaxSuggestions))
        {
            if (Closest.Of(name, lacking) is { } meant) found.Add(name, meant);
        }

        return found;
    }

    private static bool IsKnown(Entity entity, string name) => name.Length == 0 || entity.Fields.Any(f => string.Equals(f.Name, name, StringComparison.Ordinal)) || IsImplicit(entity, name);

    private static bool IsImplicit(Entity entity, string name) =>
        string.Equals(name, "id", StringComparison.OrdinalIgnoreCase) || entity.Relations.Any(r => string.Equals(r.Via, name, StringComparison.Ordinal));

    private static bool? Flag(string text) => text.ToLowerInvariant() switch
    {
        "yes" or "true" or "required" => true,
        "no" or "false" or "optional" => false,
        _ => null,
    };
}
