using System.Globalization;
using DocsGen.Core.Formulas;

namespace DocsGen.Core.Drafting;

/// <summary>What templates see of the entities.</summary>
internal static class EntityViews
{
    public static List<object> Make(Requirements requirements, LinkTargets links, StructureMap structure) =>
        [.. requirements.Entities.Select(entity => Entity(entity, requirements, links, structure))];

    private static Dictionary<string, object?> Entity(Entity entity, Requirements requirements, LinkTargets links, StructureMap structure)
    {
        var codes = entity.Validation.Select(v => v.ErrorCode).ToHashSet(StringComparer.Ordinal);
        var fields = entity.Fields.Select(f => Field(entity, f, requirements, links)).ToList();
        var incoming = requirements.Entities.SelectMany(from => from.Relations.Where(r => r.To == entity.Name && !IsOther(r, from, entity)).Select(r => new { From = from, Relation = r }));
        return new(StringComparer.Ordinal)
        {
            ["name"] = MarkdownText.OneLine(entity.Name),
            ["link"] = links.Link(Kinds.Entity, entity.Name),
            ["path"] = entity.JsonPath,
            ["id_strategy"] = entity.IdStrategy,
            ["implicit"] = ImplicitFields.Of(entity, requirements).Select(f => Implicit(f, links)).ToList(),
            ["description"] = entity.Description,
            ["persisted"] = entity.Persisted,
            ["fields"] = fields,
            ["required_fields"] = fields.Where(f => f["required"] is true).ToList(),
            ["optional_fields"] = fields.Where(f => f["required"] is false).ToList(),
            ["patterns"] = fields.Where(f => f["pattern"] is not null).ToList(),
            ["enums"] = fields.Where(f => f["values"] is not null).ToList(),
            ["relations"] = entity.Relations.Select(r => Relation(r, entity.Name, r.To, links)).ToList(),
            ["incoming"] = incoming.Select(i => Relation(i.Relation, i.From.Name, entity.Name, links)).ToList(),
            ["invariants"] = entity.Invariants,
            ["rules"] = entity.Validation.Select(v => Rule(v, entity, requirements, links)).ToList(),
            ["no_rules"] = entity.ValidationIsNone,
            ["example"] = EntityJson.Example(entity, onlyRequired: false, ImplicitFields.IdExample(entity, requirements)),
            ["smallest"] = EntityJson.Example(entity, onlyRequired: true),
            ["json_schema"] = EntityJson.Schema(entity, ImplicitFields.Of(entity, requirements)),
            ["components"] = requirements.Components.Where(c => c.Uses.Contains(entity.Name)).Select(c => links.Link(Kinds.Component, c.Name)).ToMarkdown(),
            ["services"] = requirements.Services.Where(s => s.Uses.Contains(entity.Name)).Select(s => links.Link(Kinds.Service, s.Name)).ToMarkdown(),
            ["references"] = entity.Relations.Where(r => r.Via.Length > 0 && r.Kind != "one-to-many").Select(r => Relation(r, entity.Name, r.To, links))
                .Concat(requirements.Entities.SelectMany(from => from.Relations.Where(r => r.To == entity.Name && r.Via.Length > 0 && r.Kind == "one-to-many" && entity.Relations.All(own => own.Via != r.Via)).Select(r => Relation(r, entity.Name, from.Name, links)))).ToList(),
            ["tasks"] = requirements.AllFlows.Where(f => FlowParts.Of(f, requirements).Entities.Contains(entity)).Select(f => links.Link(Kinds.Flow, f.Name)).ToMarkdown(),
            ["flows"] = requirements.AllFlows.Where(f => f.Errors.Any(codes.Contains)).Select(f => links.Link(Kinds.Flow, f.Name)).ToMarkdown(),
            ["place"] = structure.Entity(entity.Name),
        };
    }

    private static Dictionary<string, object?> Implicit(ImplicitField field, LinkTargets links) => new(StringComparer.Ordinal)
    {
        ["name"] = MarkdownText.OneLine(field.Name),
        ["kind"] = field.Kind,
        ["to"] = field.To.Length > 0 ? links.Link(Kinds.Entity, field.To) : null,
        ["strategy"] = field.Strategy,
        ["example"] = new Markdown(field.Example is { } example ? MarkdownText.CodeCell(EntityJson.TextOf(example)) : "none given"),
    };

