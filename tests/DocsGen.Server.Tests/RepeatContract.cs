using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using DocsGen.Core.Access;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.TestSupport;
using static DocsGen.Server.Tests.Wires;

namespace DocsGen.Server.Tests;

/// <summary>What is sent twice, what need not be sent again, and what comes compressed, over HTTP.</summary>
public abstract class RepeatContract : IAsyncLifetime
{
    private ServedStore served = null!;

    private HttpClient Http => served.Http;

    protected abstract string? NewDatabase();

    public async Task InitializeAsync() => served = await ServedStore.StartAsync(NewDatabase());

    public async Task DisposeAsync() => await served.DisposeAsync();

    [Fact]
    public async Task A_write_with_a_key_is_done_once_and_answered_the_same_under_every_name_of_its_route()
    {
        var id = (await Http.TellAsync("push", Push("c-1", Upsert("F1", "a.md", 0, "a\n"))).GoodAsync()).GetProperty("changeset").GetProperty("id").GetInt64();
        var first = await KeyedAsync($"changesets/{id}/comments", """{"text":"once"}""", "k-1");
        (first.Status, first.IsReplay).ShouldBe((200, false));
        var again = await KeyedAsync($"changesets/{id}/comments", """{"text":"once"}""", "k-1");
        (again.Status, again.IsReplay, again.Body).ShouldBe((200, true, first.Body));
        var alias = await KeyedAsync($"{served.Url}/v1/sync/commits/{id}/comments", """{"text":"once"}""", "k-1");
        (alias.Status, alias.IsReplay, alias.Body).ShouldBe((200, true, first.Body));
        (await Http.AskAsync($"changesets/{id}/comments").GoodAsync()).GetProperty("comments").GetArrayLength().ShouldBe(1);

        Code(await KeyedAsync($"changesets/{id}/comments", """{"text":"other"}""", "k-1")).ShouldBe("422 IDEMPOTENCY_KEY_REUSED");
        Code(await KeyedAsync($"changesets/{id}/review", """{"text":"once"}""", "k-1")).ShouldBe("422 IDEMPOTENCY_KEY_REUSED");
        // Somebody else's key of the same name is another key.
        using var ben = served.Client(await served.TokenAsync("ben", [Scope.Review]));
        (await KeyedAsync($"changesets/{id}/comments", """{"text":"once"}""", "k-1", ben)).IsReplay.ShouldBeFalse();
        (await Http.AskAsync($"changesets/{id}/comments").GoodAsync()).GetProperty("comments").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Whoever_hangs_up_in_the_middle_and_comes_again_finds_it_done_once()
    {
        var id = (await Http.TellAsync("push", Push("c-1", Upsert("F1", "a.md", 0, "a\n"))).GoodAsync()).GetProperty("changeset").GetProperty("id").GetInt64();
        var url = new Uri(served.Url);
        for (var n = 0; n < 30; n++)
        {
            var (body, key) = (string.Create(CultureInfo.InvariantCulture, $$"""{"text":"comment {{n}}"}"""), string.Create(CultureInfo.InvariantCulture, $"gone-{n}"));
            using (var hasty = new System.Net.Sockets.TcpClient(url.Host, url.Port))
            {
                var request = $"POST /api/v1/sync/changesets/{id} HTTP/1.1\r\nHost: {url.Authority}\r\nAuthorization: Bearer {served.Token}\r\nIdempotency-Key: {key}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"
                    .Replace($"{id} HTTP", $"{id}/comments HTTP", StringComparison.Ordinal);
                await hasty.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
                await Task.Delay(n % 6);
                hasty.LingerState = new(enable: true, seconds: 0);
            }

            Answered again;
            do again = await KeyedAsync($"changesets/{id}/comments", body, key);
            while (again.Status == 409);
            again.Status.ShouldBe(200);
        }

        (await Http.AskAsync($"changesets/{id}/comments").GoodAsync()).GetProperty("comments").EnumerateArray().Select(c => c.GetProperty("text").GetString()).ShouldBe(Enumerable.Range(0, 30).Select(n => string.Create(CultureInfo.InvariantCulture, $"comment {n}")), ignoreOrder: true);
    }

    [Fact]
    public async Task A_refusal_is_kept_as_well()
    {
        var push = JsonSerializer.Serialize(Push("c-1"));
        Code(await KeyedAsync("push", push, "k-1")).ShouldBe("400 BAD_REQUEST");
        var again = await KeyedAsync("push", push, "k-1");
        (Code(again), again.IsReplay).ShouldBe(("400 BAD_REQUEST", true));
        foreach (var bad in new[] { new string('k', 201), "a b" }) Code(await KeyedAsync("push", push, bad)).ShouldBe("400 BAD_REQUEST");
        // Without a good token there is no caller whose key it could be.
        using var nobody = served.Client(null);
        Code(await KeyedAsync("push", push, "k-1", nobody)).ShouldBe("401 UNAUTHORIZED");
    }

    [Fact]
    public async Task Equal_writes_that_race_under_one_key_are_one()
    {
        var id = (await Http.TellAsync("push", Push("c-1", Upsert("F1", "a.md", 0, "a\n"))).GoodAsync()).GetProperty("changeset").GetProperty("id").GetInt64();
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => KeyedAsync($"changesets/{id}/comments", """{"text":"once"}""", "race")));
        answers.Count(a => a is { Status: 200, IsReplay: false }).ShouldBe(1);
        answers.Where(a => a.Status != 200).Select(Code).Distinct().Where(c => c != "409 IDEMPOTENCY_KEY_IN_USE").ShouldBeEmpty();
        (await Http.AskAsync($"changesets/{id}/comments").GoodAsync()).GetProperty("comments").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_key_whose_request_runs_is_in_use_and_one_whose_server_died_is_free_again()
    {
        var space = (await served.Store.Sync.Spaces.FindAsync(SpaceSlug.Parse("default"), default))!;
        var key = new AnswerKey(Actor.User("ada"), space.Id, "k-1");
        var push = JsonSerializer.Serialize(Push("c-1", Upsert("F1", "a.md", 0, "a\n")));
        // What a request that runs holds; its fingerprint is that of the push below.
        var held = (AnswerClaim.Held)await served.Store.Answers.ClaimAsync(key, ContentHash.Of($"POST /push\n\n{push}"), default);
        var busy = await KeyedAsync("push", push, "k-1");
        (Code(busy), busy.RetryAfter).ShouldBe(("409 IDEMPOTENCY_KEY_IN_USE", "1"));
        await served.Store.Answers.ReleaseAsync(key, held.Holder, default);
        (await KeyedAsync("push", push, "k-1")).Status.ShouldBe(200);
        (await KeyedAsync("push", push, "k-1")).IsReplay.ShouldBeTrue();
    }

