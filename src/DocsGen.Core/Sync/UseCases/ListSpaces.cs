using DocsGen.Core.Access;

namespace DocsGen.Core.Sync.UseCases;

/// <summary>The spaces that the caller may read.</summary>
public sealed class ListSpaces(SyncPorts ports)
{
    /// <summary>Those, by slug.</summary>
    public async ValueTask<IReadOnlyList<Space>> ExecuteAsync(CancellationToken cancellationToken) =>
        [.. (await ports.Spaces.ListAsync(cancellationToken)).Where(s => ports.Rights.Allow(Scope.Read, s.Slug.Value))];
}
