using System.Net.Http.Headers;
using System.Text.Json;
using DocsGen.Contracts;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;

namespace DocsGen.Client;

/// <summary>Contents of one space on a server. What is staged stays here until a push names it; then it is sent, unless the server has it.</summary>
public sealed class ServerBlobs : IBlobStore
{
    /// <summary>Most bytes of contents in one request; the server's limit is on the request as a whole.</summary>
    private const int BatchBytes = 4 * 1024 * 1024;

    private const int AskAtOnce = 10_000;

    private readonly ServerConnection server;
    private readonly string space;
    private readonly Dictionary<ContentHash, ReadOnlyMemory<byte>> staged = [];

    internal ServerBlobs(ServerConnection server, SpaceSlug space)
    {
        this.server = server;
        this.space = space.Value;
    }

    public async ValueTask<StagedBlob> StageAsync(Stream content, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await content.CopyToAsync(buffer, cancellationToken);
        var bytes = buffer.ToArray();
        var blob = new StagedBlob(ContentHash.Of(bytes), bytes.Length, null);
        staged[blob.Hash] = bytes;
        return blob;
    }

    /// <summary>Opens a content: one that was staged here, else the server's, checked.</summary>
    /// <exception cref="ServerException">The server has no such content, or it came damaged.</exception>
    public async ValueTask<Stream> OpenAsync(ContentHash hash, CancellationToken cancellationToken)
    {
        if (staged.TryGetValue(hash, out var mine)) return new MemoryStream(mine.ToArray(), writable: false);
        using var response = await server.SendAsync(space, HttpMethod.Get, $"blobs/{hash.Value}", null, cancellationToken);
        await server.RequireAsync(response, cancellationToken);
        try
        {
            var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return ContentHash.Of(bytes) == hash ? new MemoryStream(bytes, writable: false) : throw Damaged(hash);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            throw server.Silent(exception);
        }
    }

    /// <summary>The bytes of a content that was staged here.</summary>
    internal ReadOnlyMemory<byte> Staged(StagedBlob blob) => blob.Inline ?? staged[blob.Hash];

    internal static ServerException Damaged(ContentHash hash) => new("transfer.damaged", $"What the server sent as {hash.Short} has another hash. Try again; if it happens again, run 'docsgen verify' there.");

    /// <summary>Sends contents that the server lacks.</summary>
    internal async ValueTask SendAsync(IReadOnlyList<StagedBlob> contents, CancellationToken cancellationToken)
    {
        var wanted = contents.DistinctBy(c => c.Hash).ToDictionary(c => c.Hash);
        var missing = new List<StagedBlob>();
        foreach (var some in wanted.Keys.Chunk(AskAtOnce))
        {
            var answer = await PostAsync(JsonBody.Of(json => WriteList(json, "ask", some.Select(h => h.Value))), cancellationToken);
            missing.AddRange(answer.Missing.Select(m => wanted[ContentHash.Parse(m)]));
        }

        var (batch, size) = (new List<StagedBlob>(), 0L);
        foreach (var blob in missing)
        {
            if (blob.Size > BatchBytes)
            {
                await PutAsync(blob.Hash, Staged(blob), cancellationToken);
                continue;
            }

            if (size + blob.Size > BatchBytes)
            {
                await SendBatchAsync(batch, cancellationToken);
                (batch, size) = ([], 0);
            }

            batch.Add(blob);
            size += blob.Size;
        }

        if (batch.Count > 0) await SendBatchAsync(batch, cancellationToken);
    }

    /// <summary>Sends bytes as one content, whole.</summary>
    internal async ValueTask PutAsync(ContentHash hash, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        using var response = await server.SendAsync(
            space, HttpMethod.Put, $"blobs/{hash.Value}", () => new ReadOnlyMemoryContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } }, cancellationToken);
        await server.RequireAsync(response, cancellationToken);
    }

    private ValueTask<BlobsAnswer> SendBatchAsync(List<StagedBlob> batch, CancellationToken cancellationToken) => PostAsync(
        JsonBody.Of(json =>
        {
            json.WriteStartArray("blobs");
            foreach (var blob in batch)
            {
                var bytes = Staged(blob);
                json.WriteStartObject();
                json.WriteString("sha256", blob.Hash.Value);
                if (TextContent.Of(bytes.Span) is { } text) json.WriteString("content", text);
                else json.WriteBase64String("base64", bytes.Span);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }),
        cancellationToken);

    private async ValueTask<BlobsAnswer> PostAsync(Func<HttpContent> body, CancellationToken cancellationToken)
    {
        using var response = await server.SendAsync(space, HttpMethod.Post, "blobs", body, cancellationToken);
        return await server.ReadAsync(await server.RequireAsync(response, cancellationToken), SyncJson.Wire.BlobsAnswer, cancellationToken);
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
