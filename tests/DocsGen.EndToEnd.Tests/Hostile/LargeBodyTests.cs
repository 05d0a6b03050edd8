using System.IO.Compression;
using System.Text;

namespace DocsGen.EndToEnd.Tests.Hostile;

/// <summary>Bodies that are too large, or become so, or never end.</summary>
public sealed class LargeBodyTests : IAsyncLifetime
{
    private const int Megabyte = 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private AttackedServer server = null!;

    public async Task InitializeAsync() => server = await AttackedServer.StartAsync();

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Theory]
    [InlineData("push")]
    [InlineData("blobs")]
    [InlineData("pull")]
    [InlineData("changesets/1/review")]
    public async Task A_client_that_sends_20_MB_and_then_listens_hears_that_it_is_too_much(string route)
    {
        var answer = await SendAsync(Head(route, $"Content-Length: {20 * Megabyte}"), Repeated(new byte[Megabyte], 20));
        answer.Status.ShouldBe(413, answer.ToString());
        Encoding.UTF8.GetString(answer.Body).ShouldContain("\"code\":\"TOO_LARGE\"");
        await AfterwardsAsync(route);
    }

    [Fact]
    public async Task A_body_in_pieces_without_end_is_ended()
    {
        byte[] piece = [.. "10000\r\n"u8, .. new byte[0x10000], .. "\r\n"u8];
        using var connection = await RawConnection.OpenAsync(server.Url);
        using var patience = new CancellationTokenSource(Patience);
        await connection.SendAsync(Head("push", "Transfer-Encoding: chunked"), patience.Token);
        var hears = connection.ReadAsync(cancellationToken: patience.Token);
        while (!hears.IsCompleted && await connection.SendAsync(piece, patience.Token))
        {
            // And more.
        }

        // Whoever goes on sending may lose the answer on the way; what must not be is that it goes on for ever.
        if (await hears is { } answer) answer.Status.ShouldBe(413);
        await AfterwardsAsync("pieces");
    }

    [Theory]
    [InlineData("gzip", "push")]
    [InlineData("br", "push")]
    [InlineData("gzip", "blobs")]
    [InlineData("gzip", "changesets/1/publish")]
    public async Task A_gigabyte_that_comes_folded_is_not_unfolded(string encoding, string route)
    {
        var folded = Folded(encoding, 1024);
        folded.Length.ShouldBeLessThan(2 * Megabyte);
        var answer = await SendAsync(Head(route, $"Content-Encoding: {encoding}\r\nContent-Length: {folded.Length}"), [folded]);
        answer.Status.ShouldBe(413, answer.ToString());
        await AfterwardsAsync("bomb");
    }

    public static TheoryData<string> Bombs => ["deep", "deepObjects", "text", "digits", "fraction", "names", "list", "ops"];

    [Theory]
    [MemberData(nameof(Bombs))]
    public async Task JSON_that_is_made_to_hurt_is_refused(string bomb)
    {
        const int Size = 9 * Megabyte;
        var body = bomb switch
        {
            "deep" => new string('[', Size),
            "deepObjects" => string.Concat(Enumerable.Repeat("{\"a\":", Size / 5)),
            "text" => $$"""{"clientChangesetId":7,"message":"{{new string('a', Size)}}"}""",
            "digits" => $$"""{"clientChangesetId":"c","supersedes":{{new string('9', Size)}}}""",
            "fraction" => $$"""{"clientChangesetId":"c","supersedes":0.{{new string('0', Size)}}1e999999999}""",
            "names" => "{" + string.Join(',', Enumerable.Range(0, 500_000).Select(n => $"\"n{n}\":1")) + "}",
            "list" => "{\"ops\":[" + string.Join(',', Enumerable.Repeat("0", Size / 2)) + "]}",
            _ => "{\"clientChangesetId\":\"c\",\"ops\":[" + string.Join(',', Enumerable.Repeat("{}", Size / 3)) + "]}",
        };
        var bytes = Encoding.UTF8.GetBytes(body);
        var answer = await SendAsync(Head("push", $"Content-Length: {bytes.Length}"), [bytes]);
        answer.Status.ShouldBe(400, answer.ToString());
        await AfterwardsAsync(bomb);
    }

    [Theory]
    [InlineData("/api/v1/login")]
    [InlineData("/api/v1/session")]
    [InlineData("/signin")]
    public async Task Who_is_not_known_yet_may_not_send_much(string path)
    {
        var answer = await SendAsync($"POST {path} HTTP/1.1\r\nHost: {server.Url.Authority}\r\nContent-Type: application/json\r\nContent-Length: {Megabyte}\r\n\r\n", [new byte[Megabyte]]);
        answer.Status.ShouldBe(413, answer.ToString());
        var folded = Folded("gzip", 1);
        (await SendAsync($"POST {path} HTTP/1.1\r\nHost: {server.Url.Authority}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Encoding: gzip\r\nContent-Length: {folded.Length}\r\n\r\n", [folded])).Status.ShouldBeOneOf(400, 413);
    }

    [Theory]
    [InlineData("/signin", "application/json", 100_000, 400)]
    [InlineData("/signin", "application/x-www-form-urlencoded", 100_000, 413)]
    [InlineData("/api/v1/login", "application/json", 100_000, 413)]
    [InlineData("/api/v1/login", "application/json\r\nContent-Encoding: gzip", 100_000, 400)]
    [InlineData("/api/v1/sync/push", "application/json", 11 * Megabyte, 413)]
    [InlineData("/api/v1/sync/nowhere", "application/json", 11 * Megabyte, 404)]
    public async Task Who_is_answered_before_a_body_in_pieces_is_read_to_its_end_may_ask_again_over_the_same_connection(string path, string type, int size, int status)
    {
        using var connection = await RawConnection.OpenAsync(server.Url);
        using var patience = new CancellationTokenSource(Patience);
        await connection.SendAsync($"POST {path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {server.Token}\r\nContent-Type: {type}\r\nTransfer-Encoding: chunked\r\n\r\n{size:x}\r\n", patience.Token);
        byte[] body = [.. new byte[size], .. "\r\n0\r\n\r\n"u8];
        (await connection.SendAsync(body, patience.Token)).ShouldBeTrue("cut off before it was through");
        (await connection.ReadAsync(cancellationToken: patience.Token))!.Status.ShouldBe(status);

        await connection.SendAsync($"GET /api/v1/sync/me HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {server.Token}\r\n\r\n", patience.Token);
        (await connection.ReadAsync(cancellationToken: patience.Token)).ShouldNotBeNull("it hung up without a word").Status.ShouldBe(200);
    }

    private string Head(string route, string framing) => $"POST /api/v1/sync/{route} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {server.Token}\r\nContent-Type: application/json\r\n{framing}\r\n\r\n";

    private async Task<RawAnswer> SendAsync(string head, IEnumerable<byte[]> body)
    {
        using var connection = await RawConnection.OpenAsync(server.Url);
        using var patience = new CancellationTokenSource(Patience);
        await connection.SendAsync(head, patience.Token);
        foreach (var part in body) (await connection.SendAsync(part, patience.Token)).ShouldBeTrue("cut off before it was through");
        var answer = await connection.ReadAsync(cancellationToken: patience.Token);
        answer.ShouldNotBeNull();
        return answer;
    }

    private async Task AfterwardsAsync(string name)
    {
        await server.ServeOneAsync("after-" + name.Replace('/', '-'));
        server.ShouldBeWell(name);
    }

    private static IEnumerable<byte[]> Repeated(byte[] part, int times) => Enumerable.Repeat(part, times);

    private static byte[] Folded(string encoding, int megabytes)
    {
        using var folded = new MemoryStream();
        using (Stream folding = encoding == "br" ? new BrotliStream(folded, CompressionLevel.Fastest, leaveOpen: true) : new GZipStream(folded, CompressionLevel.Optimal, leaveOpen: true))
        {
            var spaces = new byte[Megabyte];
            // Spaces are good JSON as far as they go.
            Array.Fill(spaces, (byte)' ');
            for (var n = 0; n < megabytes; n++) folding.Write(spaces);
        }

        return folded.ToArray();
    }
}
