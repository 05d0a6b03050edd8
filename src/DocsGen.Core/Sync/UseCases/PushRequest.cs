using System.Text.Json;
using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Sync.UseCases;

/// <summary>A push as a client means it.</summary>
public sealed record PushRequest
{
    /// <summary>The client's own name for it: the same again with the same payload is answered, not stored twice (S2).</summary>
    public required string ClientId { get; init; }

    public string Message { get; init; } = "";

    public string? MergePrompt { get; init; }

    /// <summary>The changeset that this one replaces.</summary>
    public ChangesetId? Supersedes { get; init; }

    /// <summary>Whether it replaces the author's open changesets whose files are all among these.</summary>
    public bool SupersedesCovered { get; init; }

    public required IReadOnlyList<PushedFile> Files { get; init; }

    /// <summary>
    /// The payload's identity: branch, message, merge prompt, what it supersedes, and each file with its content's SHA-256; the order of files does not matter.
    /// </summary>
    public ContentHash Payload
    {
        get
        {
            using var buffer = new MemoryStream();
            using (var json = new Utf8JsonWriter(buffer))
            {
                json.WriteStartArray();
                json.WriteStringValue("main");
                json.WriteStringValue(Message);
                json.WriteStringValue(MergePrompt);
                json.WriteNumberValue(Supersedes?.Value ?? 0);
                foreach (var file in Files.OrderBy(f => f.File.Value, StringComparer.Ordinal))
                {
                    json.WriteStringValue(file.File.Value);
                    json.WriteStringValue(file.Operation.ToWire());
                    json.WriteStringValue(file.Path.Value);
                    json.WriteNumberValue(file.BaseVersion);
                    json.WriteStringValue(file.Content?.Hash.Value);
                }

                json.WriteEndArray();
            }

            return ContentHash.Of(buffer.ToArray());
        }
    }
}

/// <summary>A file of a push as a client means it.</summary>
public sealed record PushedFile
{
    public required FileId File { get; init; }

    public required FileOperation Operation { get; init; }

    public required ServerPath Path { get; init; }

    /// <summary>The version that was edited; 0 for a new document.</summary>
    public required int BaseVersion { get; init; }

    /// <summary>Null for a delete; for an upsert it means the base's content, which is a rename.</summary>
    public StagedBlob? Content { get; init; }

    /// <summary>The bytes of a large content, which the store cannot read back before a row names them.</summary>
    public byte[]? Large { get; init; }

    public Provenance? Provenance { get; init; }
}

/// <summary>Makes files of pushes from their bytes.</summary>
public static class PushedFiles
{
    /// <summary>A new or changed document.</summary>
    public static async ValueTask<PushedFile> UpsertAsync(IBlobStore blobs, FileId file, ServerPath path, int baseVersion, byte[] bytes, CancellationToken cancellationToken)
    {
        var content = await TextContent.StageAsync(blobs, bytes, cancellationToken);
        return new() { File = file, Operation = FileOperation.Upsert, Path = path, BaseVersion = baseVersion, Content = content, Large = content.Inline is null ? bytes : null };
    }

    /// <summary>The same with bytes that the store holds already; the caller has made sure that they may be named.</summary>
    public static PushedFile Upsert(FileId file, ServerPath path, int baseVersion, StoredContent content) =>
        new() { File = file, Operation = FileOperation.Upsert, Path = path, BaseVersion = baseVersion, Content = new(content.Hash, content.Size, null) };

    public static PushedFile Delete(FileId file, ServerPath path, int baseVersion) =>
        new() { File = file, Operation = FileOperation.Delete, Path = path, BaseVersion = baseVersion };
}

/// <summary>What a push gave.</summary>
/// <param name="Changeset">The changeset.</param>
/// <param name="Space">The space as it stood then.</param>
/// <param name="Replayed">Whether the same push had been stored before.</param>
public sealed record PushResult(Changeset Changeset, Space Space, bool Replayed);
