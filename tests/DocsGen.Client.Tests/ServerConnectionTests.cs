using System.Text;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using Microsoft.AspNetCore.Http;

namespace DocsGen.Client.Tests;

/// <summary>What the client does with a server that is busy, gone, cut off in the middle, or none of ours.</summary>
public sealed class ServerConnectionTests
{
    private static readonly Space Docs = new() { Id = 1, Slug = SpaceSlug.Parse("docs"), Name = "Docs", Policy = new(), CreatedBy = Actor.User("ada"), CreatedUtc = default };

    [Fact]
    public async Task A_write_is_tried_again_under_the_same_key_and_another_write_has_another()
    {
        await using var server = await OddServer.StartAsync(async (http, n) =>
        {
            if (n == 1) http.Abort();
            else if (n == 2) await AnswerAsync(http, 503, """{"error":"busy","code":"STORE_BUSY"}""");
            else await AnswerAsync(http, 409, """{"error":"no","code":"CHANGESET_PUBLISHED"}""");
        });
        using var connection = server.Connect();
        var calls = new ServerCalls(connection);
        (await calls.WithdrawAsync(Docs, new(1), "why", default)).ShouldBe(new SyncAnswer<Changeset>.Refused("CHANGESET_PUBLISHED", "no"));
        server.Asked.Select(a => a.Key).ShouldBe(["key-1", "key-1", "key-1"]);
        await calls.WithdrawAsync(Docs, new(1), "why", default);
        server.Asked.Last().Key.ShouldBe("key-2");
    }

    [Fact]
    public async Task What_is_refused_for_good_is_not_asked_again()
    {
        await using var server = await OddServer.StartAsync((http, _) => AnswerAsync(http, 403, """{"error":"not yours","code":"NOT_ALLOWED"}"""));
        using var connection = server.Connect();
        var refused = await Should.ThrowAsync<ServerException>(async () => await new ServerCalls(connection).ListAsync(default));
        (refused.Code, refused.Message, refused.IsNotAllowed, server.Asked.Count).ShouldBe(("NOT_ALLOWED", "not yours", true, 1));
        server.Asked.Single().Key.ShouldBeNull("a read changes nothing, and needs no key");
    }

    [Fact]
    public async Task A_server_that_stays_away_is_unreachable_after_a_few_tries()
    {
        await using var server = await OddServer.StartAsync((http, _) =>
        {
            http.Abort();
            return Task.CompletedTask;
        });
        using var connection = server.Connect();
        (await Should.ThrowAsync<ServerException>(async () => await new ServerCalls(connection).ListAsync(default))).Code.ShouldBe(ServerException.Unreachable);
        server.Asked.Count.ShouldBe(5);
    }

    [Theory]
    [InlineData(200, "<html>Hello</html>")]
    [InlineData(404, "<html>No</html>")]
    [InlineData(200, "{}")]
    [InlineData(200, """{"spaces":[{"id":1,"slug":"No Slug","name":"n","policy":{},"cursor":0,"epoch":0,"sequence":1,"changesets":0,"events":0,"createdBy":"user:ada","createdAt":"2026-01-02T03:04:05.000Z"}]}""")]
    public async Task What_is_no_answer_of_the_protocol_is_said_so(int status, string body)
    {
        await using var server = await OddServer.StartAsync((http, _) => AnswerAsync(http, status, body));
        using var connection = server.Connect();
        var foreign = await Should.ThrowAsync<ServerException>(async () => await new ServerCalls(connection).ListAsync(default));
        foreign.Code.ShouldBe(ServerException.BadAnswer);
        foreign.Message.ShouldContain("not of the sync protocol");
    }

    [Fact]
    public async Task A_pull_is_read_change_by_change_however_it_is_cut_into_pieces()
    {
        var content = string.Concat(Enumerable.Repeat("Grüße 🌍 \\n", 20_000)).Replace("\\n", "\n", StringComparison.Ordinal);
        var hash = ContentHash.Of(content);
        var json = $$"""{"newCursor":7,"reset":true,"changes":[{"fileId":"F0","serverPath":"gone.md","version":2,"deleted":true},{"fileId":"F1","serverPath":"a.md","version":1,"deleted":false,"content":{{System.Text.Json.JsonSerializer.Serialize(content)}},"sha256":"{{hash}}"},{"fileId":"F2","serverPath":"p.png","version":3,"deleted":false,"sha256":"{{hash}}"}]}""";
        var bytes = Encoding.UTF8.GetBytes(json);
        await using var server = await OddServer.StartAsync(async (http, _) =>
        {
            http.Response.ContentType = "application/json";
            // Pieces that end in the middle of names, numbers and characters.
            for (var at = 0; at < bytes.Length; at += 997)
            {
                await http.Response.Body.WriteAsync(bytes.AsMemory(at, Math.Min(997, bytes.Length - at)));
                if (at % 9 == 0) await http.Response.Body.FlushAsync();
            }
        });
        using var connection = server.Connect();
        var pulled = await new ServerCalls(connection).PullAsync(Docs, Cursor.Zero, async (head, documents) =>
        {
            (head.Cursor.Value, head.Reset, head.HasMore).ShouldBe((7L, true, false));
            return await documents.ToListAsync();
        }, default);
        pulled.Select(p => (p.Document.File.Value, p.Document.IsDeleted, p.Document.Hash == hash, p.Content is null)).ShouldBe([("F0", true, false, true), ("F1", false, true, false), ("F2", false, true, true)]);
        TextContent.Of(pulled[1].Content!.Value.Span).ShouldBe(content);
    }

