namespace DocsGen.Core.Sync.UseCases;

/// <summary>Merges stale files ahead of a publish, where the policy wants that.</summary>
internal static class StaleMerges
{
    public static async ValueTask<IReadOnlyList<PreparedMerge>> PrepareAsync(SyncPorts ports, ChangesetView view, CancellationToken cancellationToken)
    {
        var live = view.Documents.Where(d => !d.IsDeleted).ToDictionary(d => d.File);
        var merges = new List<PreparedMerge>();
        foreach (var file in view.Changeset.Files)
        {
            if (file.Applied is not null || file.Outcome is not { Hash: { } proposed } || !live.TryGetValue(file.File, out var document) || document.Version == file.BaseVersion) continue;
            var ancestor = file.BaseHash is { } hash ? await TextContent.ReadAsync(ports.Blobs, hash, cancellationToken) : null;
            var merged = FileMerge.Content(
                ancestor,
                await TextContent.ReadAsync(ports.Blobs, proposed, cancellationToken),
                await TextContent.ReadAsync(ports.Blobs, document.Hash!.Value, cancellationToken));
            if (merged?.Content is null || FileMerge.Path(file.BasePath, file.Path, document.Path) is not { } path) continue;
            merges.Add(new(file.Number, document.Version, await TextContent.StageAsync(ports.Blobs, merged.Content, cancellationToken), path));
        }

        return merges;
    }
}
