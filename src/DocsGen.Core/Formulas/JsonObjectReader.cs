using System.Globalization;
using System.Text.Json;

namespace DocsGen.Core.Formulas;

/// <summary>
/// Reads the members of one JSON object and notes what has the wrong shape instead of stopping at the first. Every member that
/// was asked for counts as known; <see cref="End"/> notes the others.
/// </summary>
internal sealed class JsonObjectReader
{
    private readonly JsonElement _element;
    private readonly List<Finding> _findings;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public JsonObjectReader(JsonElement element, string path, List<Finding> findings)
    {
        _element = element;
        Path = path;
        _findings = findings;
        if (element.ValueKind != JsonValueKind.Object) Note("formula.shape", path, "It should be an object.");
    }

    public string Path { get; }

    public bool Has(string name) => Member(name, out _);

    /// <summary>A text that must be there and not empty.</summary>
    public string RequiredText(string name)
    {
        var text = OptionalText(name);
        if (text is null && !Has(name) || text is { Length: 0 }) Note("formula.missing", PathOf(name), $"'{name}' is missing.");
        return text ?? "";
    }

    public string? OptionalText(string name) => Typed(name, JsonValueKind.String, "a text") is { } value ? value.GetString() : null;

    public bool Flag(string name, bool absent)
    {
        if (!Member(name, out var value)) return absent;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Note("formula.shape", PathOf(name), $"'{name}' should be true or false.");
        return absent;
    }

    public int Whole(string name, int absent)
    {
        if (Typed(name, JsonValueKind.Number, "a whole number") is not { } value) return absent;
        if (value.TryGetInt32(out var number)) return number;
        Note("formula.shape", PathOf(name), $"'{name}' should be a whole number.");
        return absent;
    }

    public double Share(string name, double absent)
    {
        if (Typed(name, JsonValueKind.Number, "a number") is not { } value) return absent;
        if (value.GetDouble() is >= 0 and <= 1 and var share) return share;
        Note("formula.range", PathOf(name), $"'{name}' should lie between 0 and 1.");
        return absent;
    }

    /// <summary>A choice of snake_case names; <paramref name="absent"/> where the member is absent, null where it is null.</summary>
    public T? Choice<T>(string name, T? absent)
        where T : struct, Enum
    {
        if (!Member(name, out var value)) return absent;
        if (value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind == JsonValueKind.String)
        {
            foreach (var choice in Enum.GetValues<T>())
            {
                if (string.Equals(SnakeCase(choice.ToString()), value.GetString(), StringComparison.Ordinal)) return choice;
            }
        }

        var choices = string.Join(", ", Enum.GetNames<T>().Select(SnakeCase));
        Note("formula.shape", PathOf(name), $"'{name}' should be one of {choices}.");
        return absent;
    }

    public IReadOnlyList<string> Texts(string name) => OptionalTexts(name) ?? [];

    public IReadOnlyList<string>? OptionalTexts(string name) =>
        Items(name)?.Select(item => item.Element.ValueKind == JsonValueKind.String ? item.Element.GetString()! : Refuse(item.Path, "a text")).ToList();

    public IReadOnlyList<int>? OptionalWholes(string name) =>
        Items(name)?.Select(item => item.Element.ValueKind == JsonValueKind.Number && item.Element.TryGetInt32(out var number)
            ? number
            : Refuse(item.Path, "a whole number").Length - 1).ToList();

    public IReadOnlyList<T> Objects<T>(string name, Func<JsonObjectReader, T> read) =>
        Items(name)?.Select(item =>
        {
            var reader = new JsonObjectReader(item.Element, item.Path, _findings);
            var result = read(reader);
            reader.End();
            return result;
        }).ToList() ?? [];

    public T? Object<T>(string name, Func<JsonObjectReader, T> read)
        where T : class
    {
        if (!Member(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        var reader = new JsonObjectReader(value, PathOf(name), _findings);
        var result = read(reader);
        reader.End();
        return result;
    }

    /// <summary>An object whose members are all lists of texts.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> TextLists(string name)
    {
        var lists = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        Object(name, reader =>
        {
            if (reader._element.ValueKind != JsonValueKind.Object) return lists;
            foreach (var member in reader._element.EnumerateObject()) lists[member.Name] = reader.Texts(member.Name);
            return lists;
        });
        return lists;
    }

    /// <summary>Notes the members that nobody asked for.</summary>
    public void End()
    {
        if (_element.ValueKind != JsonValueKind.Object) return;
        foreach (var member in _element.EnumerateObject().Where(m => !_known.Contains(m.Name)))
        {
            Note("formula.unknown_key", PathOf(member.Name), $"The key '{member.Name}' is not known here.");
        }
    }

    private void Note(string check, string path, string message) => _findings.Add(FormulaFindings.Error(check, path, message));

    private string Refuse(string path, string wanted)
    {
        Note("formula.shape", path, $"It should be {wanted}.");
        return "";
    }

    private List<Item>? Items(string name) =>
        Typed(name, JsonValueKind.Array, "a list") is { } list
            ? Items(list, PathOf(name))
            : null;

    private static List<Item> Items(JsonElement list, string path)
    {
        var items = new List<Item>();
        foreach (var element in list.EnumerateArray()) items.Add(new Item(element, string.Create(CultureInfo.InvariantCulture, $"{path}[{items.Count}]")));
        return items;
    }

    private sealed record Item(JsonElement Element, string Path);

    private JsonElement? Typed(string name, JsonValueKind kind, string wanted)
    {
        if (!Member(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind == kind) return value;
        Note("formula.shape", PathOf(name), $"'{name}' should be {wanted}.");
        return null;
    }

    private bool Member(string name, out JsonElement value)
    {
        _known.Add(name);
        value = default;
        return _element.ValueKind == JsonValueKind.Object && _element.TryGetProperty(name, out value);
    }

    private string PathOf(string name) => $"{Path}.{name}";

    private static string SnakeCase(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
