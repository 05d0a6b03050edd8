using System.CommandLine;
using System.Globalization;
using System.Runtime.CompilerServices;
using DocsGen.Cli.Output;
using DocsGen.Cli.Settings;
using DocsGen.Client;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs;
using DocsGen.Core.Runs.Driving;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.Calls;
using DocsGen.Storage;

namespace DocsGen.Cli;

/// <summary>What one command works with: its settings, its printer, and the store, opened when first needed.</summary>
internal sealed class Session(Terminal terminal, ParseResult parsed, bool wantsJson) : IDisposable
{
    private const int EventsAtOnce = 500;

    private StorePlace? place;
    private IStore? store;
    private ServerConnection? server;
    private SyncCalls? sync;
    private IBlobStore? contents;

    public Terminal Terminal { get; } = terminal;

    public Printer Print { get; } = new(terminal, wantsJson, parsed.GetValue(GlobalOptions.Quiet));

    /// <summary>What the user may type next.</summary>
    public NextCommands Next => new(parsed.GetValue(GlobalOptions.Store), parsed.GetValue(GlobalOptions.Database) is null ? null : Place.Database, parsed.GetValue(GlobalOptions.Server));

    public SettingLookup Settings { get; } = new(terminal);

    /// <summary>Who acts.</summary>
    public Actor Actor
    {
        get
        {
            var name = Settings.Find("user")?.Value ?? Environment.UserName;
            return name.Length > 0 && !name.Any(char.IsControl)
                ? Actor.User(name)
                : throw CliError.Usage("user.unknown", "The system does not say who you are. Say it with DOCSGEN_USER=NAME, or 'user: NAME' in a settings file.");
        }
    }

    /// <summary>This process, as other drivers will be told of it.</summary>
    public DriverIdentity Driver => new(
        string.Create(CultureInfo.InvariantCulture, $"{Actor.Name}@{Environment.MachineName}, process {Environment.ProcessId}"), LocalProcess.Current);

    public DriveOptions DriveOptions => new() { LeaseTerm = TimeSpan.FromSeconds(int.Parse(Settings.Find("lease_seconds")!.Value, CultureInfo.InvariantCulture)) };

    /// <summary>Where the store is, or where it would be made.</summary>
    public StorePlace Place => place ??= StorePlace.Find(parsed, Settings, Terminal);

    /// <summary>Whether there is a store to read.</summary>
    public bool HasStore => Place.Database is not null || EmbeddedStore.Exists(Place.Folder!);

    /// <summary>The store that is there.</summary>
    /// <exception cref="CliError">There is none, or a server is named in its place.</exception>
    public IStore Store => parsed.GetValue(GlobalOptions.Server) is not null
        ? throw CliError.Usage("server.no_store", "This works on a store; --server is for spaces, changesets and documents. Leave it out, or name the store by --store or --database.")
        : store ?? (HasStore
        ? OpenOrMakeStore()
        : throw CliError.Usage("store.not_found", $"There is no store at {Place}. 'docsgen run start' makes one; --store DIR names another."));

    public RunPorts Ports => PortsOf(Store);

    /// <summary>Spaces, changesets and documents, of the server that is named, else of the store that is there.</summary>
    public SyncCalls Sync => sync ??= CallsOnServer() ?? CallsOn(Store);

    /// <summary>Contents of the space that the command entered.</summary>
    public IBlobStore Contents => contents ?? throw new InvalidOperationException("No space was entered.");

    /// <summary>The same as <see cref="Sync"/>; a store is made where there is none.</summary>
    public SyncCalls OpenOrMakeSync() => sync ??= CallsOnServer() ?? CallsOn(OpenOrMakeStore());

    /// <summary>Events of a space after a number, each with its body, and then what comes; without end.</summary>
    public async IAsyncEnumerable<(long Seq, string Body)> EventsAsync(Space space, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (server is not null)
        {
            await foreach (var told in new ServerEvents(server, Terminal.Clock).FollowAsync(space.Slug, after, cancellationToken)) yield return (told.Seq, told.Body);
        }

        using var changes = Store.Changes.Subscribe();
        while (true)
        {
            var events = await Store.Sync.Spaces.EventsAsync(space.Id, after, EventsAtOnce, cancellationToken);
            foreach (var happened in events) yield return (after = happened.Seq, happened.Body);
            // Other processes write too, of which an embedded store does not hear.
            if (events.Count == 0) await changes.WaitAsync(TimeSpan.FromMilliseconds(300), cancellationToken);
        }
    }

    /// <summary>From here on the command is about this space.</summary>
    public Space Enter(Space space)
    {
        contents = Sync.Documents.BlobsOf(space);
        return space;
    }

    public IStore OpenOrMakeStore() => store ??= Place.Database is { } database
        ? PostgresStore.Open(database, Terminal.Clock, Terminal.NewId)
        : EmbeddedStore.Open(Place.Folder!, Terminal.Clock, Terminal.NewId);

    public RunPorts PortsOf(IStore opened) => new(opened.Runs, opened.Leases, opened.Artifacts, opened.Blobs, Terminal.Clock);

    /// <summary>A path as the user wrote it, from the folder where the command runs.</summary>
    public string Absolute(string path) => Path.GetFullPath(path, Terminal.Folder);

    /// <summary>Loads the named run, or the latest.</summary>
    /// <exception cref="CliError">There is no such run, or none at all; or it was deleted, and the caller wants more than its events.</exception>
    public async ValueTask<RunState> LoadRunAsync(string? named, CancellationToken cancellationToken, bool evenDeleted = false)
    {
        var id = await FindRunAsync(named, cancellationToken);
        var state = await Ports.LoadAsync(id, cancellationToken) ?? throw NoRun(id);
        return state.IsDeleted && !evenDeleted
            ? throw new CliError("run.deleted", $"{id} was deleted; only its events are left. See 'docsgen run events {id}'.", ExitCodes.Conflict)
            : state;
    }

    /// <summary>The id of the named run, or of the latest.</summary>
    public async ValueTask<RunId> FindRunAsync(string? named, CancellationToken cancellationToken)
    {
        if (named is not null) return RunId.Parse(named);
        var runs = (await Store.Runs.ListAsync(cancellationToken)).Where(r => !r.Deleted).ToList();
        return runs.Count > 0 ? runs[0].Id : throw CliError.Usage("run.not_found", $"The store at {Place} has no runs yet. Start one with 'docsgen run start'.");
    }

    public static CliError NoRun(RunId id) => CliError.Usage("run.not_found", $"There is no run {id} in this store. See 'docsgen run list'.");

    private SyncCalls CallsOn(IStore opened) => SyncCalls.Of(new StoreCalls(opened.Sync, Actor, Terminal.Clock, LocalProcess.Current, DriveOptions.LeaseTerm));

    private SyncCalls? CallsOnServer()
    {
        if (ServerPlace.Find(parsed, Settings) is not { } address) return null;
        var token = Terminal.Environment.GetValueOrDefault(ServerPlace.TokenVariable) is { Length: > 0 } given ? given : new Credentials(Terminal).Find(address);
        server = new(address, token, Terminal.NewId, Terminal.Clock);
        return SyncCalls.Of(new ServerCalls(server));
    }

    public void Dispose()
    {
        server?.Dispose();
        store?.Dispose();
    }
}
