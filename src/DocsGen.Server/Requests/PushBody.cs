using System.Globalization;
using System.Text.Json;
using DocsGen.Contracts;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Server.Answers;
using DocsGen.Server.Auth;

namespace DocsGen.Server.Requests;

/// <summary>The body of a push, or of a dry run of one, read to the letter of the protocol.</summary>
internal static class PushBody
{
    private const int MaxParts = 64;
    private const long MaxPartBytes = 16 * 1024 * 1024;
    private static readonly JsonDocumentOptions PartOptions = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <summary>Reads it; contents are staged, and nothing names them yet.</summary>
    /// <exception cref="RequestRefused">Something in it is wrong; the sentence says which value, and where.</exception>
    public static async ValueTask<(PushRequest Request, long? Since)> ReadAsync(SyncCall call)
    {
        using var body = await JsonBody.ReadAsync(call.Http);
        var root = body.RootElement;
        var clientId = JsonBody.Text(root, "clientChangesetId", "");
        if (string.IsNullOrEmpty(clientId)) throw RequestRefused.Bad("clientChangesetId is missing: give each push a name of its own.");
        if (JsonBody.Text(root, "targetBranch", "") is { } branch && branch != SyncRoutes.Branch) throw RequestRefused.Bad($"targetBranch is '{branch}'; there is only '{SyncRoutes.Branch}'.");
        var message = JsonBody.Text(root, "message", "");
        var prompt = JsonBody.Text(root, "mergePrompt", "");
        var supersedes = JsonBody.Changeset(root, "supersedes");
        var since = JsonBody.Whole(root, "sinceCursor", "");
        var ops = new PushedOps(call);
        if (root.TryGetProperty("opsParts", out var parts) && parts.ValueKind != JsonValueKind.Null) await ReadPartsAsync(call, root, parts, ops);
        else await ReadOpsAsync(call, root, ops);
        var files = await ops.ToFilesAsync();
        return (new() { ClientId = clientId, Message = message ?? "", MergePrompt = prompt, Supersedes = supersedes, SupersedesCovered = JsonBody.Flag(root, "supersedesCovered", ""), Files = files }, since);
    }

    private static async ValueTask ReadOpsAsync(SyncCall call, JsonElement root, PushedOps ops)
    {
        if (!root.TryGetProperty("ops", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0) throw RequestRefused.Bad("ops should be a list of at least one change.");
        RequireRoom(call, list.GetArrayLength());
        var bringing = list.EnumerateArray().Count(o => o.ValueKind == JsonValueKind.Object && o.TryGetProperty("content", out var content) && content.ValueKind != JsonValueKind.Null);
        var most = call.Space.Policy.MaxRequestFiles;
        if (bringing > most) throw RequestRefused.Bad($"ops has {bringing} changes that bring their contents; '{call.Space.Slug}' takes {most} in one request. Upload the contents first, and name them by sha256.");
        foreach (var op in list.EnumerateArray()) await ops.AddAsync(op, string.Create(CultureInfo.InvariantCulture, $"ops[{ops.Count}]."), mayBring: true);
    }

    // So many changes that they do not fit into one request: lists of them, uploaded before as contents. One is in memory at a time.
    private static async ValueTask ReadPartsAsync(SyncCall call, JsonElement root, JsonElement parts, PushedOps ops)
    {
        if (root.TryGetProperty("ops", out _)) throw RequestRefused.Bad("ops and opsParts exclude each other.");
        if (parts.ValueKind != JsonValueKind.Array || parts.GetArrayLength() is 0 or > MaxParts) throw RequestRefused.Bad($"opsParts should be a list of 1 to {MaxParts} hashes of uploaded lists of changes.");
        var hashes = parts.EnumerateArray().Select((p, i) => ContentHash.TryParse(JsonBody.TextOf(p, $"opsParts[{i}]"), out var hash) ? hash : throw RequestRefused.Bad($"opsParts[{i}] is no SHA-256: 64 hexadecimal digits.")).ToList();
        var present = (await call.Uploads.PresentAsync(call.Space.Id, call.Actor, hashes, call.Aborted)).ToDictionary(c => c.Hash);
        for (var n = 0; n < hashes.Count; n++)
        {
            if (!present.TryGetValue(hashes[n], out var part)) throw new RequestRefused(StatusCodes.Status400BadRequest, "BAD_HASH", $"opsParts[{n}] is not here: upload it first (POST /blobs).");
            if (part.Size > MaxPartBytes) throw new RequestRefused(StatusCodes.Status413PayloadTooLarge, "TOO_LARGE", $"opsParts[{n}] has {part.Size} bytes; a part has up to {MaxPartBytes}.");
            await ReadPartAsync(call, part.Hash, n, ops);
        }

        if (ops.Count == 0) throw RequestRefused.Bad("opsParts hold no change; there should be at least one.");
    }

    private static async ValueTask ReadPartAsync(SyncCall call, ContentHash part, int number, PushedOps ops)
    {
        await using var bytes = await call.Ports.Blobs.OpenAsync(part, call.Aborted);
        try
        {
            using var list = await JsonDocument.ParseAsync(bytes, PartOptions, call.Aborted);
            if (list.RootElement.ValueKind != JsonValueKind.Array) throw RequestRefused.Bad($"opsParts[{number}] should hold a list of changes.");
            RequireRoom(call, ops.Count + list.RootElement.GetArrayLength());
            var place = 0;
            foreach (var op in list.RootElement.EnumerateArray()) await ops.AddAsync(op, string.Create(CultureInfo.InvariantCulture, $"opsParts[{number}][{place++}]."), mayBring: false);
        }
        catch (JsonException exception)
        {
            throw RequestRefused.Bad($"opsParts[{number}] is no JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.");
        }
    }

    private static void RequireRoom(SyncCall call, int changes)
    {
        if (changes > call.Space.Policy.MaxFiles) throw RequestRefused.Bad($"{changes} changes are more than '{call.Space.Slug}' takes in one changeset ({call.Space.Policy.MaxFiles}).");
    }
}
