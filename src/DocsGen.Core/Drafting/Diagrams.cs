using System.Globalization;
using System.Text;
using DocsGen.Core.Formulas;

namespace DocsGen.Core.Drafting;

/// <summary>The Mermaid diagrams that follow from the requirements. Nothing is drawn that they do not say.</summary>
internal static class Diagrams
{
    /// <summary>Entities with their fields and relations.</summary>
    public static string EntityRelationships(Requirements requirements)
    {
        var ids = Ids(requirements.Entities.Select(e => e.Name), "E");
        var diagram = new StringBuilder("erDiagram\n");
        foreach (var entity in requirements.Entities)
        {
            diagram.Append(CultureInfo.InvariantCulture, $"    {ids[entity.Name]}{Alias(ids[entity.Name], entity.Name)} {{\n");
            foreach (var field in ImplicitFields.Of(entity, requirements))
            {
                diagram.Append(CultureInfo.InvariantCulture, $"        {(field.Kind.Length == 0 ? "id" : MermaidText.Word(field.Kind))} {MermaidText.Word(field.Name)}{(field.Kind.Length == 0 ? " PK" : "")}\n");
            }

            foreach (var field in entity.Fields)
            {
                diagram.Append(CultureInfo.InvariantCulture, $"        {MermaidText.Word(field.Type)} {MermaidText.Word(field.Name)}\n");
            }

            diagram.Append("    }\n");
        }

        var drawn = new HashSet<string>(StringComparer.Ordinal);
        foreach (var use in requirements.Entities.SelectMany(e => e.Relations.Select(r => new { Entity = e, Relation = r })))
        {
            var (entity, relation) = (use.Entity, use.Relation);
            // A relation that both of its ends name is drawn once.
            drawn.Add($"{entity.Name}\n{relation.To}\n{relation.Via}");
            if (!ids.TryGetValue(relation.To, out var target) || (relation.To != entity.Name && drawn.Contains($"{relation.To}\n{entity.Name}\n{relation.Via}"))) continue;
            var label = relation.Via.Length > 0 ? relation.Via : relation.Kind;
            diagram.Append(CultureInfo.InvariantCulture, $"    {ids[entity.Name]} {Cardinality(relation, entity, requirements)} {target} : \"{MermaidText.Escape(label)}\"\n");
        }

        return diagram.ToString();
    }

    /// <summary>Components and services, and the entities that they use.</summary>
    public static string Components(Requirements requirements)
    {
        var diagram = new StringBuilder("flowchart LR\n");
        var entities = Ids(requirements.Entities.Select(e => e.Name), "E");
        var edges = new StringBuilder();
        foreach (var entity in requirements.Entities) diagram.Append(CultureInfo.InvariantCulture, $"    e_{entities[entity.Name]}[(\"{MermaidText.Escape(entity.Name)}\")]\n");
        Parts("c_", "[\"", "\"]", requirements.Components.Select(c => new Part(c.Name, c.Uses)));
        Parts("s_", "([\"", "\"])", requirements.Services.Select(s => new Part(s.Name, s.Uses)));
        Parts("i_", "{{\"", "\"}}", requirements.Integrations.Select(i => new Part(i.Name, [])));
        return diagram.Append(edges).ToString();

        void Parts(string prefix, string open, string close, IEnumerable<Part> parts)
        {
            var ids = Ids(parts.Select(p => p.Name), "P");
            var all = AllParts(requirements, entities);
            foreach (var (name, uses) in parts)
            {
                diagram.Append(CultureInfo.InvariantCulture, $"    {prefix}{ids[name]}{open}{MermaidText.Escape(name)}{close}\n");
                foreach (var target in uses.Where(all.ContainsKey)) edges.Append(CultureInfo.InvariantCulture, $"    {prefix}{ids[name]} --> {all[target]}\n");
            }
        }
    }

    private sealed record Part(string Name, IReadOnlyList<string> Uses);

    private static Dictionary<string, string> AllParts(Requirements requirements, Dictionary<string, string> entities)
    {
        var all = entities.ToDictionary(e => e.Key, e => "e_" + e.Value, StringComparer.Ordinal);
        foreach (var (name, id) in Ids(requirements.Services.Select(s => s.Name), "P")) all.TryAdd(name, "s_" + id);
        foreach (var (name, id) in Ids(requirements.Integrations.Select(i => i.Name), "P")) all.TryAdd(name, "i_" + id);
        foreach (var (name, id) in Ids(requirements.Components.Select(c => c.Name), "P")) all.TryAdd(name, "c_" + id);
        return all;
    }

    private static Dictionary<string, string> Ids(IEnumerable<string> names, string prefix)
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in names) ids.TryAdd(name, MermaidText.Id(name, string.Create(CultureInfo.InvariantCulture, $"{prefix}{ids.Count + 1}")));
        return ids;
    }

    private static string Alias(string id, string name) => id == name ? "" : $"[\"{MermaidText.Escape(name)}\"]";

    /// <summary>The ends of a relation; one that goes through an optional field may be missing.</summary>
    private static string Cardinality(Relation relation, Entity entity, Requirements requirements)
    {
        var owner = relation.Kind == "one-to-many" ? requirements.Entities.FirstOrDefault(e => e.Name == relation.To) : entity;
        var optional = owner?.Fields.FirstOrDefault(f => f.Name == relation.Via) is { Required: false };
        return relation.Kind switch
        {
            "one-to-many" => optional ? "|o--o{" : "||--o{",
            "one-to-one" => optional ? "||--o|" : "||--||",
            "many-to-many" => "}o--o{",
            _ => optional ? "}o--o|" : "}o--||",
        };
    }
}
