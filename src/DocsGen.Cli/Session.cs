using System.CommandLine;
using System.Globalization;
using DocsGen.Cli.Output;
using DocsGen.Cli.Settings;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs;
using DocsGen.Core.Runs.Driving;
using DocsGen.Storage;

namespace DocsGen.Cli;

/// <summary>What one command works with: its settings, its printer, and the store, opened when first needed.</summary>
internal sealed class Session(Terminal terminal, ParseResult parsed, bool wantsJson) : IDisposable
{
    private const string StoreFolder = ".docsgen";

    private EmbeddedStore? store;

    public Terminal Terminal { get; } = terminal;

    public Printer Print { get; } = new(terminal, wantsJson, parsed.GetValue(GlobalOptions.Quiet));

    /// <summary>What the user may type next.</summary>
    public NextCommands Next => new(parsed.GetValue(GlobalOptions.Store));

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

    /// <summary>The store's folder: where it is, or where it would be made.</summary>
    public string StorePath
    {
        get
        {
            var named = parsed.GetValue(GlobalOptions.Store) ?? Settings.Find("store")?.Value;
            if (named is not null) return Absolute(named);
            for (var folder = new DirectoryInfo(Terminal.Folder); folder is not null; folder = folder.Parent)
            {
                var candidate = Path.Combine(folder.FullName, StoreFolder);
                if (EmbeddedStore.Exists(candidate)) return candidate;
            }

            return Path.Combine(Terminal.Folder, StoreFolder);
        }
    }

    /// <summary>The store that is there.</summary>
    /// <exception cref="CliError">There is none.</exception>
    public EmbeddedStore Store => store ?? (EmbeddedStore.Exists(StorePath)
        ? OpenOrMakeStore()
        : throw CliError.Usage("store.not_found", $"There is no store at {StorePath}. 'docsgen run start' makes one; --store DIR names another."));

    public RunPorts Ports => PortsOf(Store);

    public EmbeddedStore OpenOrMakeStore() => store ??= EmbeddedStore.Open(StorePath, Terminal.Clock, Terminal.NewId);

    public RunPorts PortsOf(EmbeddedStore opened) => new(opened.Runs, opened.Leases, opened.Artifacts, opened.Blobs, Terminal.Clock);

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
        return runs.Count > 0 ? runs[0].Id : throw CliError.Usage("run.not_found", $"The store at {StorePath} has no runs yet. Start one with 'docsgen run start'.");
    }

    public static CliError NoRun(RunId id) => CliError.Usage("run.not_found", $"There is no run {id} in this store. See 'docsgen run list'.");

    public void Dispose() => store?.Dispose();
}
