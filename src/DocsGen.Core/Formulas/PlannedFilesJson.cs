using System.Text.Encodings.Web;
using System.Text.Json;

namespace DocsGen.Core.Formulas;

/// <summary>
/// The plan artifact's bytes. Canonical: members in one order, two spaces, LF, a final LF, so that the same plan has the same hash.
/// </summary>
public static class PlannedFilesJson
{
    private const int Schema = 1;

    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        IndentSize = 2,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a plan.</summary>
    public static ReadOnlyMemory<byte> Write(PlannedFiles plan)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Indented))
        {
            json.WriteStartObject();
            json.WriteNumber("schema", Schema);
            json.WriteString("formula", plan.Formula);
            json.WriteString("formula_version", plan.FormulaVersion);
            json.WriteString("profile", plan.Profile);
            json.WriteString("slug", plan.Slug);
            json.WriteStartArray("files");
            foreach (var file in plan.Files) WriteFile(json, file);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">The bytes are no plan of a schema known here.</exception>
    public static PlannedFiles Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            var root = document.RootElement;
            if (root.GetProperty("schema").GetInt32() != Schema) throw new FormatException("The plan was written by another version of DocsGen.");
            return new PlannedFiles
            {
                Formula = Text(root, "formula"),
                FormulaVersion = Text(root, "formula_version"),
                Profile = Text(root, "profile"),
                Slug = Text(root, "slug"),
                Files = [.. root.GetProperty("files").EnumerateArray().Select(ReadFile)],
            };
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("The bytes are no plan of files: " + broken.Message, broken);
        }
    }

    private static void WriteFile(Utf8JsonWriter json, PlannedFile file)
    {
        json.WriteStartObject();
        json.WriteString("name", file.Name);
        json.WriteString("role", file.Role);
        json.WriteNumber("phase", file.Phase);
        json.WriteString("number", file.Number);
        json.WriteString("title", file.Title);
        json.WriteString("template", file.Template);
        WriteTexts(json, "sections", file.Sections);
        WriteTexts(json, "defines", file.Defines);
        json.WriteString("parent", file.Parent);
        json.WriteBoolean("navigation", file.Navigation);
        json.WriteString("summary", file.Summary);
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static PlannedFile ReadFile(JsonElement file) => new()
    {
        Name = Text(file, "name"),
        Role = Text(file, "role"),
        Phase = file.GetProperty("phase").GetInt32(),
        Number = Text(file, "number"),
        Title = Text(file, "title"),
        Template = Text(file, "template"),
        Sections = Texts(file, "sections"),
        Defines = Texts(file, "defines"),
        Parent = file.GetProperty("parent").GetString(),
        Navigation = file.GetProperty("navigation").GetBoolean(),
        Summary = Text(file, "summary"),
    };

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    private static IReadOnlyList<string> Texts(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(t => t.GetString() ?? "")];
}
