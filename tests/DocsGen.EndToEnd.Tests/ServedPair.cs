using System.Diagnostics;
using System.Globalization;
using DocsGen.TestSupport;

namespace DocsGen.EndToEnd.Tests;

/// <summary>Two servers as processes of their own on one database, and a switch in front of them that passes each new connection to one of them in turn.</summary>
internal sealed class ServedPair : IAsyncDisposable
{
    private readonly TempFolder folder = new();
    private readonly string database;
    private readonly Dictionary<string, string> environment;
    private readonly ServedProcess[] servers = new ServedProcess[2];
    private TcpSwitch? line;

    private ServedPair(string database, int leaseSeconds)
    {
        this.database = database;
        environment = new(StringComparer.Ordinal) { ["DOCSGEN_LEASE_SECONDS"] = leaseSeconds.ToString(CultureInfo.InvariantCulture) };
    }

    /// <summary>What clients connect to.</summary>
    public TcpSwitch Line => line!;

    /// <summary>Makes tokens, and starts both.</summary>
    /// <param name="database">Where both keep everything.</param>
    /// <param name="leaseSeconds">How long a publish that is not heard of keeps its changeset.</param>
    public static async Task<ServedPair> StartAsync(string database, int leaseSeconds)
    {
        var pair = new ServedPair(database, leaseSeconds);
        pair.Ada = pair.MakeToken("ada");
        pair.Ben = pair.MakeToken("ben");
        await Task.WhenAll(Enumerable.Range(0, 2).Select(pair.StartAsync));
        pair.line = new(pair.Ports);
        return pair;
    }

    /// <summary>A token of a person who may do everything with changesets.</summary>
    public string Ada { get; private set; } = "";

    /// <summary>The same of another person.</summary>
    public string Ben { get; private set; } = "";

    private int[] Ports => [.. servers.Select(s => s.Port)];

    public ServedProcess this[int server] => servers[server];

    /// <summary>A client of the switch.</summary>
    public ServedClient Client(string space = "docs", bool staysConnected = false) => new(Line.Port, Ada, space, staysConnected);

    /// <summary>A client of one server.</summary>
    public ServedClient ClientOf(int server, string token, string space = "docs") => new(servers[server].Port, token, space, staysConnected: false);

    /// <summary>Starts one again that ended; the switch knows it then.</summary>
    public async Task RestartAsync(int server)
    {
        servers[server].Dispose();
        await StartAsync(server);
        Line.SwitchTo(Ports);
    }

    /// <summary>The program on the database of the servers.</summary>
    public Finished Run(params string[] args) => Product.RunWith(folder.Path, environment, [.. args, "--database", database]);

    /// <summary>The program as a client of the switch.</summary>
    public Finished RunThroughLine(params string[] args) => Product.RunWith(
        folder.Path,
        new Dictionary<string, string>(StringComparer.Ordinal) { ["DOCSGEN_TOKEN"] = Ada },
        [.. args, "--server", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Line.Port}")]);

    public async ValueTask DisposeAsync()
    {
        if (line is not null) await line.DisposeAsync();
        foreach (var server in servers) server?.Dispose();
        folder.Dispose();
    }

    private async Task StartAsync(int server) =>
        servers[server] = await ServedProcess.StartAsync(Product.StartProgram(folder.Path, environment, "serve", "--database", database, "--urls", "http://127.0.0.1:0", "--rate-limit", "0"));

    private string MakeToken(string user) =>
        Run("token", "create", "--name", user, "--user", user, "--scope", "push,review,publish", "--json").ShouldExit(0).Json.GetProperty("token").GetString()!;
}

/// <summary>A server that listens; what it says is read along, so that it never waits for a reader.</summary>
internal sealed class ServedProcess : IDisposable
{
    private readonly Process process;
    private readonly Task<string> rest;
    private readonly Task<string> errors;
    private readonly TaskCompletionSource stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServedProcess(Process process, int port)
    {
        (this.process, Port) = (process, port);
        rest = process.StandardOutput.ReadToEndAsync();
        errors = ReadAsync();
    }

    public int Port { get; }

    /// <summary>Done once it says that it ends.</summary>
    public Task Stopping => stopping.Task;

    public static async Task<ServedProcess> StartAsync(Process process)
    {
        var said = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"The server ended: {await process.StandardError.ReadToEndAsync()}");
        return new(process, new Uri(said[(said.LastIndexOf(' ') + 1)..]).Port);
    }

    public void Signal(string name) => Product.Signal(process, name);

    /// <summary>Ends it as a crash would.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Awaits that it ends by itself: its exit code, and what it said on standard error.</summary>
    public async Task<(int Code, string Error)> EndAsync()
    {
        await process.WaitForExitAsync();
        await rest;
        return (process.ExitCode, await errors);
    }

    public void Dispose()
    {
        // One that is stopped by a signal dies of this too.
        if (!process.HasExited) process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private async Task<string> ReadAsync()
    {
        var lines = new List<string>();
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            if (line.Contains("stopping ...", StringComparison.Ordinal)) stopping.TrySetResult();
        }

        stopping.TrySetResult();
        return string.Join('\n', lines);
    }
}