    [Fact]
    public async Task A_pull_that_breaks_off_or_comes_damaged_is_no_pull()
    {
        await using var broken = await OddServer.StartAsync(async (http, _) =>
        {
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync("""{"newCursor":7,"changes":[{"fileId":"F1","serverPath":"a.md","ver""");
            await http.Response.Body.FlushAsync();
            http.Abort();
        });
        using var one = broken.Connect();
        (await Should.ThrowAsync<ServerException>(() => PullAsync(one))).Code.ShouldBe(ServerException.Unreachable);
        await using var ended = await OddServer.StartAsync((http, _) => AnswerAsync(http, 200, """{"newCursor":7,"changes":[{"fileId":"F1","serverPath":"a.md","ver"""));
        using var two = ended.Connect();
        (await Should.ThrowAsync<ServerException>(() => PullAsync(two))).Code.ShouldBeOneOf(ServerException.Unreachable, ServerException.BadAnswer);
        await using var damaged = await OddServer.StartAsync((http, _) => AnswerAsync(http, 200, $$"""{"newCursor":7,"changes":[{"fileId":"F1","serverPath":"a.md","version":1,"deleted":false,"content":"b","sha256":"{{ContentHash.Of("a")}}"}]}"""));
        using var three = damaged.Connect();
        (await Should.ThrowAsync<ServerException>(() => PullAsync(three))).Code.ShouldBe("transfer.damaged");
        await using var escaping = await OddServer.StartAsync((http, _) => AnswerAsync(http, 200, $$"""{"newCursor":7,"changes":[{"fileId":"F1","serverPath":"../a.md","version":1,"deleted":false,"content":"a","sha256":"{{ContentHash.Of("a")}}"}]}"""));
        using var four = escaping.Connect();
        await Should.ThrowAsync<FormatException>(() => PullAsync(four));
    }

    [Fact]
    public async Task A_content_with_another_hash_is_not_handed_out()
    {
        await using var server = await OddServer.StartAsync((http, _) => AnswerAsync(http, 200, "other bytes"));
        using var connection = server.Connect();
        var refused = await Should.ThrowAsync<ServerException>(async () => await new ServerCalls(connection).BlobsOf(Docs).OpenAsync(ContentHash.Of("a"), default));
        refused.Code.ShouldBe("transfer.damaged");
    }

    [Fact]
    public async Task Events_out_of_order_twice_or_with_a_gap_are_asked_for_again_from_the_last_good_one()
    {
        string[] connections =
        [
            "id: 1\nevent: a\ndata: {}\n\nid: 2\nevent: a\ndata: {}\n\nid: 2\nevent: a\ndata: {}\n\n",
            "id: 3\nevent: a\ndata: {}\n\nid: 5\nevent: a\ndata: {}\n\n",
            ":\n\nid: 4\nevent: b\ndata: {}\n\nid: 5\nevent: b\ndata: {}\n\n",
        ];
        await using var server = await OddServer.StartAsync(async (http, n) =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync(connections[Math.Min(n, connections.Length) - 1]);
            await http.Response.Body.FlushAsync();
            if (n >= connections.Length) await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        using var connection = server.Connect();
        using var done = new CancellationTokenSource();
        var heard = new List<long>();
        await foreach (var told in new ServerEvents(connection, TimeProvider.System).FollowAsync(Docs.Slug, 0, done.Token))
        {
            heard.Add(told.Seq);
            if (heard.Count == 5) break;
        }

        heard.ShouldBe([1, 2, 3, 4, 5]);
        server.Asked.Select(a => a.Path).ShouldBe(["/api/v1/sync/events?after=0", "/api/v1/sync/events?after=2", "/api/v1/sync/events?after=3"]);
    }

    private static async Task PullAsync(ServerConnection connection) =>
        await new ServerCalls(connection).PullAsync(Docs, Cursor.Zero, async (_, documents) => await documents.CountAsync(), default);

    private static async Task AnswerAsync(HttpContext http, int status, string body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(body);
    }
}
