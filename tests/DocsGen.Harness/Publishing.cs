using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Storage;

namespace DocsGen.Harness;

/// <summary>A publisher with named points to stop at.</summary>
internal static class Publishing
{
    public static async Task<int> RunAsync(string place, string slug, long changeset, int leaseMilliseconds, bool steps)
    {
        using IStore store = place.StartsWith("postgres", StringComparison.Ordinal)
            ? PostgresStore.Open(DatabaseAddress.Parse(place), TimeProvider.System, Path.GetRandomFileName)
            : EmbeddedStore.Open(place, TimeProvider.System, Path.GetRandomFileName);
        var space = await store.Sync.Spaces.FindAsync(SpaceSlug.Parse(slug), default) ?? throw new InvalidOperationException($"There is no space {slug}.");
        var options = new PublishOptions
        {
            Process = LocalProcess.Current,
            Term = TimeSpan.FromMilliseconds(leaseMilliseconds),
            OnClaimed = _ => Point("claimed"),
            OnPrepared = _ => Point("prepared"),
        };
        Console.WriteLine("open");
        var answer = await new PublishChangeset(store.Sync, TimeProvider.System).ExecuteAsync(space, new(changeset), options, Actor.User("harness"), default);
        Console.WriteLine(answer is SyncAnswer<PublishResult>.Done done ? done.Value.Changeset.Status.ToWire() : ((SyncAnswer<PublishResult>.Refused)answer).Code);
        return 0;

        void Point(string name)
        {
            Console.WriteLine(name);
            if (steps) _ = Console.ReadLine();
        }
    }
}
