using System.Text;
using System.Text.Json;
using DocsGen.Core.Artifacts;

namespace DocsGen.Cli.Inputs;

/// <summary>A file as it was checked out.</summary>
internal sealed record CheckedOutFile(int Phase, string Name, ContentHash Hash);

/// <summary>What a checkout folder remembers, so that what comes back is compared with the versions that were taken out.</summary>
internal sealed record CheckoutRecord(RunId Run, IReadOnlyList<CheckedOutFile> Files)
{
    /// <summary>The file's name in the folder.</summary>
    public const string FileName = ".docsgen-checkout.json";

    private const int MaxBytes = 16 * 1024 * 1024;

    public void Write(string folder)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new() { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("schema", 1);
            json.WriteString("runId", Run.Value);
            json.WriteStartArray("files");
            foreach (var file in Files)
            {
                json.WriteStartObject();
                json.WriteNumber("phase", file.Phase);
                json.WriteString("name", file.Name);
                json.WriteString("sha256", file.Hash.Value);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        File.WriteAllText(Path.Combine(folder, FileName), Encoding.UTF8.GetString(buffer.ToArray()) + "\n");
    }

    /// <summary>Reads the record of a checkout folder.</summary>
    /// <exception cref="CliError">It is no checkout, or its record is damaged.</exception>
    public static CheckoutRecord Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) throw CliError.Usage("checkout.missing", $"{folder} is no checkout: it has no {FileName}. 'docsgen run checkout RUN DIR' makes one.");
        try
        {
            using var document = JsonDocument.Parse(FileInput.Read(path, MaxBytes));
            var root = document.RootElement;
            var files = root.GetProperty("files").EnumerateArray().Select(f => new CheckedOutFile(
                f.GetProperty("phase").GetInt32(), f.GetProperty("name").GetString()!, ContentHash.Parse(f.GetProperty("sha256").GetString()!))).ToList();
            return new(RunId.Parse(root.GetProperty("runId").GetString()!), files);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw CliError.Usage("checkout.damaged", $"{path} cannot be read: {exception.Message} Check out again into a new folder, and bring your changes over.");
        }
    }
}
