using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Storage;
using DocsGen.TestSupport.Audit;

namespace DocsGen.Harness;

/// <summary>A publisher with named points to stop at.</summary>
internal static class Publishing
{
    public static async Task<int> RunAsync(string place, string slug, long changeset, int leaseMilliseconds, string stops)
    {
        using var store = StoredSpace.Open(place);
        var space = await StoredSpace.FindAsync(store, slug);
        var options = new PublishOptions
        {
            Process = LocalProcess.Current,
            Term = TimeSpan.FromMilliseconds(leaseMilliseconds),
            OnClaimed = _ => Point("claimed"),
            OnPrepared = _ => Point("prepared"),
        };
        Console.WriteLine("open");
        var ports = store.Sync with
        {
            Changesets = stops switch
            {
                "inside" => new PausingChangesets(store.Sync.Changesets),
                "halves" => new BrokenChangesets(store.Sync.Changesets, PublishBug.TwoTransactions) { Between = Half },
                _ => store.Sync.Changesets,
            },
        };
        var answer = await new PublishChangeset(ports, TimeProvider.System).ExecuteAsync(space, new(changeset), options, Actor.User("harness"), default);
        Console.WriteLine(answer is SyncAnswer<PublishResult>.Done done ? done.Value.Changeset.Status.ToWire() : ((SyncAnswer<PublishResult>.Refused)answer).Code);
        return 0;

        static void Half()
        {
            Console.WriteLine("half");
            _ = Console.ReadLine();
        }

        void Point(string name)
        {
            Console.WriteLine(name);
            if (stops == "steps") _ = Console.ReadLine();
        }
    }
}

/// <summary>Waits inside of the transaction that puts versions live: everything is decided, and nothing of it written.</summary>
internal sealed class PausingChangesets(IChangesetStore inner) : IChangesetStore
{
    public ValueTask<PushOutcome> PushAsync(NewChangeset changeset, CancellationToken cancellationToken) => inner.PushAsync(changeset, cancellationToken);

    public ValueTask<Changeset?> FindAsync(long space, ChangesetId id, CancellationToken cancellationToken) => inner.FindAsync(space, id, cancellationToken);

    public ValueTask<IReadOnlyList<ChangesetRow>> ListAsync(long space, ChangesetFilter filter, CancellationToken cancellationToken) => inner.ListAsync(space, filter, cancellationToken);

    public ValueTask<ChangesetVerdict?> ChangeAsync(long space, ChangesetId id, ChangesetParts parts, Func<ChangesetView, ChangesetVerdict> transition, Actor actor, CancellationToken cancellationToken) => inner.ChangeAsync(
        space,
        id,
        parts,
        view =>
        {
            var verdict = transition(view);
            if (verdict is ChangesetVerdict.Accepted { Change.Versions.Count: > 0 })
            {
                Console.WriteLine("inside");
                _ = Console.ReadLine();
            }

            return verdict;
        },
        actor,
        cancellationToken);

    public ValueTask<IReadOnlyList<ChangesetId>> FindByClientAsync(long space, string beginning, CancellationToken cancellationToken) => inner.FindByClientAsync(space, beginning, cancellationToken);

    public ValueTask<IReadOnlyList<Comment>> CommentsAsync(long space, ChangesetId id, CancellationToken cancellationToken) => inner.CommentsAsync(space, id, cancellationToken);
}
