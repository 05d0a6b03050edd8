using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace DocsGen.TestSupport;

/// <summary>
/// A PostgreSQL cluster of a suite's own: made in a temp folder, on a loopback port of its own, with fsync on, stopped by its process id and gone afterwards. A server
/// refuses to run as root; there it runs as the user that Debian's package made for it.
/// </summary>
public sealed class ScratchPostgres : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string folder = Path.Combine(Path.GetTempPath(), "docsgen-pg-" + Path.GetRandomFileName());
    private readonly string binaries = FindBinaries();
    private readonly int port = FreePort();
    private Process server;
    private int databases;

    public ScratchPostgres()
    {
        Directory.CreateDirectory(folder);
        if (Environment.IsPrivilegedProcess) Run("chown", "postgres", folder);
        RunAsServer(Path.Combine(binaries, "initdb"), "--pgdata", Data, "--username", "docsgen", "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-instructions");
        server = Start();
    }

    private string Data => Path.Combine(folder, "data");

    /// <summary>Makes an empty database and answers its address.</summary>
    public string NewDatabase()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"t{Interlocked.Increment(ref databases)}");
        Execute("postgres", $"CREATE DATABASE {name}");
        return AddressOf(name);
    }

    /// <summary>Reaches into a database behind the program's back.</summary>
    public int Sql(string address, string statement) => Execute(new Uri(address).AbsolutePath[1..], statement);

    /// <summary>Stops the server at once, as a crash would, and starts it again.</summary>
    public void CrashAndRestart()
    {
        Signal("QUIT");
        server.WaitForExit();
        server.Dispose();
        server = Start();
    }

    public void Dispose()
    {
        NpgsqlConnection.ClearAllPools();
        Signal("INT");
        if (!server.WaitForExit(Patience)) server.Kill();
        server.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private string AddressOf(string database) => string.Create(CultureInfo.InvariantCulture, $"postgres://docsgen:secret@127.0.0.1:{port}/{database}");

    private Process Start()
    {
        var process = Process.Start(AsServer(
            Path.Combine(binaries, "postgres"), "-D", Data, "-p", port.ToString(CultureInfo.InvariantCulture), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
            "-c", "fsync=on", "-c", "shared_buffers=32MB", "-c", "max_connections=200", "-c", "logging_collector=off"))!;
        // What a server says is read, else it would stop once the pipe is full.
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var clock = Stopwatch.StartNew();
        while (!Answers())
        {
            if (process.HasExited || clock.Elapsed > Patience) throw new InvalidOperationException("The scratch PostgreSQL server did not start.");
            Thread.Sleep(50);
        }

        return process;
    }

    private bool Answers()
    {
        try
        {
            Execute("postgres", "SELECT 1");
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private int Execute(string database, string statement)
    {
        using var connection = new NpgsqlConnection(string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port};Username=docsgen;Database={database};Pooling=false"));
        connection.Open();
#pragma warning disable CA2100 // The statement is the test's own.
        using var command = new NpgsqlCommand(statement, connection);
#pragma warning restore CA2100
        return command.ExecuteNonQuery();
    }

    private void Signal(string name) => Run("kill", $"-{name}", server.Id.ToString(CultureInfo.InvariantCulture));

    private static void RunAsServer(string program, params string[] args) => Finish(AsServer(program, args));

    private static void Run(string program, params string[] args) => Finish(Describe(program, args));

    private static ProcessStartInfo AsServer(string program, params string[] args) => Environment.IsPrivilegedProcess
        ? Describe("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", program, .. args])
        : Describe(program, args);

    private static ProcessStartInfo Describe(string program, string[] args) => new(program, args)
    {
        RedirectStandardError = true,
        UseShellExecute = false,
        WorkingDirectory = "/",
    };

    private static void Finish(ProcessStartInfo info)
    {
        info.RedirectStandardOutput = true;
        using var process = Process.Start(info)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{info.FileName} failed: {error}");
    }

    private static string FindBinaries() =>
        Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(d => d, StringComparer.Ordinal).Select(d => Path.Combine(d, "bin")).FirstOrDefault(d => File.Exists(Path.Combine(d, "initdb")))
        ?? throw new InvalidOperationException("There is no PostgreSQL server here; ./test installs Debian's postgresql.");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
