using System.Globalization;
using System.Text.Json;
using DocsGen.Contracts;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;

namespace DocsGen.Client;

/// <summary>
/// A push on its way: a small one carries its texts along, in one request; of a larger one the contents go first, and it names their hashes; where even its list of
/// changes is long, that list goes first too, in parts.
/// </summary>
internal sealed class PushBody(ServerBlobs blobs, Space space)
{
    private const int SmallBytes = 2 * 1024 * 1024;
    private const int OpsInBody = 10_000;

    public async ValueTask<Func<HttpContent>> OfAsync(PushRequest request, CancellationToken cancellationToken)
    {
        var contents = request.Files.Select(f => f.Content).OfType<StagedBlob>().ToList();
        var carries = request.Files.Count <= space.Policy.MaxRequestFiles && contents.Sum(c => c.Size) <= SmallBytes && contents.All(c => TextContent.Of(blobs.Staged(c).Span) is not null);
        if (!carries) await blobs.SendAsync(contents, cancellationToken);
        var parts = request.Files.Count > OpsInBody ? await SendPartsAsync(request, cancellationToken) : null;
        return JsonBody.Of(json =>
        {
            WriteHead(json, request);
            if (parts is null)
            {
                json.WriteStartArray("ops");
                foreach (var file in request.Files) Write(json, file, carries);
            }
            else
            {
                json.WriteStartArray("opsParts");
                foreach (var part in parts) json.WriteStringValue(part.Value);
            }

            json.WriteEndArray();
        });
    }

    private async ValueTask<IReadOnlyList<ContentHash>> SendPartsAsync(PushRequest request, CancellationToken cancellationToken)
    {
        var parts = new List<ContentHash>();
        foreach (var some in request.Files.Chunk(OpsInBody))
        {
            using var buffer = new MemoryStream();
            await using (var json = new Utf8JsonWriter(buffer, new() { Encoder = SyncJson.Encoder }))
            {
                json.WriteStartArray();
                foreach (var file in some) Write(json, file, carries: false);
                json.WriteEndArray();
            }

            var bytes = buffer.ToArray();
            parts.Add(ContentHash.Of(bytes));
            await blobs.PutAsync(parts[^1], bytes, cancellationToken);
        }

        return parts;
    }

    private static void WriteHead(Utf8JsonWriter json, PushRequest request)
    {
        json.WriteString("clientChangesetId", request.ClientId);
        json.WriteString("targetBranch", SyncRoutes.Branch);
        json.WriteString("message", request.Message);
        if (request.MergePrompt is { } prompt) json.WriteString("mergePrompt", prompt);
        if (request.Supersedes is { } replaced) json.WriteNumber("supersedes", replaced.Value);
        if (request.SupersedesCovered) json.WriteBoolean("supersedesCovered", true);
    }

    private void Write(Utf8JsonWriter json, PushedFile file, bool carries)
    {
        json.WriteStartObject();
        json.WriteString("type", file.Operation.ToWire());
        json.WriteString("fileId", file.File.Value);
        json.WriteString("serverPath", file.Path.Value);
        json.WriteNumber("baseVersion", file.BaseVersion);
        if (file.Content is { } content)
        {
            json.WriteString("sha256", content.Hash.Value);
            if (carries) json.WriteString("content", TextContent.Of(blobs.Staged(content).Span) ?? throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{file.Path} is no text.")));
        }

        json.WriteEndObject();
    }
}
