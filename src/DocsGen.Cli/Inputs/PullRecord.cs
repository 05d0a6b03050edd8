using System.Text;
using System.Text.Json;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;

namespace DocsGen.Cli.Inputs;

/// <summary>A document as it was pulled.</summary>
internal sealed record PulledFile(FileId File, ServerPath Path, int Version, ContentHash Hash);

/// <summary>What a pulled folder remembers, so that a push names the versions that were edited (S3), and a pull knows what people changed.</summary>
internal sealed record PullRecord(SpaceSlug Space, Cursor Cursor, IReadOnlyList<PulledFile> Files)
{
    /// <summary>The file's name in the folder.</summary>
    public const string FileName = ".docsgen-pull.json";

    private const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>Writes the record, replaced as a whole.</summary>
    public Task WriteAsync(string folder, string id) => Output.OutputFile.ReplaceAsync(Path.Combine(folder, FileName), id, async stream =>
    {
        await using var json = new Utf8JsonWriter(stream, new() { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteNumber("schema", 1);
        json.WriteString("space", Space.Value);
        json.WriteNumber("cursor", Cursor.Value);
        json.WriteStartArray("files");
        foreach (var file in Files.OrderBy(f => f.Path.Value, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("fileId", file.File.Value);
            json.WriteString("path", file.Path.Value);
            json.WriteNumber("version", file.Version);
            json.WriteString("sha256", file.Hash.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>Reads the record of a folder; null when it has none.</summary>
    /// <exception cref="CliError">It is damaged.</exception>
    public static PullRecord? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return null;
        try
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetString(FileInput.Read(path, MaxBytes)));
            var root = document.RootElement;
            return new(
                SpaceSlug.Parse(root.GetProperty("space").GetString()!),
                new(root.GetProperty("cursor").GetInt64()),
                [.. root.GetProperty("files").EnumerateArray().Select(f => new PulledFile(
                    FileId.Parse(f.GetProperty("fileId").GetString()), ServerPath.Parse(f.GetProperty("path").GetString()), f.GetProperty("version").GetInt32(), ContentHash.Parse(f.GetProperty("sha256").GetString()!)))]);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw CliError.Usage("pull.damaged", $"{path} cannot be read: {exception.Message} Pull into a new folder, and bring your changes over.");
        }
    }
}