    private static Dictionary<string, object?> Field(Entity entity, Field field, Requirements requirements, LinkTargets links) => new(StringComparer.Ordinal)
    {
        ["name"] = MarkdownText.OneLine(field.Name),
        ["type"] = field.Type,
        ["required"] = field.Required,
        ["limits"] = Limits(field),
        ["validation"] = Validation(entity, field, links),
        ["pattern"] = field.Pattern,
        ["values"] = field.Enum.Count > 0 ? field.Enum.Select(v => new Markdown(MarkdownText.CodeCell(v))).ToMarkdown() : null,
        ["example"] = ExampleOf(field) ?? new Markdown("none given"),
        ["description"] = field.Description,
        ["flows"] = requirements.AllFlows.Where(f => FlowParts.Concerns(f, entity, field, requirements)).Select(f => links.Link(Kinds.Flow, f.Name)).ToMarkdown(),
    };

    /// <summary>Whether the entity names the same relation from its own end.</summary>
    private static bool IsOther(Relation relation, Entity from, Entity entity) =>
        from.Name != entity.Name && entity.Relations.Any(own => own.To == from.Name && own.Via == relation.Via);

    private static Dictionary<string, object?> Relation(Relation relation, string from, string to, LinkTargets links) => new(StringComparer.Ordinal)
    {
        ["from"] = links.Link(Kinds.Entity, from),
        ["to"] = links.Link(Kinds.Entity, to),
        ["kind"] = relation.Kind,
        ["via"] = MarkdownText.OneLine(relation.Via),
    };

    private static Dictionary<string, object?> Rule(ValidationEntry rule, Entity entity, Requirements requirements, LinkTargets links)
    {
        var error = requirements.Errors.FirstOrDefault(e => e.Code == rule.ErrorCode);
        var boundaries = Boundaries.Of(rule, entity);
        return new(StringComparer.Ordinal)
        {
            ["entity"] = links.Link(Kinds.Entity, entity.Name),
            ["rule"] = rule.Rule,
            ["field"] = MarkdownText.OneLine(rule.Field),
            ["pattern"] = rule.Pattern,
            ["settings"] = rule.Settings.Select(s => new Markdown(MarkdownText.CodeCell(s.Name) + " " + MarkdownText.CodeCell(s.Value))).ToMarkdown(),
            ["description"] = rule.Description,
            ["error_code"] = rule.ErrorCode,
            ["code_link"] = links.Link(Kinds.Error, rule.ErrorCode),
            ["message"] = error?.Message,
            ["severity"] = error is null ? null : Severities.Of(error.Severity),
            ["passes"] = boundaries?.Passes,
            ["fails"] = boundaries?.Fails,
        };
    }

    /// <summary>The limits that a field sets by itself, in words; the pattern stands in a list beside the table.</summary>
    public static Markdown? Limits(Field field)
    {
        var limits = new List<string>();
        if (Range(field.MinLength?.ToString(CultureInfo.InvariantCulture), field.MaxLength?.ToString(CultureInfo.InvariantCulture)) is { } length) limits.Add(length + " characters");
        if (Range(field.Minimum, field.Maximum) is { } range) limits.Add(range);
        if (field.Enum.Count > 0) limits.Add("one of " + string.Join(", ", field.Enum.Select(MarkdownText.CodeCell)));
        if (field.Pattern is not null) limits.Add("pattern");
        return limits.Count == 0 ? null : new Markdown(string.Join("; ", limits));
    }

    private static Markdown Validation(Entity entity, Field field, LinkTargets links)
    {
        var codes = entity.Validation.Where(v => v.Field == field.Name && v.ErrorCode.Length > 0).Select(v => v.ErrorCode).Distinct(StringComparer.Ordinal);
        var parts = new List<string>();
        if (Limits(field) is { } limits) parts.Add(limits.Source);
        parts.AddRange(codes.Select(c => links.Link(Kinds.Error, c).Source));
        return new Markdown(parts.Count == 0 ? "none" : string.Join("; ", parts));
    }

    /// <summary>The field's example, else the first of its values; null for none.</summary>
    public static Markdown? ExampleOf(Field field)
    {
        var example = field.Example ?? (field.Enum.Count > 0 ? field.Enum[0] : null);
        return string.IsNullOrWhiteSpace(example) ? null : new Markdown(MarkdownText.CodeCell(example));
    }

    private static string? Range(string? least, string? most) => (least, most) switch
    {
        (null, null) => null,
        (_, null) => "at least " + least,
        (null, _) => "at most " + most,
        _ when least == most => "exactly " + least,
        _ => $"{least} to {most}",
    };
}
