using System.Text.Json.Nodes;
using DocsGen.Core.Formulas;

namespace DocsGen.Core.Drafting;

/// <summary>A field that an entity has without listing it: its id, or what a relation goes through.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">The kind of the relation; empty for the id.</param>
/// <param name="To">The entity that the relation leads to; empty for the id.</param>
/// <param name="Strategy">The id strategy; empty for a relation.</param>
/// <param name="Example">A value that another field gives as its example; null for none.</param>
internal sealed record ImplicitField(string Name, string Kind, string To, string Strategy, JsonNode? Example);

/// <summary>Finds the fields that entities have without listing them.</summary>
internal static class ImplicitFields
{
    private const string Id = "id";

    /// <summary>In the order in which a table shows them; fields that the entity lists are none of these.</summary>
    public static IReadOnlyList<ImplicitField> Of(Entity entity, Requirements requirements)
    {
        var fields = new List<ImplicitField>();
        if (HasImplicitId(entity)) fields.Add(new(Id, "", "", entity.IdStrategy, IdExample(entity, requirements)));
        foreach (var relation in entity.Relations)
        {
            // What a one-to-many relation goes through belongs to the other entity.
            if (relation.Via.Length == 0 || relation.Kind == "one-to-many" || Listed(entity, relation.Via) || fields.Exists(f => f.Name == relation.Via)) continue;
            fields.Add(new(relation.Via, relation.Kind, relation.To, "", Example: null));
        }

        return fields;
    }

    /// <summary>What a field that refers to this entity gives as its example: the id of an instance of it. Null for none.</summary>
    public static JsonNode? IdExample(Entity entity, Requirements requirements)
    {
        if (!HasImplicitId(entity)) return null;
        foreach (var (owner, via, kind) in References(entity, requirements))
        {
            var example = owner.Fields.FirstOrDefault(f => f.Name == via)?.ExampleJson;
            if (kind == "many-to-many") example = example is JsonArray { Count: > 0 } ids ? ids[0] : null;
            if (example is JsonValue) return example;
        }

        return null;
    }

    /// <summary>A strategy that begins with "none" says that there is no id.</summary>
    private static bool HasImplicitId(Entity entity)
    {
        var strategy = entity.IdStrategy.Trim();
        var none = strategy.StartsWith("none", StringComparison.OrdinalIgnoreCase) && (strategy.Length == 4 || !char.IsLetterOrDigit(strategy[4]));
        return strategy.Length > 0 && !none && !entity.Fields.Any(f => f.Name.Equals(Id, StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<Reference> References(Entity entity, Requirements requirements)
    {
        foreach (var relation in entity.Relations.Where(r => r.Kind == "one-to-many"))
        {
            if (requirements.Entities.FirstOrDefault(e => e.Name == relation.To) is { } owner) yield return new(owner, relation.Via, relation.Kind);
        }

        foreach (var owner in requirements.Entities)
        {
            foreach (var relation in owner.Relations.Where(r => r.To == entity.Name && r.Kind != "one-to-many")) yield return new(owner, relation.Via, relation.Kind);
        }
    }

    private static bool Listed(Entity entity, string name) => entity.Fields.Any(f => f.Name == name);

    private sealed record Reference(Entity Owner, string Via, string Kind);
}
