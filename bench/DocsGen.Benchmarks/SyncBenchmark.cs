using System.Diagnostics;
using System.Globalization;
using System.Text;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Storage;
using DocsGen.TestSupport;

namespace DocsGen.Benchmarks;

/// <summary>Push, accept all, publish and a fresh pull into a folder, on both engines, beside git's add, commit, push and clone of the same files in the same run.</summary>
internal static class SyncBenchmark
{
    private const int Rounds = 5;
    private static readonly Actor Ada = Actor.User("ada");

    public static async Task<int> RunAsync(string? tree, int incremental, string? only)
    {
        using var server = new ScratchPostgres();
        foreach (var count in new[] { 500, 10_000 })
        {
            var files = tree is null ? Made(count) : Read(tree, count);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{files.Count} files, {files.Sum(f => f.Bytes.Length) / 1e6:0.0} MB; median of {Rounds} rounds, ms"));
            Console.WriteLine($"{"",-12}{"push",8}{"accept",8}{"publish",8}{"pull",8}{"all",8}");
            await PrintAsync("SQLite", only, () => OursAsync(null, files));
            await PrintAsync("PostgreSQL", only, () => OursAsync(server.NewDatabase(), files));
            await PrintAsync("git", only, () => Task.FromResult(Git(files)));
        }

        if (incremental == 0) return 0;
        await IncrementalAsync(null, incremental);
        await IncrementalAsync(server.NewDatabase(), incremental);
        return 0;
    }

    private static async Task PrintAsync(string name, string? only, Func<Task<double[]>> measure)
    {
        if (only is not null && only != name) return;
        var rounds = new List<double[]>();
        for (var n = 0; n < Rounds; n++) rounds.Add(await measure());
        var median = Enumerable.Range(0, 4).Select(i => rounds.Select(r => r[i]).Order().ElementAt(Rounds / 2)).ToList();
        var all = rounds.Select(r => r.Sum()).Order().ElementAt(Rounds / 2);
        Console.WriteLine(name.PadRight(12) + string.Concat(median.Append(all).Select(m => m.ToString("0", CultureInfo.InvariantCulture).PadLeft(8))));
    }

