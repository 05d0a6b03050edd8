using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Sync.UseCases;

/// <summary>Proposes to undo a published changeset: a new changeset through the same review. Base of each file is the version that it published.</summary>
public sealed class RevertChangeset(SyncPorts ports)
{
    public async ValueTask<SyncAnswer<PushResult>> ExecuteAsync(Space space, ChangesetId id, string clientId, string? message, Actor actor, CancellationToken cancellationToken)
    {
        if (await ports.Changesets.FindAsync(space.Id, id, cancellationToken) is not { } changeset) return Refusals.NoChangeset<PushResult>(space, id);
        var applied = changeset.Files.Where(f => f.Applied is { Sequence: > 0 }).ToList();
        if (applied.Count == 0) return new SyncAnswer<PushResult>.Refused("CHANGESET_NOT_PUBLISHED", $"Changeset {id} changed nothing that is live: there is nothing to revert.");
        var before = (await ports.Documents.VersionsAsync(space.Id, [.. applied.Where(f => f.Applied!.Version > 1).Select(f => (f.File, f.Applied!.Version - 1))], cancellationToken)).ToDictionary(v => v.File);
        var published = (await ports.Documents.VersionsAsync(space.Id, [.. applied.Select(f => (f.File, f.Applied!.Version))], cancellationToken)).ToDictionary(v => v.File);
        var files = new List<PushedFile>();
        foreach (var file in applied)
        {
            var version = file.Applied!.Version;
            if (before.TryGetValue(file.File, out var earlier) && earlier.Hash is { } hash) files.Add(await PushedFiles.UpsertAsync(ports.Blobs, file.File, earlier.Path, version, await TextContent.ReadAsync(ports.Blobs, hash, cancellationToken), cancellationToken));
            else if (published[file.File].Hash is not null) files.Add(PushedFiles.Delete(file.File, published[file.File].Path, version));
        }

        var request = new PushRequest { ClientId = clientId, Message = message ?? $"Revert of changeset {id}: {changeset.Message}", Files = files };
        return await new PushChangeset(ports).ExecuteAsync(space, request, actor, cancellationToken);
    }
}
