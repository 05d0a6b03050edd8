using System.Text.Json;
using DocsGen.Contracts;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Server.Answers;
using DocsGen.Server.Auth;
using DocsGen.Server.Requests;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DocsGen.Server.Endpoints;

/// <summary><c>POST /blobs</c> and <c>PUT|GET /blobs/{sha256}</c>: contents ahead of the push that names them.</summary>
internal static class BlobEndpoints
{
    public static async Task<JsonHttpResult<BlobsAnswer>> BatchAsync(HttpContext http)
    {
        var call = await SyncCall.OpenAsync(http);
        var use = new UploadContents(call.Ports, call.Uploads);
        if (use.WhyNot(call.Space) is { } denied) SyncCall.Value<IReadOnlyList<StoredContent>>(denied);
        using var body = await JsonBody.ReadAsync(http);
        var asked = Asked(body.RootElement);
        var sent = await SentAsync(call, body.RootElement);
        if (asked.Count == 0 && sent.Count == 0) throw RequestRefused.Bad("Give hashes in ask, contents in blobs, or both.");
        var stored = sent.Count == 0 ? [] : SyncCall.Value(await use.AddAsync(call.Space, sent, call.Actor, call.Aborted));
        var present = asked.Count == 0 ? [] : SyncCall.Value(await use.AskAsync(call.Space, asked, call.Actor, call.Aborted)).Select(c => c.Hash).ToHashSet();
        return Answer([.. asked.Where(present.Contains).Concat(stored.Select(c => c.Hash)).Distinct()], [.. asked.Where(h => !present.Contains(h))]);
    }

    /// <summary>One content as it is, however large: streamed to the store, and refused when it is another.</summary>
    public static async Task<JsonHttpResult<BlobsAnswer>> PutAsync(HttpContext http, string sha256)
    {
        var call = await SyncCall.OpenAsync(http);
        var use = new UploadContents(call.Ports, call.Uploads);
        if (use.WhyNot(call.Space) is { } denied) SyncCall.Value<IReadOnlyList<StoredContent>>(denied);
        var wanted = HashOf("sha256", sha256);
        var most = call.Space.Policy.MaxFileBytes;
        var sentence = $"The content is larger than '{call.Space.Slug}' takes: {most} bytes.";
        if (http.Request.ContentLength > most) throw await BodyLimit.RefuseAsync(http, sentence);
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = null;
        var staged = await call.Ports.Blobs.StageAsync(new LimitedStream(http.Request.Body, most, sentence), call.Aborted);
        if (staged.Hash != wanted) throw BadHash($"The body has the SHA-256 {staged.Hash}, not the one of the address. It was not kept.");
        SyncCall.Value(await use.AddAsync(call.Space, [staged], call.Actor, call.Aborted));
        return Answer([wanted], []);
    }

    public static async Task GetAsync(HttpContext http, string sha256)
    {
        var call = await SyncCall.OpenAsync(http);
        var opened = SyncCall.Value(await new UploadContents(call.Ports, call.Uploads).OpenAsync(call.Space, HashOf("sha256", sha256), call.Actor, call.Aborted));
        await using var bytes = opened.Bytes;
        if (!Conditional.IsKnown(http, opened.Content.Hash.Value, isImmutable: true)) await RawContent.SendAsync(http, bytes, opened.Content.Size);
    }

    private static List<ContentHash> Asked(JsonElement body)
    {
        if (!body.TryGetProperty("ask", out var ask) || ask.ValueKind == JsonValueKind.Null) return [];
        if (ask.ValueKind != JsonValueKind.Array || ask.GetArrayLength() > UploadContents.MaxAsked) throw RequestRefused.Bad($"ask should be a list of up to {UploadContents.MaxAsked} hashes.");
        return [.. ask.EnumerateArray().Select((h, i) => HashOf($"ask[{i}]", JsonBody.TextOf(h, $"ask[{i}]"))).Distinct()];
    }

    private static async ValueTask<List<StagedBlob>> SentAsync(SyncCall call, JsonElement body)
    {
        if (!body.TryGetProperty("blobs", out var blobs) || blobs.ValueKind == JsonValueKind.Null) return [];
        if (blobs.ValueKind != JsonValueKind.Array) throw RequestRefused.Bad("blobs should be a list of contents.");
        var staged = new List<StagedBlob>(blobs.GetArrayLength());
        foreach (var blob in blobs.EnumerateArray())
        {
            var where = $"blobs[{staged.Count}].";
            if (blob.ValueKind != JsonValueKind.Object) throw RequestRefused.Bad($"{where[..^1]} should be an object.");
            var wanted = HashOf(where + "sha256", JsonBody.Text(blob, "sha256", where));
            var bytes = Bytes(blob, where);
            if (ContentHash.Of(bytes) != wanted) throw BadHash($"{where}sha256 is not the SHA-256 of the content.");
            if (bytes.Length > call.Space.Policy.MaxFileBytes) throw new RequestRefused(StatusCodes.Status413PayloadTooLarge, "TOO_LARGE", $"{where[..^1]} has {bytes.Length} bytes; '{call.Space.Slug}' takes files of up to {call.Space.Policy.MaxFileBytes}.");
            staged.Add(await TextContent.StageAsync(call.Ports.Blobs, bytes, call.Aborted));
        }

        return staged;
    }

    private static byte[] Bytes(JsonElement blob, string where)
    {
        var hasText = blob.TryGetProperty("content", out _);
        var hasBytes = blob.TryGetProperty("base64", out var base64);
        if (hasText == hasBytes) throw RequestRefused.Bad($"{where[..^1]} should have content, a text, or base64.");
        if (hasBytes) return base64.ValueKind == JsonValueKind.String && base64.TryGetBytesFromBase64(out var bytes) ? bytes : throw RequestRefused.Bad($"{where}base64 is no base64.");
        return TextContent.Bytes(JsonBody.Text(blob, "content", where) ?? throw RequestRefused.Bad($"{where}content should be a text."));
    }

    private static ContentHash HashOf(string name, string? text) => ContentHash.TryParse(text, out var hash) ? hash : throw RequestRefused.Bad($"{name} is no SHA-256: 64 hexadecimal digits.");

    private static RequestRefused BadHash(string message) => new(StatusCodes.Status400BadRequest, "BAD_HASH", message);

    private static JsonHttpResult<BlobsAnswer> Answer(IReadOnlyList<ContentHash> present, IReadOnlyList<ContentHash> missing) =>
        TypedResults.Json(new BlobsAnswer([.. present.Select(h => h.Value)], [.. missing.Select(h => h.Value)]), SyncJson.Wire.BlobsAnswer);
}
