using System.Text.Json;
using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation;

/// <summary>The terminology index as an artifact: canonical JSON, <c>schema</c> 1.</summary>
public static class TerminologyIndexJson
{
    private const int Schema = 1;

    /// <summary>The same index gives the same bytes.</summary>
    public static byte[] Write(TerminologyIndex index) => CanonicalJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("schema", Schema);
        writer.WriteStartArray("terms");
        foreach (var term in index.Terms)
        {
            writer.WriteStartObject();
            writer.WriteString("term", term.Term);
            writer.WriteString("definition", term.Definition);
            writer.WriteString("file", term.File);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">The bytes are something else, or of a later schema.</exception>
    public static TerminologyIndex Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            var root = document.RootElement;
            if (root.GetProperty("schema").GetInt32() != Schema) throw new FormatException("The terminology index has a schema that this version does not know.");
            return new([.. root.GetProperty("terms").EnumerateArray().Select(t => new IndexedTerm(Text(t, "term"), Text(t, "definition"), Text(t, "file")))]);
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"This is no terminology index: {failure.Message}", failure);
        }
    }

    private static string Text(JsonElement term, string key) => term.GetProperty(key).GetString() ?? throw new FormatException($"A term of the index has no {key}.");
}
