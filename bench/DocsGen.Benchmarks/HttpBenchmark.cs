using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using DocsGen.Client;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.Calls;
using DocsGen.Core.Sync.UseCases;
using DocsGen.TestSupport;

namespace DocsGen.Benchmarks;

/// <summary>The server over HTTP on both engines, beside git's daemon in the same run: one file, eight clients, many files, a fresh pull, a start.</summary>
internal static class HttpBenchmark
{
    private const int OneFileRounds = 2_000;

    /// <summary>A server runs for weeks: what its compiler does in its first seconds is left out, and printed beside.</summary>
    private const int WarmUp = 1_500;
    private const int GitRounds = 60;
    private const int Rounds = 3;
    private const int Clients = 8;
    private const int Fresh = 6_500;
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(string root, string? tree)
    {
        using var postgres = new ScratchPostgres();
        using var git = GitDaemon.Start();
        var files = tree is null ? SyncBenchmark.Made(10_000) : SyncBenchmark.Read(tree, 10_000);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{files.Count} files, {files.Sum(f => f.Bytes.Length) / 1e6:0.0} MB"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"git daemon   one file, commit and push: {Percentiles(git.OneFile(GitRounds))}"));
        foreach (var count in new[] { 500, files.Count }) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"git daemon   {count} files: {Median([.. Enumerable.Range(0, Rounds).Select(_ => git.Many(files, count))], ["add, commit", "push", "clone"])}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"git daemon   clone of {Fresh}: {Median([.. Enumerable.Range(0, Rounds).Select(_ => git.Many(files, Fresh)[2..])], ["clone"])}"));
        foreach (var (name, database) in new (string, Func<string?>)[] { ("SQLite", () => null), ("PostgreSQL", postgres.NewDatabase) }) await OursAsync(root, name, database, files);
        return 0;
    }

