using System.Text;
using System.Text.Json.Nodes;

namespace DocsGen.Core.Drafting;

/// <summary>The whole requirements document, for what no record of ours knows.</summary>
internal sealed record RequirementsSource(JsonNode? Root);

/// <summary>
/// Writes what the requirements say at a path that DocsGen gives no meaning of its own. Where they say nothing, one sentence names
/// the path, which counts as content and tells a reader what would fill the section.
/// </summary>
internal static class Notes
{
    private const int MaxDepth = 4;

    /// <summary>Writes one value.</summary>
    /// <param name="source">The requirements; null for none.</param>
    /// <param name="path">Member names with dots: <c>ui.motion</c>.</param>
    public static string Write(RequirementsSource? source, string path)
    {
        var node = At(source?.Root, path);
        if (IsEmpty(node)) return $"The requirements say nothing about this; `$.{path}` would fill it.";
        if (node is JsonValue) return MarkdownText.Escape(TextOf(node));
        var lines = new StringBuilder();
        WriteItems(node!, 0, lines);
        return lines.ToString().TrimEnd('\n');
    }

    /// <summary>Which of some paths hold anything, by the path with underscores for its dots.</summary>
    public static Dictionary<string, object?> Said(JsonNode? root, params string[] paths) =>
        paths.ToDictionary(p => p.Replace('.', '_'), p => (object?)!IsEmpty(At(root, p)), StringComparer.Ordinal);

    private static JsonNode? At(JsonNode? root, string path) =>
        path.Split('.').Aggregate(root, (at, name) => at is JsonObject o && o.TryGetPropertyValue(name, out var next) ? next : null);

    private static void WriteItems(JsonNode node, int depth, StringBuilder lines)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list) WriteItem("", item, depth, lines);
        }
        else if (node is JsonObject members)
        {
            foreach (var (name, value) in members) WriteItem(MarkdownText.Code(name) + ": ", value, depth, lines);
        }
    }

    private static void WriteItem(string label, JsonNode? value, int depth, StringBuilder lines)
    {
        lines.Append(' ', depth * 2).Append("- ").Append(label);
        if (value is JsonValue || IsEmpty(value)) lines.Append(MarkdownText.Escape(TextOf(value)));
        else if (depth + 1 >= MaxDepth) lines.Append(MarkdownText.Code(value!.ToJsonString()));
        else if (value is JsonArray texts && texts.All(t => t is JsonValue)) lines.AppendJoin(", ", texts.Select(t => MarkdownText.Escape(TextOf(t))));
        else
        {
            if (label.Length == 0) lines.Append("Entry:");
            lines.Append('\n');
            WriteItems(value!, depth + 1, lines);
            return;
        }

        lines.Append('\n');
    }

    private static bool IsEmpty(JsonNode? node) => node is null or JsonArray { Count: 0 } or JsonObject { Count: 0 }
        || (node is JsonValue value && value.TryGetValue<string>(out var text) && string.IsNullOrWhiteSpace(text));

    private static string TextOf(JsonNode? node) => node switch
    {
        null => "none",
        JsonValue value when value.TryGetValue<string>(out var text) => string.IsNullOrWhiteSpace(text) ? "none" : text,
        JsonArray or JsonObject when IsEmpty(node) => "none",
        _ => node.ToJsonString(),
    };
}
