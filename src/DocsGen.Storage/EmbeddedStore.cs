using DocsGen.Core.Access;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.Webhooks;
using DocsGen.Storage.Files;
using DocsGen.Storage.Sql.Sqlite;

namespace DocsGen.Storage;

/// <summary>
/// The embedded store in a folder: <c>store.db</c> (SQLite), <c>blobs/</c> (large blobs), <c>tmp/</c>, <c>writer.lock</c>. Any number of processes may open it.
/// </summary>
public sealed class EmbeddedStore : IStore
{
    private static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(30);

    private EmbeddedStore(string folder, TimeProvider clock, Func<string> newId, TimeSpan patience)
    {
        Folder = folder;
        var database = new SqliteDatabase(folder, patience);
        Database = database;
        var files = new FileBlobs(folder, database.Alone);
        var artifacts = new SqliteArtifacts(database, files, clock, newId);
        Blobs = artifacts;
        Artifacts = artifacts;
        Runs = new SqliteRuns(database, files, clock);
        Garbage = new SqliteGarbage(database, files, clock);
        Check = new SqliteCheck(database, files);
        Leases = new SqliteLeases(database, LocalProcess.IsKnownDead);
        Access = new(new SqliteUsers(database, clock), new SqliteSessions(database, clock), new SqliteTokens(database, clock), new SqliteAccessLog(database));
        Sync = new(new SqliteSpaces(database, clock), new SqliteChangesets(database, files, clock, LocalProcess.IsKnownDead), new SqliteDocuments(database), artifacts);
        Changes = database.Changes;
        var webhooks = new SqliteWebhooks(database, clock);
        (Webhooks, Deliveries) = (webhooks, webhooks);
        Uploads = new SqliteUploads(database, files);
        Answers = new SqliteAnswers(database, newId, LocalProcess.IsKnownDead);
        SpaceRecords = new SqliteSpaceRecords(database);
    }

    /// <summary>The folder that holds it.</summary>
    public string Folder { get; }

    internal SqliteDatabase Database { get; }

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

    /// <summary>Whether a folder holds a store.</summary>
    public static bool Exists(string folder) => File.Exists(Path.Combine(folder, "store.db"));

    /// <summary>Opens the store of a folder, made when there is none.</summary>
    /// <param name="folder">Absolute path.</param>
    /// <param name="clock">For creation times; leases go by the database's clock.</param>
    /// <param name="newId">Random names for temp files.</param>
    /// <param name="patience">How long a writer waits while others write; 30 seconds unless said.</param>
    /// <exception cref="StoreBusyException">Others wrote for longer than that.</exception>
    /// <exception cref="StoreFailedException">It cannot be read or written, or is of a newer version.</exception>
    public static EmbeddedStore Open(string folder, TimeProvider clock, Func<string> newId, TimeSpan? patience = null)
    {
        try
        {
            if (!Directory.Exists(folder)) Make(folder);
            return new(folder, clock, newId, patience ?? UsualPatience);
        }
        catch (Microsoft.Data.Sqlite.SqliteException exception) when (SqliteFile.IsDamage(exception))
        {
            throw new StoreDamagedException($"{folder} cannot be opened: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or Microsoft.Data.Sqlite.SqliteException)
        {
            throw new StoreFailedException($"{folder} cannot be opened: {exception.Message}", exception);
        }
    }

    /// <summary>Gives a folder that holds a store, which nobody uses yet, the name of another; what has that name is moved aside first, while nobody writes to it.</summary>
    /// <param name="made">The folder, beside its place.</param>
    /// <param name="folder">Its place.</param>
    /// <param name="aside">The name for what is there; null when nothing is.</param>
    public static void PutInPlace(string made, string folder, string? aside)
    {
        if (aside is null && Directory.Exists(folder)) Directory.Delete(folder);
        if (aside is not null)
        {
            using var writerLock = new WriterLock(Path.Combine(folder, "writer.lock")) { Patience = UsualPatience };
            writerLock.Hold(() =>
            {
                Directory.Move(folder, aside);
                Directory.Move(made, folder);
                return 0;
            });
        }
        else Directory.Move(made, folder);

        Posix.SyncFolder(Path.GetDirectoryName(folder)!);
    }

    public void Dispose() => Database.Dispose();

    /// <summary>A store is nothing to commit beside the sources.</summary>
    internal static void Ignore(string folder) => File.WriteAllText(Path.Combine(folder, ".gitignore"), "*\n");

    private static void Make(string folder)
    {
        var there = new DirectoryInfo(folder);
        while (there.Parent is not null && !there.Exists) there = there.Parent;
        Directory.CreateDirectory(folder);
        Ignore(folder);
        // Every folder that is new, and the one that was there before: each holds the name of the next.
        for (var made = new DirectoryInfo(folder); made is not null; made = made.FullName == there.FullName ? null : made.Parent) Posix.SyncFolder(made.FullName);
    }
}