    private static async Task OursAsync(string root, string name, Func<string?> database, IReadOnlyList<(string Path, byte[] Bytes)> files)
    {
        await OnAsync(root, database(), async (server, token) =>
        {
            using var http = Client(server, token);
            var times = new List<double>();
            for (var n = 0; n < OneFileRounds; n++) times.Add(await OneAsync(http, "F", n));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-12} one file, push, accept, publish: {Percentiles(times[WarmUp..])}; of the first {WarmUp}: {Percentiles(times[..WarmUp])}, the very first {times[0]:0.0} ms"));
            var together = await TogetherAsync(server, token);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-12} {Clients} clients: {together:0} published a second"));
        });
        foreach (var count in new[] { 500, files.Count })
        {
            var rounds = new List<double[]>();
            for (var n = 0; n < Rounds; n++) await OnAsync(root, database(), async (server, token) => rounds.Add(await ManyAsync(server, token, [.. files.Take(count)])));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-12} {count} files: {Median(rounds, ["push", "accept", "publish", "pull"])}"));
        }

        await OnAsync(root, database(), async (server, token) =>
        {
            await ManyAsync(server, token, [.. files.Take(Fresh)]);
        }, async (server, token) =>
        {
            using var http = Client(server, token);
            var times = new List<double[]>();
            for (var n = 0; n < 10; n++)
            {
                var clock = Stopwatch.StartNew();
                using var answer = await http.PostAsync("pull", null);
                (await answer.Content.ReadAsByteArrayAsync()).Length.ToString(CultureInfo.InvariantCulture);
                times.Add([clock.Elapsed.TotalMilliseconds]);
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-12} fresh pull of {Fresh}: {Median(times, ["pull"])}; server's peak {server.PeakMegabytes:0} MB"));
        });
        var starts = new List<double>();
        for (var n = 0; n < 5; n++) await OnAsync(root, database(), (server, _) =>
        {
            starts.Add(server.Ready.TotalMilliseconds);
            return Task.CompletedTask;
        });
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-12} ready after {starts.Order().ElementAt(starts.Count / 2):0} ms, median of {starts.Count}"));
    }

    // Each work has a server of its own, over the same store.
    private static async Task OnAsync(string root, string? database, params Func<ServerProcess, string, Task>[] works)
    {
        var folder = Directory.CreateTempSubdirectory("docsgen-bench").FullName;
        try
        {
            var token = await ServerProcess.TokenAsync(root, folder, database);
            foreach (var work in works)
            {
                using var server = await ServerProcess.StartAsync(root, folder, database);
                await work(server, token);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> TogetherAsync(ServerProcess server, string token)
    {
        var clock = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, Clients).Select(async c =>
        {
            using var http = Client(server, token);
            var done = 0;
            for (; clock.Elapsed < Together; done++) await OneAsync(http, string.Create(CultureInfo.InvariantCulture, $"C{c}"), done);
            return done;
        }));
        return counts.Sum() / clock.Elapsed.TotalSeconds;
    }

    private static async Task<double> OneAsync(HttpClient http, string file, int version)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{file}-{version}");
        var clock = Stopwatch.StartNew();
        using var pushed = await SendAsync(http, "push", new { clientChangesetId = name, ops = new[] { new { type = "upsert", fileId = file, serverPath = $"docs/{file}.md", baseVersion = version, content = $"# {name}\n\nText.\n" } } });
        var id = pushed.RootElement.GetProperty("changeset").GetProperty("id").GetInt64();
        using var reviewed = await SendAsync(http, string.Create(CultureInfo.InvariantCulture, $"changesets/{id}/review"), new { decision = "accept" });
        using var published = await SendAsync(http, string.Create(CultureInfo.InvariantCulture, $"changesets/{id}/publish"), new { });
        if (published.RootElement.GetProperty("hasConflicts").GetBoolean()) throw new InvalidOperationException(published.RootElement.GetRawText());
        return clock.Elapsed.TotalMilliseconds;
    }

    private static async Task<JsonDocument> SendAsync(HttpClient http, string route, object body)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body)) { Headers = { ContentType = new("application/json") } };
        using var answer = await http.PostAsync(route, content);
        answer.EnsureSuccessStatusCode();
        return await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync());
    }

    private static async Task<double[]> ManyAsync(ServerProcess server, string token, IReadOnlyList<(string Path, byte[] Bytes)> files)
    {
        using var connection = new ServerConnection(server.Url, token, Path.GetRandomFileName, TimeProvider.System);
        var calls = SyncCalls.Of(new ServerCalls(connection));
        var space = (await calls.Spaces.FindAsync(SpaceSlug.Parse("default"), default))!;
        var clock = Stopwatch.StartNew();
        var pushed = new List<PushedFile>(files.Count);
        foreach (var (path, bytes) in files) pushed.Add(await PushedFiles.UpsertAsync(calls.Documents.BlobsOf(space), FileId.Parse($"f-{ContentHash.Of(path).Value[..24]}"), ServerPath.Parse(path), 0, bytes, default));
        var id = SyncBenchmark.Done(await calls.Proposals.PushAsync(space, new() { ClientId = "all", Message = "bench", Files = pushed }, default)).Changeset.Id;
        var push = SyncBenchmark.Lap(clock);
        SyncBenchmark.Done(await calls.Reviews.DecideAllAsync(space, id, DecisionKind.Accept, null, default));
        var accept = SyncBenchmark.Lap(clock);
        SyncBenchmark.Done(await calls.Publishing.PublishAsync(space, id, null, default));
        var publish = SyncBenchmark.Lap(clock);
        var target = Directory.CreateTempSubdirectory("docsgen-bench-pull").FullName;
        await calls.Documents.PullAsync(space, Cursor.Zero, async (_, documents) => await SyncBenchmark.WriteAsync(calls.Documents.BlobsOf(space), documents, target), default);
        var pull = SyncBenchmark.Lap(clock);
        Directory.Delete(target, recursive: true);
        return [push, accept, publish, pull];
    }

    private static HttpClient Client(ServerProcess server, string token) =>
        new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = new(server.Url, "/api/v1/sync/"), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };

    private static string Percentiles(IReadOnlyList<double> times)
    {
        var sorted = times.Order().ToList();
        return string.Create(CultureInfo.InvariantCulture, $"p50 {sorted[sorted.Count / 2]:0.0} ms, p95 {sorted[sorted.Count * 95 / 100]:0.0} ms of {sorted.Count}");
    }

    private static string Median(List<double[]> rounds, string[] names)
    {
        var parts = names.Select((n, i) => string.Create(CultureInfo.InvariantCulture, $"{n} {rounds.Select(r => r[i]).Order().ElementAt(rounds.Count / 2):0}"));
        return string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", parts)}{(names.Length > 1 ? string.Create(CultureInfo.InvariantCulture, $", all {rounds.Select(r => r.Sum()).Order().ElementAt(rounds.Count / 2):0}") : "")} ms, median of {rounds.Count}");
    }
}