    [Fact]
    public async Task Spaces_have_keys_outside_of_any_space()
    {
        using var admin = served.Client(await served.TokenAsync("root", [Scope.Admin]));
        (await KeyedAsync("spaces", """{"slug":"team"}""", "k-1", admin)).Status.ShouldBe(200);
        var again = await KeyedAsync("spaces", """{"slug":"team"}""", "k-1", admin);
        (again.Status, again.IsReplay).ShouldBe((200, true), "not 409: it is the same request");
    }

    [Fact]
    public async Task What_a_client_has_is_not_sent_again()
    {
        await Http.LiveAsync("c-1", Upsert("F1", "a.md", 0, "a\n"));
        await Http.LiveAsync("c-2", Upsert("F1", "a.md", 1, "b\n"));
        string[] changing = ["changesets/2", "changesets/2/files", "changesets/2/files/2", "changesets/2/comments", "documents", "documents/F1", "documents/F1/versions", "documents/F1/diff", "documents/F1/content", "spaces", "spaces/default", "status", "status?summary=1"];
        string[] fixedOnes = ["documents/F1/versions/1", "documents/F1/content?version=1", $"blobs/{ContentHash.Of("a\n")}"];
        var tags = new Dictionary<string, EntityTagHeaderValue>(StringComparer.Ordinal);
        foreach (var path in changing.Concat(fixedOnes))
        {
            using var answer = await Http.GetAsync(path);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            tags[path] = answer.Headers.ETag.ShouldNotBeNull(path);
            tags[path].IsWeak.ShouldBeFalse(path);
            (answer.Headers.CacheControl!.Private, answer.Headers.CacheControl.ToString().Contains("immutable", StringComparison.Ordinal)).ShouldBe((true, fixedOnes.Contains(path)), path);
            (await AgainAsync(path, tags[path])).ShouldBe(HttpStatusCode.NotModified, path);
            (await AgainAsync(path, new("\"other\""))).ShouldBe(HttpStatusCode.OK, path);
        }

        tags.Values.Distinct().Count().ShouldBe(tags.Count, "each answer has a tag of its own");
        await Http.TellAsync("changesets/2/comments", new { text = "new" }).GoodAsync();
        await Http.LiveAsync("c-3", Upsert("F1", "a.md", 2, "c\n"));
        foreach (var path in changing.Except(["changesets/2"])) (await AgainAsync(path, tags[path])).ShouldBe(HttpStatusCode.OK, path);
        foreach (var path in fixedOnes) (await AgainAsync(path, tags[path])).ShouldBe(HttpStatusCode.NotModified, path);
    }

