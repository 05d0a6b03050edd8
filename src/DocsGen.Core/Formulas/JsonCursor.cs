using System.Globalization;
using System.Text.Json;

namespace DocsGen.Core.Formulas;

/// <summary>
/// A JSON value with its path, and the findings that reading it causes. A value of the wrong shape reads as absent and leaves one
/// finding, so that everything wrong with a file is told at once.
/// </summary>
internal sealed class JsonCursor(JsonElement element, string path, List<Finding> findings)
{
    public const string ShapeCheck = "preflight.shape";

    public string Path => path;

    public JsonElement Element => element;

    private bool IsAbsent => element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    /// <summary>The named member; absent when there is none, or when this value is absent itself.</summary>
    public JsonCursor Member(string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            ? new(value, $"{path}.{name}", findings)
            : new(default, $"{path}.{name}", findings);

    /// <summary>This value as an object; a finding when it is something else.</summary>
    public JsonCursor AsObject()
    {
        if (IsAbsent) return new(default, path, findings);
        if (element.ValueKind == JsonValueKind.Object) return this;
        Complain("an object, {...}");
        return new(default, path, findings);
    }

    /// <summary>The items of this array; a finding when it is something else, or null.</summary>
    public IEnumerable<JsonCursor> Items()
    {
        if (element.ValueKind == JsonValueKind.Undefined) yield break;
        if (element.ValueKind != JsonValueKind.Array)
        {
            Complain("a list, [...]");
            yield break;
        }

        var index = 0;
        foreach (var item in element.EnumerateArray())
        {
            yield return new(item, string.Create(CultureInfo.InvariantCulture, $"{path}[{index++}]"), findings);
        }
    }

    /// <summary>The items of this array as texts.</summary>
    public IReadOnlyList<string> Texts() => [.. Items().Select(i => i.Text()).Where(t => t.Length > 0)];

    /// <summary>The members of this object whose names are not among those given.</summary>
    public IEnumerable<(string Name, JsonCursor Value)> OtherMembers(params string[] known)
    {
        if (element.ValueKind != JsonValueKind.Object) yield break;
        foreach (var property in element.EnumerateObject())
        {
            if (!known.Contains(property.Name)) yield return (property.Name, new(property.Value, $"{path}.{property.Name}", findings));
        }
    }

    /// <summary>This text; empty when absent, a finding when it is no text.</summary>
    public string Text() => OptionalText() ?? "";

    /// <summary>This text; null when absent, a finding when it is no text.</summary>
    public string? OptionalText()
    {
        if (IsAbsent) return null;
        if (element.ValueKind == JsonValueKind.String)
        {
            if (JsonText.Of(element) is { } text) return text;
            findings.Add(new(ShapeCheck, Severity.Error, path, $"{path} holds a NUL or half of a surrogate pair.", $"What should {path} say, without that character?"));
            return null;
        }

        Complain("a text, \"...\"");
        return null;
    }

    public bool? OptionalBool()
    {
        if (IsAbsent) return null;
        if (element.ValueKind is JsonValueKind.True or JsonValueKind.False) return element.GetBoolean();
        Complain("true or false");
        return null;
    }

    public bool Bool() => OptionalBool() ?? false;

    public long? OptionalLong()
    {
        if (IsAbsent) return null;
        if (element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var number)) return number;
        Complain("a whole number");
        return null;
    }

    /// <summary>This number as written; null when absent.</summary>
    public string? OptionalNumber()
    {
        if (IsAbsent) return null;
        if (element.ValueKind == JsonValueKind.Number) return element.GetRawText();
        Complain("a number");
        return null;
    }

    /// <summary>A text's value, or the JSON of anything else; null when absent.</summary>
    public string? AnyAsText() => element.ValueKind switch
    {
        JsonValueKind.Undefined => null,
        JsonValueKind.String => OptionalText(),
        _ => element.GetRawText(),
    };

    /// <summary>Leaves a finding that this value is of the right kind but not of the right form.</summary>
    public void Refuse(string wanted) =>
        findings.Add(new(ShapeCheck, Severity.Error, Path, $"{Path} must be {wanted}.", $"What is {Path}, written as {wanted}?"));

    private void Complain(string wanted)
    {
        var found = element.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "a list",
            JsonValueKind.String => "a text",
            JsonValueKind.Number => "a number",
            JsonValueKind.True or JsonValueKind.False => "true or false",
            _ => "null",
        };
        findings.Add(new(ShapeCheck, Severity.Error, path, $"{path} is {found} where {wanted} belongs.", $"What is {path}, written as {wanted}?"));
    }
}
