using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using DocsGen.Core.Formulas;

namespace DocsGen.Core.Drafting;

/// <summary>JSON that follows from an entity's fields: examples of it, and its JSON Schema.</summary>
internal static class EntityJson
{
    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        IndentSize = 2,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>An instance made of the fields' examples, behind its id where one is known; a field without any is left out.</summary>
    public static string Example(Entity entity, bool onlyRequired, JsonNode? id = null)
    {
        var instance = new JsonObject();
        if (id is not null) instance["id"] = id.DeepClone();
        foreach (var field in entity.Fields.Where(f => f.Required || !onlyRequired))
        {
            if (ExampleOf(field) is { } example) instance[field.Name] = example;
        }

        return Text(instance);
    }

    /// <summary>The JSON Schema (draft 2020-12) that the fields amount to.</summary>
    public static string Schema(Entity entity, IReadOnlyList<ImplicitField> implicitFields)
    {
        var properties = new JsonObject();
        foreach (var field in implicitFields) properties[field.Name] = new JsonObject { ["description"] = field.Strategy.Length > 0 ? "Id: " + field.Strategy : $"{field.Kind} to {field.To}" };
        foreach (var field in entity.Fields) properties[field.Name] = Property(field);
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = entity.Name,
            ["type"] = "object",
            ["properties"] = properties,
        };
        var required = new JsonArray([.. entity.Fields.Where(f => f.Required).Select(f => (JsonNode?)JsonValue.Create(f.Name))]);
        if (required.Count > 0) schema["required"] = required;
        return Text(schema);
    }

    /// <summary>A value as text: a string as it is, anything else as JSON.</summary>
    public static string TextOf(JsonNode value) => value is JsonValue text && text.TryGetValue<string>(out var plain) ? plain : value.ToJsonString();

    private static JsonNode? ExampleOf(Field field) =>
        field.ExampleJson?.DeepClone() ?? (field.Enum.Count > 0 ? JsonValue.Create(field.Enum[0]) : null);

    private static JsonObject Property(Field field)
    {
        var property = new JsonObject();
        switch (field.Type.ToLowerInvariant())
        {
            case "string" or "text": property["type"] = "string"; break;
            case "int" or "integer" or "long": property["type"] = "integer"; break;
            case "number" or "decimal" or "double" or "float": property["type"] = "number"; break;
            case "bool" or "boolean": property["type"] = "boolean"; break;
            case "array" or "list": property["type"] = "array"; break;
            case "object": property["type"] = "object"; break;
            case "uuid" or "guid": Formatted(property, "uuid"); break;
            case "date": Formatted(property, "date"); break;
            case "datetime" or "date-time" or "timestamp": Formatted(property, "date-time"); break;
            case "email": Formatted(property, "email"); break;
            case "url" or "uri": Formatted(property, "uri"); break;
            default: property["$comment"] = "type: " + field.Type; break;
        }

        if (field.Description.Length > 0) property["description"] = field.Description;
        if (field.Pattern is { } pattern) property["pattern"] = pattern;
        if (field.MinLength is { } shortest) property["minLength"] = shortest;
        if (field.MaxLength is { } longest) property["maxLength"] = longest;
        if (field.Minimum is { } least) property["minimum"] = JsonNode.Parse(least);
        if (field.Maximum is { } most) property["maximum"] = JsonNode.Parse(most);
        if (field.Enum.Count > 0) property["enum"] = new JsonArray([.. field.Enum.Select(v => EnumValue(field.Type, v))]);
        return property;
    }

    private static JsonNode? EnumValue(string type, string value) =>
        type.ToLowerInvariant() is "int" or "integer" or "long" or "number" && long.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number)
            : JsonValue.Create(value);

    private static void Formatted(JsonObject property, string format)
    {
        property["type"] = "string";
        property["format"] = format;
    }

    private static string Text(JsonObject node)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Indented)) node.WriteTo(writer);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
