using DocsGen.Core.Access;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.Webhooks;
using DocsGen.Storage.Sql.Postgres;

namespace DocsGen.Storage;

/// <summary>The store for many machines, in one PostgreSQL database of version 15 or later; blobs of every size are in it.</summary>
public sealed class PostgresStore : IStore
{
    private readonly PostgresDatabase database;

    internal PostgresDatabase Database => database;

    private PostgresStore(DatabaseAddress address, TimeProvider clock, Func<string> newId)
    {
        database = new(address);
        try
        {
            database.Prepare();
        }
        catch
        {
            database.Dispose();
            throw;
        }

        Blobs = new PostgresBlobs(database, newId);
        Artifacts = new PostgresArtifacts(database, clock);
        Runs = new PostgresRuns(database, clock);
        Leases = new PostgresLeases(database, LocalProcess.IsKnownDead);
        Garbage = new PostgresGarbage(database);
        Check = new PostgresCheck(database, Blobs);
        var log = new PostgresAccessLog(database, clock, newId);
        Access = new(new PostgresUsers(database, log), new PostgresSessions(database, log), new PostgresTokens(database, log), log);
        Sync = new(new PostgresSpaces(database, clock, newId), new PostgresChangesets(database, clock, newId, LocalProcess.IsKnownDead), new PostgresDocuments(database), Blobs);
        Changes = database.Notices;
        var webhooks = new PostgresWebhooks(database, clock, newId);
        (Webhooks, Deliveries) = (webhooks, webhooks);
        Uploads = new PostgresUploads(database);
        Answers = new PostgresAnswers(database, newId, LocalProcess.IsKnownDead);
        SpaceRecords = new PostgresSpaceRecords(database);
    }

    public IBlobStore Blobs { get; }

    public IArtifactStore Artifacts { get; }

    public IRunStore Runs { get; }

    public IRunLeases Leases { get; }

    public IGarbageCollector Garbage { get; }

    public IStoreCheck Check { get; }

    public AccessPorts Access { get; }

    public ITokenStore Tokens => Access.Tokens;

    public SyncPorts Sync { get; }

    public IWebhookStore Webhooks { get; }

    public IDeliveryQueue Deliveries { get; }

    public IChangeSignal Changes { get; }

    public IUploadStore Uploads { get; }

    public IAnswerStore Answers { get; }

    public ISpaceRecords SpaceRecords { get; }

    /// <summary>Opens the store of a database, and brings its tables to this version.</summary>
    /// <param name="address">The database; it must exist.</param>
    /// <param name="clock">For creation times; leases go by the database's clock.</param>
    /// <param name="newId">Random names for uploads.</param>
    /// <exception cref="StoreFailedException">It cannot be reached, lets nobody in, is too old, or is of a newer version of DocsGen.</exception>
    public static PostgresStore Open(DatabaseAddress address, TimeProvider clock, Func<string> newId) => new(address, clock, newId);

    public void Dispose() => database.Dispose();
}
