using System.Text.Json;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Core.Text;
using DocsGen.Server.Answers;
using DocsGen.Server.Auth;

namespace DocsGen.Server.Requests;

/// <summary>The changes of a push, one after the other. Contents that come along are staged at once; those that are named by their hashes are looked up at the end, all at once.</summary>
internal sealed class PushedOps(SyncCall call)
{
    private readonly List<Op> ops = [];

    public int Count => ops.Count;

    /// <summary>Reads a change.</summary>
    /// <param name="op">As it was sent.</param>
    /// <param name="where">Its place in the request, for the sentence of a refusal; ends in a dot.</param>
    /// <param name="mayBring">Whether it may bring its content along.</param>
    public async ValueTask AddAsync(JsonElement op, string where, bool mayBring)
    {
        if (op.ValueKind != JsonValueKind.Object) throw RequestRefused.Bad($"{where[..^1]} should be an object.");
        var operation = JsonBody.Text(op, "type", where) switch
        {
            "upsert" => FileOperation.Upsert,
            "delete" => FileOperation.Delete,
            var other => throw RequestRefused.Bad($"{where}type is '{other}'; it should be 'upsert' or 'delete'."),
        };
        var file = JsonBody.Parsed(where + "fileId", JsonBody.Text(op, "fileId", where), FileId.Parse);
        var path = JsonBody.Parsed(where + "serverPath", JsonBody.Text(op, "serverPath", where), ServerPath.Parse);
        var version = JsonBody.Whole(op, "baseVersion", where) ?? throw RequestRefused.Bad($"{where}baseVersion is missing; it should be a whole number from 0 on.");
        // A version that no document ever had is a conflict at publish, however large it is.
        var baseVersion = (int)Math.Min(version, int.MaxValue - 1);
        if (operation == FileOperation.Delete)
        {
            ops.Add(new(where, PushedFiles.Delete(file, path, baseVersion), null, null));
            return;
        }

        var (given, sha256) = (JsonBody.Text(op, "contentHash", where), JsonBody.Text(op, "sha256", where));
        if (JsonBody.Text(op, "content", where) is not { } content)
        {
            ops.Add(new(where, new() { File = file, Operation = operation, Path = path, BaseVersion = baseVersion }, given, sha256));
            return;
        }

        if (!mayBring) throw RequestRefused.Bad($"{where}content: changes in parts name their contents by sha256.");
        var bytes = TextContent.Bytes(content);
        RequireHashes(bytes, given, sha256, where, file);
        var most = call.Space.Policy.MaxFileBytes;
        if (bytes.Length > most) throw new RequestRefused(StatusCodes.Status413PayloadTooLarge, "TOO_LARGE", $"{path} has {bytes.Length} bytes; '{call.Space.Slug}' takes files of up to {most}.", file.Value);
        ops.Add(new(where, await PushedFiles.UpsertAsync(call.Ports.Blobs, file, path, baseVersion, bytes, call.Aborted), null, null));
    }

    /// <summary>All of them, with the contents that they name.</summary>
    public async ValueTask<IReadOnlyList<PushedFile>> ToFilesAsync()
    {
        var naming = ops.Where(o => o.Given is not null || o.Sha256 is not null).ToList();
        if (naming.Count == 0) return [.. ops.Select(o => o.File)];
        var bases = (await call.Ports.Documents.VersionsAsync(call.Space.Id, [.. naming.Where(o => o.File.BaseVersion > 0).Select(o => (o.File.File, o.File.BaseVersion)).Distinct()], call.Aborted))
            .Where(v => v.Hash is not null).ToDictionary(v => (v.File, v.Version), v => v.Hash!.Value);
        var named = naming.Where(o => o.Sha256 is not null).Select(HashOf).ToHashSet();
        var present = (await call.Uploads.PresentAsync(call.Space.Id, call.Actor, named, call.Aborted)).ToDictionary(c => c.Hash);
        var files = new List<PushedFile>(ops.Count);
        foreach (var op in ops) files.Add(op.Given is null && op.Sha256 is null ? op.File : await NamedAsync(op, bases, present));
        return files;
    }

    // Without content it is the base's; a hash then says which that should be, or names another that is here.
    private async ValueTask<PushedFile> NamedAsync(Op op, Dictionary<(FileId File, int Version), ContentHash> bases, Dictionary<ContentHash, StoredContent> present)
    {
        var file = op.File;
        var before = bases.TryGetValue((file.File, file.BaseVersion), out var found) ? found : (ContentHash?)null;
        var meant = op.Sha256 is null ? before : HashOf(op);
        if (meant is { } hash && op.Given is { } given && (hash == before || present.ContainsKey(hash))) RequireHashes(await TextContent.ReadAsync(call.Ports.Blobs, hash, call.Aborted), given, null, op.Where, file.File);
        if (meant == before) return file;
        return present.TryGetValue(meant!.Value, out var content)
            ? PushedFiles.Upsert(file.File, file.Path, file.BaseVersion, content)
            : throw BadHash($"{op.Where}sha256 is neither that of the base's content nor of one that is here: upload it first (POST /blobs).", file.File);
    }

    private static ContentHash HashOf(Op op) => ContentHash.TryParse(op.Sha256, out var hash) ? hash : throw BadHash($"{op.Where}sha256 is no SHA-256: 64 hexadecimal digits.", op.File.File);

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

    private sealed record Op(string Where, PushedFile File, string? Given, string? Sha256);
}
