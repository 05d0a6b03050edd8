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
        using var store = Stores.Open(place);
        var space = await Stores.SpaceAsync(store, slug);
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
