namespace DocsGen.Core.Validation;

/// <summary>
/// A table with the columns Field and Type, any case and order, outside of block quotes.
/// </summary>
/// <param name="File">Where it stands.</param>
/// <param name="Table">The table.</param>
/// <param name="Heading">Index of the heading right above it; -1 for none.</param>
/// <param name="Entity">
/// The entity that it describes: the nearest heading above, going outwards, whose text is exactly the name of an entity; null for none.
/// </param>
internal sealed record EntityTable(MarkdownModel File, PipeTable Table, int Heading, string? Entity)
{
    public int Field { get; } = Table.Column("Field");
    public int Type { get; } = Table.Column("Type");
    public int Required { get; } = Table.Column("Required");
    public int Validation { get; } = Table.Column("Validation", "Constraints", "Rules");
    public int Example { get; } = Table.Column("Example", "Examples");
}

/// <summary>All tables of fields in a docset.</summary>
internal sealed class EntityTables
{
    private readonly Dictionary<string, List<EntityTable>> byEntity = new(StringComparer.Ordinal);
    private readonly Dictionary<(MarkdownModel File, string Entity), List<EntityTable>> byFile = [];

    private EntityTables(List<EntityTable> all)
    {
        All = all;
        foreach (var table in all)
        {
            if (table.Entity is null) continue;
            Add(byEntity, table.Entity, table);
            Add(byFile, (table.File, table.Entity), table);
        }
    }

    public IReadOnlyList<EntityTable> All { get; }

    public static EntityTables Find(Docset docset)
    {
        var entities = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entity in docset.Request.Requirements?.Entities ?? []) entities.Add(entity.Name.Trim());
        var found = new List<EntityTable>();
        foreach (var file in docset.Files)
        {
            foreach (var table in file.Tables)
            {
                if (table.InQuote || table.Column("Field") < 0 || table.Column("Type") < 0) continue;
                var heading = file.HeadingOver(table.Offset);
                found.Add(new(file, table, heading, Owner(file, heading, entities)));
            }
        }

        return new(found);
    }

    /// <summary>The tables that describe an entity in one file.</summary>
    public IReadOnlyList<EntityTable> Of(string entity, MarkdownModel file) => byFile.GetValueOrDefault((file, entity.Trim())) ?? [];

    /// <summary>The tables that describe an entity in the files of a scope, in their order.</summary>
    public List<EntityTable> Of(string entity, FileScope scope)
    {
        var all = byEntity.GetValueOrDefault(entity.Trim()) ?? [];
        var files = new HashSet<MarkdownModel>(scope.Files);
        return all.FindAll(t => files.Contains(t.File));
    }

    private static void Add<TKey>(Dictionary<TKey, List<EntityTable>> lists, TKey key, EntityTable table)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out var list)) lists[key] = list = [];
        list.Add(table);
    }

    private static string? Owner(MarkdownModel file, int heading, HashSet<string> entities)
    {
        for (var i = heading; i >= 0; i = file.ParentOf(i))
        {
            if (entities.Contains(file.Headings[i].Text)) return file.Headings[i].Text;
        }

        return null;
    }
}
