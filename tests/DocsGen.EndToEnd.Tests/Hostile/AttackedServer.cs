using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace DocsGen.EndToEnd.Tests.Hostile;

/// <summary>A server in a process of its own, whose memory is watched, and which must go on serving one who means well.</summary>
internal sealed class AttackedServer : IAsyncDisposable
{
    /// <summary>More than this, in megabytes, is taken for a leak.</summary>
    public const long MostMegabytes = 600;

    // Neither is in any request that is made up.
    private const string CalmSpace = "calm-7f3a";
    private const string CalmToken = "calm-51c9";

    private readonly TempFolder folder = new();
    private readonly StringBuilder log = new();
    private readonly CancellationTokenSource ended = new();
    private readonly string[] store;
    private readonly Process process;
    private readonly HttpClient calm;
    private readonly Task watch;
    private readonly Task said;
    private long peak;

    private AttackedServer(string? database, IReadOnlyDictionary<string, string>? environment)
    {
        store = database is null ? [] : ["--database", database];
        Token = Create("attacker-e210", "admin");
        CalmSecret = Create(CalmToken, "admin");
        // Requests are counted, so that attempts to sign in, which take work on purpose, stay few.
        process = Product.StartProgram(folder.Path, environment, ["serve", "--urls", "http://127.0.0.1:0", "--rate-limit", "1000000", .. store]);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.BeginErrorReadLine();
        var first = process.StandardOutput.ReadLine()!;
        Url = new(first[(first.LastIndexOf(' ') + 1)..]);
        said = NoteOutputAsync();
        calm = new() { BaseAddress = new(Url, "/api/v1/sync/"), Timeout = TimeSpan.FromSeconds(10) };
        calm.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", CalmSecret);
        watch = WatchAsync();
    }

    public Uri Url { get; }

    public string Token { get; }

    /// <summary>The token of the one who means well.</summary>
    public string CalmSecret { get; }

    /// <summary>Where its store lies.</summary>
    public string Folder => folder.Path;

    /// <summary>Most megabytes that it held at any moment that was looked at.</summary>
    public long PeakMegabytes => Interlocked.Read(ref peak) / 1024;

    /// <summary>What it said on its console.</summary>
    public string Log
    {
        get
        {
            lock (log) return log.ToString();
        }
    }

    public static async Task<AttackedServer> StartAsync(string? database = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var server = new AttackedServer(database, environment);
        using var made = await server.calm.PostAsJsonAsync("spaces", new { slug = CalmSpace });
        made.IsSuccessStatusCode.ShouldBeTrue(await made.Content.ReadAsStringAsync());
        server.calm.DefaultRequestHeaders.Add("X-DocsGen-Space", CalmSpace);
        await server.ServeOneAsync("first");
        return server;
    }

    /// <summary>Pushes, accepts, publishes and pulls a document, as somebody who means well.</summary>
    public async Task ServeOneAsync(string name)
    {
        var op = new { type = "upsert", fileId = name, serverPath = $"docs/{name}.md", baseVersion = 0, content = $"# {name}\n" };
        var pushed = await SendAsync("push", new { clientChangesetId = name, ops = new[] { op } });
        var id = pushed.GetProperty("changeset").GetProperty("id").GetInt64();
        await SendAsync($"changesets/{id}/review", new { decision = "accept" });
        var published = await SendAsync($"changesets/{id}/publish", new { });
        published.GetProperty("changeset").GetProperty("status").GetString().ShouldBe("published", name);
        (await SendAsync("pull", new { sinceCursor = 0 })).GetProperty("changes").EnumerateArray().Select(c => c.GetProperty("fileId").GetString()).ShouldContain(name);
    }

    /// <summary>Ends it as an operator would, and hears all that it still has to say.</summary>
    public async Task StopAsync()
    {
        await ended.CancelAsync();
        await watch;
        Product.Signal(process, "TERM");
        await process.WaitForExitAsync();
        await said;
    }

    /// <summary>What must hold whatever came.</summary>
    public void ShouldBeWell(string said)
    {
        process.HasExited.ShouldBeFalse($"{said}\n{Log}");
        PeakMegabytes.ShouldBeLessThan(MostMegabytes, said);
        Log.ShouldNotContain("   at ", customMessage: said);
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await watch;
        calm.Dispose();
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        folder.Dispose();
        ended.Dispose();
    }

    private string Create(string name, string scope) =>
        Product.Run(folder.Path, ["token", "create", "--name", name, "--scope", scope, "--json", .. store]).ShouldExit(0).Json.GetProperty("token").GetString()!;

    private async Task<JsonElement> SendAsync(string path, object body)
    {
        using var answer = await calm.PostAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{path}: {(int)answer.StatusCode} {text}");
        using var json = JsonDocument.Parse(text);
        return json.RootElement.Clone();
    }

    private void Note(string? line)
    {
        if (line is null) return;
        lock (log) log.AppendLine(line);
    }

    private async Task NoteOutputAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line) Note(line);
    }

    private async Task WatchAsync()
    {
        while (!ended.IsCancellationRequested)
        {
            var resident = (await File.ReadAllLinesAsync($"/proc/{process.Id}/status")).FirstOrDefault(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
            if (resident is not null) Interlocked.Exchange(ref peak, Math.Max(peak, long.Parse(resident.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture)));
            await Task.Delay(50, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
