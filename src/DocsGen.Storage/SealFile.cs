using System.Text.Json;
using System.Text.Json.Serialization;
using DocsGen.Storage.Files;

namespace DocsGen.Storage;

/// <summary>A small file that says when a copy was complete, and where the other one is; written whole or not at all.</summary>
public sealed record SealFile(DateTimeOffset Utc, string Other)
{
    /// <summary>The name of the one that a store keeps of its last backup.</summary>
    public const string LastBackup = "last-backup.json";

    /// <summary>Reads one; null where there is none, or it is none.</summary>
    public static SealFile? Read(string folder, string name)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(folder, name)), SealJson.Default.SealFile);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    internal static void Write(string folder, string name, SealFile seal)
    {
        var (path, made) = (Path.Combine(folder, name), Path.Combine(folder, name + ".new"));
        File.WriteAllBytes(made, JsonSerializer.SerializeToUtf8Bytes(seal, SealJson.Default.SealFile));
        using (var file = File.OpenHandle(made, FileMode.Open, FileAccess.ReadWrite)) Posix.SyncFile(file, made);
        File.Move(made, path, overwrite: true);
        Posix.SyncFolder(folder);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(SealFile))]
internal sealed partial class SealJson : JsonSerializerContext;