    [Fact]
    public async Task A_space_that_changed_meanwhile_is_not_overwritten()
    {
        using var admin = served.Client(await served.TokenAsync("root", [Scope.Admin]));
        using var seen = await admin.GetAsync("spaces/default");
        var tag = seen.Headers.ETag!.Tag;
        await admin.PutAsync("spaces/default", """{"policy":{"approvals":1}}""", ("If-Match", tag)).GoodAsync();
        await admin.PutAsync("spaces/default", """{"policy":{"approvals":2}}""", ("If-Match", tag)).RefusedAsync(412, "SPACE_CHANGED");
        (await admin.AskAsync("spaces/default").GoodAsync()).GetProperty("space").GetProperty("policy").GetProperty("approvals").GetInt32().ShouldBe(1);
        await admin.PutAsync("spaces/default", """{"policy":{"approvals":3}}""", ("If-Match", "*")).GoodAsync();
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_body_may_come_compressed_and_counts_as_what_it_unfolds_to(string encoding)
    {
        var push = JsonSerializer.SerializeToUtf8Bytes(Push("c-1", Upsert("F1", "a.md", 0, "Grüße\n")));
        (await CompressedAsync(HttpMethod.Post, "push", push, encoding)).Status.ShouldBe(200);
        (await Http.AskAsync("changesets/1/files").GoodAsync()).GetProperty("files")[0].GetProperty("incomingContent").GetString().ShouldBe("Grüße\n");
        // Few bytes that unfold to more than a request may hold.
        var bomb = Encoding.UTF8.GetBytes("{\"clientChangesetId\":\"" + new string('x', 50_000_000) + "\"}");
        Code(await CompressedAsync(HttpMethod.Post, "push", bomb, encoding)).ShouldBe("413 TOO_LARGE");
        Code(await CompressedAsync(HttpMethod.Post, "push", bomb, encoding, "k-1")).ShouldBe("413 TOO_LARGE");
        var large = new byte[50_000_000];
        Code(await CompressedAsync(HttpMethod.Put, $"blobs/{ContentHash.Of(large)}", large, encoding)).ShouldBe("413 TOO_LARGE");
        var small = new byte[1_000_000];
        (await CompressedAsync(HttpMethod.Put, $"blobs/{ContentHash.Of(small)}", small, encoding)).Status.ShouldBe(200);
        foreach (var path in new[] { "push", "blobs" }) Code(await SendAsync(HttpMethod.Post, path, "{\"a\": 1, this is not compressed}"u8.ToArray(), encoding)).ShouldBe("400 BAD_REQUEST");
        Code(await SendAsync(HttpMethod.Post, "push", push, "zstd")).ShouldBe("415 UNSUPPORTED_ENCODING");
        Code(await SendAsync(HttpMethod.Post, "push", push, $"{encoding}, {encoding}")).ShouldBe("415 UNSUPPORTED_ENCODING");
    }

    private async Task<Answered> CompressedAsync(HttpMethod method, string path, byte[] body, string encoding, string? key = null)
    {
        using var packed = new MemoryStream();
        using (Stream packing = encoding == "gzip" ? new GZipStream(packed, CompressionLevel.Fastest) : new BrotliStream(packed, CompressionLevel.Fastest)) packing.Write(body);
        return await SendAsync(method, path, packed.ToArray(), encoding, key);
    }

    private async Task<Answered> SendAsync(HttpMethod method, string path, byte[] body, string encoding, string? key = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        using var answer = await Http.SendAsync(request);
        return await Answered.ReadAsync(answer);
    }

    private async Task<HttpStatusCode> AgainAsync(string path, EntityTagHeaderValue tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.IfNoneMatch.Add(tag);
        using var answer = await Http.SendAsync(request);
        if (answer.StatusCode == HttpStatusCode.NotModified) (await answer.Content.ReadAsByteArrayAsync()).Length.ShouldBe(0);
        return answer.StatusCode;
    }

    private async Task<Answered> KeyedAsync(string path, string body, string key, HttpClient? by = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        using var answer = await (by ?? Http).SendAsync(request);
        return await Answered.ReadAsync(answer);
    }

    private static string Code(Answered answer)
    {
        using var body = JsonDocument.Parse(answer.Body);
        return string.Create(CultureInfo.InvariantCulture, $"{answer.Status} {(body.RootElement.TryGetProperty("code", out var code) ? code.GetString() : "")}");
    }

    private sealed record Answered(int Status, string Body, bool IsReplay, string? RetryAfter)
    {
        public static async Task<Answered> ReadAsync(HttpResponseMessage answer) =>
            new((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.Contains("Idempotency-Replayed"), answer.Headers.TryGetValues("Retry-After", out var after) ? after.Single() : null);
    }
}

public sealed class EmbeddedRepeatTests : RepeatContract
{
    protected override string? NewDatabase() => null;
}

public sealed class PostgresRepeatTests(ScratchPostgres server) : RepeatContract, IClassFixture<ScratchPostgres>
{
    protected override string? NewDatabase() => server.NewDatabase();
}
