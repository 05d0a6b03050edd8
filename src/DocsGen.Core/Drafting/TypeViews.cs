using DocsGen.Core.Formulas;

namespace DocsGen.Core.Drafting;

/// <summary>Which field types the entities use, and where.</summary>
internal static class TypeViews
{
    public static List<object> Make(Requirements requirements, LinkTargets links) =>
    [
        .. requirements.Entities.SelectMany(entity => entity.Fields.Select(field => new { entity, field }))
            .GroupBy(use => use.field.Type, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["type"] = group.Key,
                ["uses"] = group.Select(use => new Markdown($"{links.Link(Kinds.Entity, use.entity.Name).Source} {MarkdownText.CodeCell(use.field.Name)}")).ToMarkdown(),
            }),
    ];
}
