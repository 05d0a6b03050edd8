using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using DocsGen.Core.Artifacts;
using DocsGen.TestSupport.Audit;

namespace DocsGen.EndToEnd.Tests;

/// <summary>A client of the sync protocol in plain HTTP, which knows nothing of the product's own.</summary>
internal sealed class ServedClient : IDisposable
{
    // Longer than any lease, timeout or start of a server in these suites: who waits as long waits for ever.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly HttpClient http;

    /// <summary>Connects when it first asks.</summary>
    /// <param name="port">Where on loopback.</param>
    /// <param name="token">Who asks.</param>
    /// <param name="space">In which space.</param>
    /// <param name="staysConnected">Whether one connection takes several requests; else each request may come to another server.</param>
    public ServedClient(int port, string token, string space, bool staysConnected)
    {
        http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false })
        {
            BaseAddress = new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/api/v1/sync/")),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        http.DefaultRequestHeaders.Add("X-DocsGen-Space", space);
        http.DefaultRequestHeaders.ConnectionClose = !staysConnected;
    }

    /// <summary>Asks once.</summary>
    /// <exception cref="HttpRequestException">There was no answer, or not all of it; see <see cref="IsLoss"/>.</exception>
    public async Task<Reply> PostAsync(string path, object body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        using var answer = await http.SendAsync(request);
        return new((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.Contains("Idempotency-Replayed"), 0);
    }

    /// <summary>Asks the same again, as the protocol wants it, while there is no answer or one that says to come back.</summary>
    public async Task<Reply> InsistAsync(string path, object body, string? key = null, string? alsoOn = null)
    {
        var (clock, lost) = (Stopwatch.StartNew(), 0);
        while (true)
        {
            string why;
            try
            {
                var reply = await PostAsync(path, body, key);
                if (reply.Status is not (408 or 429 or 503) && (reply.Status != 409 || (reply.Code != "IDEMPOTENCY_KEY_IN_USE" && reply.Code != alsoOn))) return reply with { Lost = lost };
                why = $"{reply.Status}: {reply.Body}";
            }
            catch (Exception exception) when (IsLoss(exception))
            {
                lost++;
                why = exception.Message;
            }

            if (clock.Elapsed > Patience) throw new InvalidOperationException($"{path} is never answered for good: {why}");
            await Task.Delay(25);
        }
    }

    /// <summary>That there was no answer: one that breaks off while it connects comes as it is.</summary>
    public static bool IsLoss(Exception exception) => exception is HttpRequestException or SocketException;

    /// <summary>Pulls once, and checks that each content is what is told of it.</summary>
    public async Task<PullLine> PullAsync(long since, int? limit = null)
    {
        var pulled = (await InsistAsync("pull", limit is { } most ? new { sinceCursor = since, limit = most } : new { sinceCursor = since })).Done();
        var lines = new List<PulledLine>();
        foreach (var change in pulled.GetProperty("changes").EnumerateArray())
        {
            var hash = "-";
            if (!change.GetProperty("deleted").GetBoolean())
            {
                hash = change.GetProperty("sha256").GetString()!;
                if (ContentHash.Of(Encoding.UTF8.GetBytes(change.GetProperty("content").GetString()!)).Value != hash) throw new InvalidOperationException($"{change} came with other bytes.");
            }

            lines.Add(new(change.GetProperty("fileId").GetString()!, change.GetProperty("version").GetInt32(), change.GetProperty("serverPath").GetString()!, hash));
        }

        return new(since, pulled.GetProperty("newCursor").GetInt64(), pulled.TryGetProperty("reset", out _), pulled.TryGetProperty("hasMore", out var more) && more.GetBoolean(), lines);
    }

    /// <summary>Pushes a changeset and accepts all of it; its number.</summary>
    public async Task<long> ReadyAsync(string clientId, IReadOnlyList<object> ops)
    {
        var id = (await InsistAsync("push", Push(clientId, ops))).Done().GetProperty("changeset").GetProperty("id").GetInt64();
        (await InsistAsync($"changesets/{id}/review", new { decision = "accept" })).Done();
        return id;
    }

    public static object Push(string clientId, IReadOnlyList<object> ops) => new { clientChangesetId = clientId, message = "m", ops };

    public static object Upsert(string file, string path, int baseVersion, string content) => new { type = "upsert", fileId = file, serverPath = path, baseVersion, content };

    public static object Delete(string file, string path, int baseVersion) => new { type = "delete", fileId = file, serverPath = path, baseVersion };

    public void Dispose() => http.Dispose();
}

/// <summary>An answer.</summary>
/// <param name="Status">Of HTTP.</param>
/// <param name="Body">As it came.</param>
/// <param name="Replayed">Whether it was given before, under the same key.</param>
/// <param name="Lost">How many times it was asked before and no answer came.</param>
internal sealed record Reply(int Status, string Body, bool Replayed, int Lost)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string Code => Json.GetProperty("code").GetString()!;

    /// <summary>Of a publish: that it put the changeset live itself.</summary>
    public bool IsFresh => Said.StartsWith("published", StringComparison.Ordinal);

    /// <summary>Of a publish: the code of a refusal, "replayed", or the status of the changeset and every reason in the report.</summary>
    public string Said
    {
        get
        {
            if (Status != 200) return Code;
            if (Json.TryGetProperty("replayed", out _)) return "replayed";
            var reasons = Json.GetProperty("files").EnumerateArray().Select(f => f.TryGetProperty("reason", out var reason) && reason.ValueKind == JsonValueKind.String ? reason.GetString()! : f.GetProperty("status").GetString()!);
            return string.Join('+', reasons.Distinct(StringComparer.Ordinal).Prepend(Json.GetProperty("changeset").GetProperty("status").GetString()!));
        }
    }

    /// <summary>The body of an answer that is good.</summary>
    public JsonElement Done()
    {
        Status.ShouldBe(200, Body);
        return Json;
    }
}
