using System.Text;
using Xunit.Abstractions;

namespace DocsGen.EndToEnd.Tests.Hostile;

/// <summary>Connections that take their time.</summary>
public sealed class SlowConnectionTests(ITestOutputHelper output)
{
    private const int OfEachKind = 50;

    // Far beyond what the limits allow, on a machine that is busy.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Two_hundred_connections_that_are_slow_or_go_silent_hold_nobody_up_and_are_ended()
    {
        await using var server = await AttackedServer.StartAsync();
        using var ended = new CancellationTokenSource(Patience);
        // Whoever pulls it slowly costs the server one copy of it.
        var large = Encoding.UTF8.GetBytes($$"""{"clientChangesetId":"large","ops":[{"type":"upsert","fileId":"L","serverPath":"l.md","baseVersion":0,"content":"{{new string('a', 5_000_000)}}"}]}""");
        await PublishAsync(server, large, ended.Token);
        var auth = $"Host: a\r\nAuthorization: Bearer {server.Token}\r\n";
        var dribbling = await OpenAsync(server, "GET /api/v1/sync/me HTTP/1.1\r\nHo", ended.Token);
        var silent = await OpenAsync(server, $"POST /api/v1/sync/push HTTP/1.1\r\n{auth}Content-Length: 1000\r\n\r\n{{\"clientChangesetId\":", ended.Token);
        var pulling = await OpenAsync(server, $"POST /api/v1/sync/pull HTTP/1.1\r\n{auth}Content-Length: 2\r\n\r\n{{}}", ended.Token);
        var following = await OpenAsync(server, $"GET /api/v1/sync/events HTTP/1.1\r\n{auth}\r\n", ended.Token);
        var dribble = Task.WhenAll(dribbling.Select(c => DribbleAsync(c, ended.Token)));
        for (var n = 0; n < 20; n++) await server.ServeOneAsync($"meanwhile-{n}");

        // They end by themselves, whether or not anybody says a word in between; an answer before that is a refusal.
        await dribble;
        foreach (var connection in dribbling.Concat(silent))
        {
            if (await connection.ReadAsync(cancellationToken: ended.Token) is { } answer) answer.Status.ShouldBeOneOf(400, 408);
        }

        await server.ServeOneAsync("afterwards");
        // Who follows events and reads nothing does no harm, and is not cut off.
        foreach (var connection in following) (await connection.ReadAsync(cancellationToken: ended.Token)).ShouldNotBeNull().Status.ShouldBe(200);
        foreach (var connection in dribbling.Concat(silent).Concat(pulling).Concat(following)) connection.Dispose();
        var said = $"Slow connections: {4 * OfEachKind} at once, at most {server.PeakMegabytes} MB";
        output.WriteLine(said);
        if (Environment.GetEnvironmentVariable("TEST_ROUNDS") is { Length: > 0 } log) await File.AppendAllTextAsync(log, said + "\n", CancellationToken.None);
        server.ShouldBeWell(said);
    }

    private static async Task<List<RawConnection>> OpenAsync(AttackedServer server, string said, CancellationToken cancellationToken)
    {
        var connections = new List<RawConnection>();
        for (var n = 0; n < OfEachKind; n++)
        {
            connections.Add(await RawConnection.OpenAsync(server.Url, cancellationToken));
            await connections[^1].SendAsync(said, cancellationToken);
        }

        return connections;
    }

    // A letter of a header a second, for as long as the server listens.
    private static async Task DribbleAsync(RawConnection connection, CancellationToken cancellationToken)
    {
        while (await connection.SendAsync("s", cancellationToken)) await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
    }

    private static async Task PublishAsync(AttackedServer server, byte[] push, CancellationToken cancellationToken)
    {
        using var connection = await RawConnection.OpenAsync(server.Url, cancellationToken);
        foreach (var (route, body) in new[] { ("push", push), ("changesets/2/review", "{\"decision\":\"accept\"}"u8.ToArray()), ("changesets/2/publish", "{}"u8.ToArray()) })
        {
            await connection.SendAsync($"POST /api/v1/sync/{route} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {server.Token}\r\nContent-Length: {body.Length}\r\n\r\n", cancellationToken);
            await connection.SendAsync(body, cancellationToken);
            var answer = await connection.ReadAsync(cancellationToken: cancellationToken);
            answer.ShouldNotBeNull().Status.ShouldBe(200, answer.ToString());
        }
    }
}