    private static async Task<double[]> OursAsync(string? database, IReadOnlyList<(string Path, byte[] Bytes)> files)
    {
        var folder = NewFolder();
        try
        {
            using var store = Open(database, Path.Combine(folder, "store"));
            var space = Done(await new CreateSpace(store.Sync).ExecuteAsync(SpaceSlug.Parse("bench"), null, new(), Ada, default));
            var clock = Stopwatch.StartNew();
            var id = await PushAsync(store, space, files, "one", baseVersion: 0);
            var push = Lap(clock);
            Done(await new ReviewChangeset(store.Sync).DecideAllAsync(space, id, DecisionKind.Accept, null, Ada, default));
            var accept = Lap(clock);
            Done(await new PublishChangeset(store.Sync, TimeProvider.System).ExecuteAsync(space, id, new() { Process = LocalProcess.Current }, Ada, default));
            var publish = Lap(clock);
            await PullAsync(store, space, Path.Combine(folder, "out"));
            return [push, accept, publish, Lap(clock)];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task IncrementalAsync(string? database, int count)
    {
        var folder = NewFolder();
        try
        {
            using var store = Open(database, Path.Combine(folder, "store"));
            var space = Done(await new CreateSpace(store.Sync).ExecuteAsync(SpaceSlug.Parse("bench"), null, new(), Ada, default));
            var files = Made(count);
            await PublishAsync(store, space, files, "all", 0);
            var before = (await store.Sync.Spaces.FindAsync(space.Slug, default))!.Cursor;
            await PublishAsync(store, space, [.. files.Take(10).Select(f => (f.Path, Bytes: (byte[])[.. f.Bytes, (byte)'\n']))], "ten", 1);
            var times = new List<double>();
            for (var n = 0; n < 50; n++)
            {
                var clock = Stopwatch.StartNew();
                var seen = await store.Sync.Documents.PullAsync(space.Id, before, null, async (_, documents) => await documents.CountAsync(), default);
                if (seen != 10) throw new InvalidOperationException($"{seen} changes");
                times.Add(clock.Elapsed.TotalMilliseconds);
            }

            times.Sort();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"incremental pull of 10 among {count} on {(database is null ? "SQLite" : "PostgreSQL")}: median {times[25]:0.0} ms, worst {times[^1]:0.0} ms of 50"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task PublishAsync(IStore store, Space space, IReadOnlyList<(string Path, byte[] Bytes)> files, string name, int baseVersion)
    {
        var id = await PushAsync(store, space, files, name, baseVersion);
        Done(await new ReviewChangeset(store.Sync).DecideAllAsync(space, id, DecisionKind.Accept, null, Ada, default));
        Done(await new PublishChangeset(store.Sync, TimeProvider.System).ExecuteAsync(space, id, new() { Process = LocalProcess.Current }, Ada, default));
    }

    private static async Task<ChangesetId> PushAsync(IStore store, Space space, IReadOnlyList<(string Path, byte[] Bytes)> files, string name, int baseVersion)
    {
        var pushed = new List<PushedFile>(files.Count);
        foreach (var (path, bytes) in files) pushed.Add(await PushedFiles.UpsertAsync(store.Blobs, FileId.Parse($"f-{ContentHash.Of(path).Value[..24]}"), ServerPath.Parse(path), baseVersion, bytes, default));
        return Done(await new PushChangeset(store.Sync).ExecuteAsync(space, new() { ClientId = name, Message = "bench", Files = pushed }, Ada, default)).Changeset.Id;
    }

    private static async Task PullAsync(IStore store, Space space, string target) =>
        await store.Sync.Documents.PullAsync(space.Id, Cursor.Zero, null, async (_, documents) => await WriteAsync(store.Blobs, documents, target), default);

    internal static async Task<int> WriteAsync(IBlobStore blobs, IAsyncEnumerable<PulledDocument> documents, string target)
    {
        var folders = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var pulled in documents)
        {
            var path = Path.Combine(target, pulled.Document.Path.Value);
            if (folders.Add(Path.GetDirectoryName(path)!)) Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var bytes = pulled.Content ?? await TextContent.ReadAsync(blobs, pulled.Document.Hash!.Value, default);
            using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
            RandomAccess.Write(file, bytes.Span, 0);
        }

        return 0;
    }

    private static double[] Git(IReadOnlyList<(string Path, byte[] Bytes)> files)
    {
        var folder = NewFolder();
        try
        {
            Run(folder, "init", "-q", "--bare", "remote.git");
            Run(folder, "clone", "-q", "remote.git", "work");
            var work = Path.Combine(folder, "work");
            foreach (var (path, bytes) in files)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(work, path))!);
                File.WriteAllBytes(Path.Combine(work, path), bytes);
            }

            var clock = Stopwatch.StartNew();
            Run(work, "add", "-A");
            Run(work, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "bench");
            var commit = Lap(clock);
            Run(work, "push", "-q", "origin", "HEAD:main");
            var push = Lap(clock);
            Run(folder, "clone", "-q", "-b", "main", "remote.git", "out");
            // git has nothing to accept; its commit stands under push, its push under publish.
            return [commit, 0, push, Lap(clock)];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Run(string folder, params string[] args)
    {
        using var git = Process.Start(new ProcessStartInfo("git", args) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardError = true })!;
        var error = git.StandardError.ReadToEnd();
        git.WaitForExit();
        if (git.ExitCode != 0) throw new InvalidOperationException(error);
    }

    internal static IReadOnlyList<(string Path, byte[] Bytes)> Read(string tree, int count) =>
    [
        .. Directory.EnumerateFiles(tree, "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Take(count)
            .Select(f => (Path.GetRelativePath(tree, f).Replace('\\', '/'), File.ReadAllBytes(f)))
            .Where(f => PathRules.Judge(f.Item1, out _) is null),
    ];

    internal static List<(string Path, byte[] Bytes)> Made(int count) =>
        [.. Enumerable.Range(0, count).Select(n => (string.Create(CultureInfo.InvariantCulture, $"docs/{n / 100}/{n}.md"), Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"# Page {n}\n\nText of page {n}.\n"))))];

    private static IStore Open(string? database, string folder) => database is null
        ? EmbeddedStore.Open(folder, TimeProvider.System, Path.GetRandomFileName)
        : PostgresStore.Open(DatabaseAddress.Parse(database), TimeProvider.System, Path.GetRandomFileName);

    private static string NewFolder() => Directory.CreateTempSubdirectory("docsgen-bench").FullName;

    internal static double Lap(Stopwatch clock)
    {
        var elapsed = clock.Elapsed.TotalMilliseconds;
        clock.Restart();
        return elapsed;
    }

    internal static T Done<T>(SyncAnswer<T> answer) => answer is SyncAnswer<T>.Done done ? done.Value : throw new InvalidOperationException(answer.ToString());
}
