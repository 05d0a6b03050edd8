using System.Globalization;
using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Sync.UseCases;

/// <summary>Proposes to bring back an earlier version of a document, deleted or not: a new changeset through the same review.</summary>
public sealed class RestoreDocument(SyncPorts ports)
{
    public async ValueTask<SyncAnswer<PushResult>> ExecuteAsync(Space space, FileId file, int version, string clientId, string? message, Actor actor, CancellationToken cancellationToken)
    {
        if (ports.Refuse<PushResult>(space.Slug.Value, Access.Scope.Push) is { } denied) return denied;
        var history = await ports.Documents.HistoryAsync(space.Id, file, cancellationToken);
        if (history.Count == 0) return new SyncAnswer<PushResult>.Refused("DOCUMENT_NOT_FOUND", $"Space '{space.Slug}' never had a document {file}.");
        if (history.FirstOrDefault(v => v.Version == version) is not { } wanted) return new SyncAnswer<PushResult>.Refused("VERSION_NOT_FOUND", string.Create(CultureInfo.InvariantCulture, $"{file} has no version {version}; it has {history.Count}."));
        if (wanted.Hash is not { } hash) return new SyncAnswer<PushResult>.Refused("VERSION_DELETED", string.Create(CultureInfo.InvariantCulture, $"Version {version} of {wanted.Path} is its delete; restore another version."));
        var current = history[^1];
        if (current.Hash == wanted.Hash && current.Path == wanted.Path) return new SyncAnswer<PushResult>.Refused("VERSION_CURRENT", string.Create(CultureInfo.InvariantCulture, $"{wanted.Path} is as it was in version {version}; there is nothing to restore."));
        var pushed = await PushedFiles.UpsertAsync(ports.Blobs, file, wanted.Path, current.Version, await TextContent.ReadAsync(ports.Blobs, hash, cancellationToken), cancellationToken);
        var request = new PushRequest { ClientId = clientId, Message = message ?? string.Create(CultureInfo.InvariantCulture, $"Restore of version {version} of {wanted.Path}"), Files = [pushed] };
        return await new PushChangeset(ports).ExecuteAsync(space, request, actor, cancellationToken);
    }
}
