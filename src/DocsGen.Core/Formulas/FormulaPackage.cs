using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DocsGen.Core.Formulas;

/// <summary>
/// A formula with its templates as one input artifact, so that a run never depends on files that may change under it. Canonical: the same
/// formula gives the same bytes.
/// </summary>
/// <param name="Json">The formula's JSON as UTF-8.</param>
/// <param name="Templates">Templates and partials by name, those of its base included.</param>
public sealed record FormulaPackage(ReadOnlyMemory<byte> Json, IReadOnlyDictionary<string, string> Templates)
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Packs a formula that <see cref="FormulaReader"/> accepted.</summary>
    public static FormulaPackage Of(Formula formula, ReadOnlyMemory<byte> json) => new(json, formula.Templates);

    /// <summary>The package as one JSON document.</summary>
    public ReadOnlyMemory<byte> ToBytes()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schema", 1);
            writer.WriteString("formula", Encoding.UTF8.GetString(Json.Span));
            writer.WriteStartObject("templates");
            foreach (var (name, text) in Templates.OrderBy(t => t.Key, StringComparer.Ordinal)) writer.WriteString(name, text);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote, and the formula in it.</summary>
    public static Formula Unpack(ReadOnlyMemory<byte> bytes)
    {
        using var document = JsonDocument.Parse(bytes);
        var templates = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var template in document.RootElement.GetProperty("templates").EnumerateObject()) templates[template.Name] = template.Value.GetString()!;
        return FormulaReader.ReadTrusted(Encoding.UTF8.GetBytes(document.RootElement.GetProperty("formula").GetString()!), templates);
    }
}
