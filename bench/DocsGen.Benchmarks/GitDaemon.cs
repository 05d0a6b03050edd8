using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace DocsGen.Benchmarks;

/// <summary>git's own server, with a repository for each measurement.</summary>
internal sealed class GitDaemon(string folder, int port, Process daemon) : IDisposable
{
    private int made;

    public static GitDaemon Start()
    {
        var repositories = Directory.CreateTempSubdirectory("docsgen-bench-git").FullName;
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var listening = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        string[] args = ["daemon", "--reuseaddr", "--export-all", "--enable=receive-pack", "--listen=127.0.0.1", string.Create(CultureInfo.InvariantCulture, $"--port={listening}"), $"--base-path={repositories}", repositories];
        var started = Process.Start(new ProcessStartInfo("git", args) { UseShellExecute = false, RedirectStandardError = true })!;
        while (!IsUp(listening)) Thread.Sleep(20);
        return new(repositories, listening, started);
    }

    /// <summary>Milliseconds of each round of add, commit and push of one changed file.</summary>
    public IReadOnlyList<double> OneFile(int rounds)
    {
        var work = Clone(NewRepository());
        var times = new List<double>();
        for (var n = 0; n < rounds; n++)
        {
            File.WriteAllText(Path.Combine(work, "a.md"), string.Create(CultureInfo.InvariantCulture, $"# {n}\n\nText.\n"));
            var clock = Stopwatch.StartNew();
            Commit(work);
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        return times;
    }

    /// <summary>Milliseconds of add and commit, push, and a fresh clone.</summary>
    public double[] Many(IReadOnlyList<(string Path, byte[] Bytes)> files, int count)
    {
        var repository = NewRepository();
        var work = Clone(repository);
        foreach (var (path, bytes) in files.Take(count))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(work, path))!);
            File.WriteAllBytes(Path.Combine(work, path), bytes);
        }

        var clock = Stopwatch.StartNew();
        Run(work, "add", "-A");
        Run(work, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "bench");
        var commit = SyncBenchmark.Lap(clock);
        Run(work, "push", "-q", "origin", "HEAD:main");
        var push = SyncBenchmark.Lap(clock);
        Run(folder, "clone", "-q", "-b", "main", Address(repository), $"{repository}-out");
        var clone = SyncBenchmark.Lap(clock);
        foreach (var done in new[] { work, Path.Combine(folder, $"{repository}-out"), Path.Combine(folder, repository) }) Directory.Delete(done, recursive: true);
        return [commit, push, clone];
    }

    public void Dispose()
    {
        daemon.Kill(entireProcessTree: true);
        daemon.WaitForExit();
        daemon.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static void Commit(string work)
    {
        Run(work, "add", "-A");
        Run(work, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "bench");
        Run(work, "push", "-q", "origin", "HEAD:main");
    }

    private string NewRepository()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"r{made++}.git");
        Run(folder, "init", "-q", "--bare", name);
        return name;
    }

    private string Clone(string repository)
    {
        Run(folder, "clone", "-q", Address(repository), $"{repository}-work");
        return Path.Combine(folder, $"{repository}-work");
    }

    private string Address(string repository) => string.Create(CultureInfo.InvariantCulture, $"git://127.0.0.1:{port}/{repository}");

    private static bool IsUp(int port)
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static void Run(string folder, params string[] args)
    {
        using var git = Process.Start(new ProcessStartInfo("git", args) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardError = true })!;
        var error = git.StandardError.ReadToEnd();
        git.WaitForExit();
        if (git.ExitCode != 0) throw new InvalidOperationException(error);
    }
}
