using System.Text;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Storage;

namespace DocsGen.TestSupport.Audit;

/// <summary>A space in a store of a suite's own, used as the product uses it.</summary>
internal sealed class StoredSpace : IDisposable
{
    public static readonly Actor Ada = Actor.User("ada");

    private StoredSpace(IStore store, Space space) => (Store, Space) = (store, space);

    public IStore Store { get; }

    public SyncPorts Sync => Store.Sync;

    public Space Space { get; }

    /// <summary>Opens or makes a store, and makes a space in it.</summary>
    /// <param name="place">A folder, or the address of a database.</param>
    public static async Task<StoredSpace> MakeAsync(string place)
    {
        var store = Open(place);
        return new(store, Done(await new CreateSpace(store.Sync).ExecuteAsync(SpaceSlug.Parse("docs"), null, new(), Ada, default)));
    }

    public static IStore Open(string place) => place.StartsWith("postgres", StringComparison.Ordinal)
        ? PostgresStore.Open(DatabaseAddress.Parse(place), TimeProvider.System, Path.GetRandomFileName)
        : EmbeddedStore.Open(place, TimeProvider.System, Path.GetRandomFileName);

    public static async Task<Space> FindAsync(IStore store, string slug) =>
        await store.Sync.Spaces.FindAsync(SpaceSlug.Parse(slug), default) ?? throw new InvalidOperationException($"There is no space {slug}.");

    public static PushedFile Upsert(string file, string path, int baseVersion, string text) => new()
    {
        File = FileId.Parse(file),
        Operation = FileOperation.Upsert,
        Path = ServerPath.Parse(path),
        BaseVersion = baseVersion,
        Content = StagedBlob.OfSmall(Encoding.UTF8.GetBytes(text)),
    };

    /// <summary>Pushes a changeset, and accepts all of it.</summary>
    public async Task<ChangesetId> ReadyAsync(string clientId, IReadOnlyList<PushedFile> files)
    {
        var pushed = Done(await new PushChangeset(Sync).ExecuteAsync(Space, new() { ClientId = clientId, Message = "m", Files = files }, Ada, default));
        Done(await new ReviewChangeset(Sync).DecideAllAsync(Space, pushed.Changeset.Id, DecisionKind.Accept, null, Ada, default));
        return pushed.Changeset.Id;
    }

    /// <summary>Publishes once.</summary>
    /// <param name="id">The changeset.</param>
    /// <param name="process">Who publishes; nobody that could be known to be dead, unless said.</param>
    public async Task<SyncAnswer<PublishResult>> PublishAsync(ChangesetId id, string process = "") =>
        await new PublishChangeset(Sync, TimeProvider.System).ExecuteAsync(Space, id, new() { Process = process }, Ada, default);

    public async Task<Changeset> FindAsync(ChangesetId id) => (await Sync.Changesets.FindAsync(Space.Id, id, default))!;

    public async Task<SpaceAudit> AuditAsync(IReadOnlySet<ChangesetId>? perFile = null) => await SpaceAudit.OfAsync(Sync, Space.Slug, perFile);

    public static T Done<T>(SyncAnswer<T> answer) => answer is SyncAnswer<T>.Done done ? done.Value : throw new InvalidOperationException(answer.ToString());

    public static async Task SayAsync(string rounds)
    {
        if (Environment.GetEnvironmentVariable("TEST_ROUNDS") is { Length: > 0 } log) await File.AppendAllTextAsync(log, rounds + "\n");
    }

    public void Dispose() => Store.Dispose();
}
