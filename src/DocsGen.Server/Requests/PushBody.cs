using System.Globalization;
using System.Text.Json;
using DocsGen.Contracts;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Core.Text;
using DocsGen.Server.Answers;

namespace DocsGen.Server.Requests;

/// <summary>The body of a push, read to the letter of the protocol.</summary>
internal static class PushBody
{
    /// <summary>Reads it; contents are staged, and nothing names them yet.</summary>
    /// <exception cref="RequestRefused">Something in it is wrong; the sentence says which value, and where.</exception>
    public static async ValueTask<(PushRequest Request, long? Since)> ReadAsync(HttpContext http, SyncPorts ports, Space space)
    {
        using var body = await JsonBody.ReadAsync(http);
        var root = body.RootElement;
        var clientId = JsonBody.Text(root, "clientChangesetId", "");
        if (string.IsNullOrEmpty(clientId)) throw RequestRefused.Bad("clientChangesetId is missing: give each push a name of its own.");
        if (JsonBody.Text(root, "targetBranch", "") is { } branch && branch != SyncRoutes.Branch) throw RequestRefused.Bad($"targetBranch is '{branch}'; there is only '{SyncRoutes.Branch}'.");
        var message = JsonBody.Text(root, "message", "");
        var prompt = JsonBody.Text(root, "mergePrompt", "");
        var supersedes = JsonBody.Whole(root, "supersedes", "");
        var since = JsonBody.Whole(root, "sinceCursor", "");
        if (!root.TryGetProperty("ops", out var ops) || ops.ValueKind != JsonValueKind.Array || ops.GetArrayLength() == 0) throw RequestRefused.Bad("ops should be a list of at least one change.");
        if (ops.GetArrayLength() > space.Policy.MaxRequestFiles) throw RequestRefused.Bad($"ops has {ops.GetArrayLength()} changes; '{space.Slug}' takes {space.Policy.MaxRequestFiles} in one request.");
        var files = new List<PushedFile>(ops.GetArrayLength());
        foreach (var op in ops.EnumerateArray()) files.Add(await FileAsync(op, files.Count, ports, space, http.RequestAborted));
        return (new() { ClientId = clientId, Message = message ?? "", MergePrompt = prompt, Supersedes = supersedes is { } id ? new ChangesetId(id) : null, Files = files }, since);
    }

    private static async ValueTask<PushedFile> FileAsync(JsonElement op, int index, SyncPorts ports, Space space, CancellationToken cancellationToken)
    {
        var where = string.Create(CultureInfo.InvariantCulture, $"ops[{index}].");
        if (op.ValueKind != JsonValueKind.Object) throw RequestRefused.Bad($"{where[..^1]} should be an object.");
        var operation = JsonBody.Text(op, "type", where) switch
        {
            "upsert" => FileOperation.Upsert,
            "delete" => FileOperation.Delete,
            var other => throw RequestRefused.Bad($"{where}type is '{other}'; it should be 'upsert' or 'delete'."),
        };
        var file = Parsed(where + "fileId", JsonBody.Text(op, "fileId", where), FileId.Parse);
        var path = Parsed(where + "serverPath", JsonBody.Text(op, "serverPath", where), ServerPath.Parse);
        var version = JsonBody.Whole(op, "baseVersion", where) ?? throw RequestRefused.Bad($"{where}baseVersion is missing; it should be a whole number from 0 on.");
        // A version that no document ever had is a conflict at publish, however large it is.
        var baseVersion = (int)Math.Min(version, int.MaxValue - 1);
        if (operation == FileOperation.Delete) return PushedFiles.Delete(file, path, baseVersion);
        var (given, sha256) = (JsonBody.Text(op, "contentHash", where), JsonBody.Text(op, "sha256", where));
        if (JsonBody.Text(op, "content", where) is { } content)
        {
            var bytes = TextContent.Bytes(content);
            RequireHashes(bytes, given, sha256, where, file);
            if (bytes.Length > space.Policy.MaxFileBytes) throw new RequestRefused(StatusCodes.Status413PayloadTooLarge, "TOO_LARGE", $"{path} has {bytes.Length} bytes; '{space.Slug}' takes files of up to {space.Policy.MaxFileBytes}.", file.Value);
            return await PushedFiles.UpsertAsync(ports.Blobs, file, path, baseVersion, bytes, cancellationToken);
        }

        if (given is not null || sha256 is not null) await RequireBaseAsync(ports, space, file, baseVersion, given, sha256, where, cancellationToken);
        return new() { File = file, Operation = operation, Path = path, BaseVersion = baseVersion };
    }

    private static T Parsed<T>(string name, string? text, Func<string, T> parse)
    {
        try
        {
            return parse(text ?? "");
        }
        catch (FormatException exception)
        {
            throw RequestRefused.Bad($"{name}: {exception.Message}");
        }
    }

    // Without content it is the base's: then a hash is of that.
    private static async ValueTask RequireBaseAsync(SyncPorts ports, Space space, FileId file, int version, string? given, string? sha256, string where, CancellationToken cancellationToken)
    {
        var found = await ports.Documents.VersionsAsync(space.Id, [(file, version)], cancellationToken);
        if (found is [{ Hash: { } hash }]) RequireHashes(await TextContent.ReadAsync(ports.Blobs, hash, cancellationToken), given, sha256, where, file);
    }

    private static void RequireHashes(byte[] bytes, string? given, string? sha256, string where, FileId file)
    {
        if (given is not null && !IsHashOf(bytes, given)) throw BadHash($"{where}contentHash is not the hash of the content.", file);
        if (sha256 is not null && !(ContentHash.TryParse(sha256, out var hash) && hash == ContentHash.Of(bytes))) throw BadHash($"{where}sha256 is not the SHA-256 of the content.", file);
    }

    private static bool IsHashOf(byte[] bytes, string given)
    {
        const string strong = "sha256:";
        return given.StartsWith(strong, StringComparison.Ordinal) ? ContentHash.TryParse(given[strong.Length..], out var hash) && hash == ContentHash.Of(bytes) : given == Wyhash.Hex(bytes);
    }

    private static RequestRefused BadHash(string message, FileId file) => new(StatusCodes.Status400BadRequest, "BAD_HASH", message, file.Value);
}
