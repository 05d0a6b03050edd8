using DocsGen.Core.Sync;
using DocsGen.Storage;

namespace DocsGen.Harness;

/// <summary>Opens what a suite names: a folder, or a database by its address.</summary>
internal static class Stores
{
    public static IStore Open(string place) => place.StartsWith("postgres", StringComparison.Ordinal)
        ? PostgresStore.Open(DatabaseAddress.Parse(place), TimeProvider.System, Path.GetRandomFileName)
        : EmbeddedStore.Open(place, TimeProvider.System, Path.GetRandomFileName);

    public static async Task<Space> SpaceAsync(IStore store, string slug) =>
        await store.Sync.Spaces.FindAsync(SpaceSlug.Parse(slug), default) ?? throw new InvalidOperationException($"There is no space {slug}.");
}
