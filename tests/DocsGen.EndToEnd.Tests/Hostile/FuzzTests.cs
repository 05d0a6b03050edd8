using System.Diagnostics;
using System.Text;
using System.Text.Json;
using DocsGen.TestSupport;
using Xunit.Abstractions;

namespace DocsGen.EndToEnd.Tests.Hostile;

/// <summary>Requests that nobody would send in good faith, over raw connections, to the program as it is started.</summary>
public sealed class FuzzTests(ScratchPostgres postgres, ITestOutputHelper output) : IClassFixture<ScratchPostgres>
{
    private const int Requests = 10_000;
    private const int Together = 4;
    private const int BetweenServed = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Box = TimeSpan.FromSeconds(10);

    // What the web server says by itself about what is no HTTP, or is given up on the way.
    private static readonly int[] OfTheWebServer = [400, 404, 405, 408, 411, 413, 414, 421, 431, 505];

    [Theory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task Whatever_is_sent_gets_an_answer_in_the_promised_form_and_the_server_serves_on(string engine)
    {
        var seed = (ulong)(uint)Environment.TickCount;
        await using var server = await AttackedServer.StartAsync(engine == "SQLite" ? null : postgres.NewDatabase());
        var document = await DocumentAsync(server);
        var (clock, sent, tally, wrong) = (Stopwatch.StartNew(), 0, new Dictionary<int, int>(), new List<string>());
        await Task.WhenAll(Enumerable.Range(0, Together).Select(n => Task.Run(async () =>
        {
            var maker = new RequestMaker(document, server.Token, new(seed + (ulong)n));
            RawConnection? connection = null;
            var before = "nothing";
            while (Product.Soak || clock.Elapsed < Box)
            {
                var at = Interlocked.Increment(ref sent);
                if (at > Requests || wrong.Count > 20) break;
                var request = maker.Next();
                connection ??= await RawConnection.OpenAsync(server.Url);
                var (answer, fault) = await AskAsync(connection, request);
                lock (tally)
                {
                    tally[answer?.Status ?? 0] = tally.GetValueOrDefault(answer?.Status ?? 0) + 1;
                    if (fault is not null) wrong.Add($"{fault}: {answer}\n{request}\nover a connection that had carried {before}\n");
                }

                before = $"{request} and its answer {answer}";

                if (answer is null || answer.Closes || !request.IsHttp)
                {
                    connection.Dispose();
                    connection = null;
                    before = "nothing";
                }

                if (at % BetweenServed == 0) await server.ServeOneAsync($"calm-{at}");
            }

            connection?.Dispose();
        })));
        var said = $"Hostile requests, {engine}: seed {seed}: {tally.Values.Sum()} requests in {clock.Elapsed.TotalSeconds:0} s, at most {server.PeakMegabytes} MB: {string.Join(", ", tally.OrderByDescending(t => t.Value).Select(t => $"{t.Value} of {t.Key}"))}";
        output.WriteLine(said);
        if (Environment.GetEnvironmentVariable("TEST_ROUNDS") is { Length: > 0 } log) await File.AppendAllTextAsync(log, said + "\n");
        wrong.ShouldBeEmpty($"{said}\n{string.Join('\n', wrong.Take(20))}\n{server.Log}");
        server.ShouldBeWell(said);
        tally.GetValueOrDefault(200).ShouldBeGreaterThan(tally.Values.Sum() / 20, "requests are so wrong that none of them gets anywhere");
    }

    private static async Task<(RawAnswer? Answer, string? Fault)> AskAsync(RawConnection connection, MadeRequest request)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await connection.SendAsync(request.Bytes, patience.Token);
            // What says less than it promised is over at some time.
            if (!request.IsHttp) connection.EndSending();
            var answer = await connection.ReadAsync(request.Method != "HEAD", patience.Token);
            return (answer, answer is null ? request.IsHttp ? "no answer" : null : FaultOf(request, answer));
        }
        catch (OperationCanceledException)
        {
            return (null, "no answer in time");
        }
    }

    private static string? FaultOf(MadeRequest request, RawAnswer answer)
    {
        if (answer.Status >= 500 && !(OfTheWebServer.Contains(answer.Status) && !request.IsHttp)) return "failed";
        if (request.Method == "HEAD" || answer.Status is 204 or 304) return null;
        var isJson = answer.Type is "application/json" or "application/problem+json";
        if (answer.Status < 400) return isJson && !IsJson(answer.Body) ? "a good answer that is no JSON" : null;
        if (answer.Body.Length == 0) return !request.IsHttp && answer.Closes && OfTheWebServer.Contains(answer.Status) ? null : "an empty refusal";
        if (!IsJson(answer.Body)) return "a refusal that is no JSON";
        using var body = JsonDocument.Parse(answer.Body);
        var isSync = body.RootElement.TryGetProperty("error", out var error) && error.GetString()!.Length > 0 && body.RootElement.TryGetProperty("code", out var code) && code.GetString()!.Length > 0 && answer.Type == "application/json";
        var isProblem = body.RootElement.TryGetProperty("detail", out var detail) && detail.GetString()!.Length > 0 && body.RootElement.TryGetProperty("code", out var of) && of.GetString()!.Length > 0 && answer.Type == "application/problem+json";
        if (!isSync && !isProblem) return "a refusal in no form of ours";
        // An address that leads up and down again may be either.
        if (request.Target.Contains("..", StringComparison.Ordinal) || request.Target.Contains("%2", StringComparison.OrdinalIgnoreCase) || request.Target.Contains("//", StringComparison.Ordinal)) return null;
        var path = request.Target.Split('?')[0] + "/";
        var belongs = path.StartsWith("/api/v1/sync/", StringComparison.OrdinalIgnoreCase) || path.StartsWith("/v1/sync/", StringComparison.OrdinalIgnoreCase);
        return belongs == isSync ? null : "a refusal in the form of other routes";
    }

    private static bool IsJson(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static async Task<JsonElement> DocumentAsync(AttackedServer server)
    {
        using var http = new HttpClient();
        using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(await http.GetStringAsync(new Uri(server.Url, "/openapi/v1.json"))));
        return document.RootElement.Clone();
    }
}
