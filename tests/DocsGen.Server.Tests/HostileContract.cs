using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using DocsGen.Core.Access;
using DocsGen.TestSupport;
using static DocsGen.Server.Tests.Wires;

namespace DocsGen.Server.Tests;

/// <summary>Requests that once were answered by a failure of the server, or in a wrong form; random ones found them.</summary>
public abstract class HostileContract : IAsyncLifetime
{
    private ServedStore served = null!;

    private HttpClient Http => served.Http;

    protected abstract string? NewDatabase();

    public async Task InitializeAsync() => served = await ServedStore.StartAsync(NewDatabase());

    public async Task DisposeAsync() => await served.DisposeAsync();

    [Theory]
    [InlineData("pull", """{"\ud800":1}""", "a name in it holds half of a surrogate pair")]
    [InlineData("pull", """{"sinceCursor":0,"x":[{"\udc00":1}]}""", "a name in it holds half of a surrogate pair")]
    [InlineData("blobs", """{"ask":["\udc00\ud800"]}""", "ask[0] holds half of a surrogate pair")]
    [InlineData("blobs", """{"ask":[1]}""", "ask[0] should be a text")]
    [InlineData("documents/find", """{"fileIds":["F1","\ud800"]}""", "fileIds[1] holds half of a surrogate pair")]
    [InlineData("push", """{"clientChangesetId":"c","opsParts":["\ud800"]}""", "opsParts[0] holds half of a surrogate pair")]
    [InlineData("push", """{"clientChangesetId":"c","supersedes":0,"ops":[{"type":"delete","fileId":"F1","serverPath":"a.md","baseVersion":0}]}""", "supersedes should be a whole number from 1 on")]
    [InlineData("changesets/1/supersede", """{"by":0}""", "by should be a whole number from 1 on")]
    public async Task A_body_that_holds_what_cannot_be_is_refused_and_not_failed_on(string route, string body, string sentence) =>
        (await Http.TellAsync(route, body).RefusedAsync(400, "BAD_REQUEST")).ShouldContain(sentence);

    [Theory]
    [InlineData("""{"policy":{"protected":[null]}}""", "A list holds null")]
    [InlineData("""{"policy":{"checks":[null]}}""", "A list holds null")]
    [InlineData("""{"policy":{"protected":[{"path":"a","approvers":[null]}]}}""", "A list holds null")]
    [InlineData("""{"policy":{"protected":[{"path":"\ud800"}]}}""", "The policy")]
    public async Task A_policy_that_holds_what_cannot_be_is_refused(string body, string sentence)
    {
        using var admin = served.Client(await served.TokenAsync("root", [Scope.Admin]));
        (await admin.PutAsync("spaces/default", body).RefusedAsync(400, "BAD_REQUEST")).ShouldContain(sentence);
        using var broken = new ByteArrayContent([.. "{\"policy\":{\"ap"u8, 0xED, 0xA0, 0x80, .. "provals\":1}}"u8]);
        broken.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await admin.PutAsync("spaces/default", broken);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("changesets?q=%00")]
    [InlineData("changesets?path=a%00b")]
    [InlineData("changesets?author=%00")]
    [InlineData("documents?path=%00")]
    public async Task A_NUL_in_a_question_is_refused(string route) => await Http.AskAsync(route).RefusedAsync(400, "BAD_REQUEST");

    [Fact]
    public async Task A_version_too_large_for_any_document_is_not_taken_for_a_small_one()
    {
        await Http.LiveAsync("one", Upsert("F1", "a.md", 0, "one\n"));
        var pushed = await Http.TellAsync("push", Push("two", Upsert("F1", "a.md", 0, "two\n"))).GoodAsync();
        var (id, file) = (pushed.GetProperty("changeset").GetProperty("id").GetInt64(), pushed.GetProperty("files")[0].GetProperty("id").GetInt64());
        await Http.SendAsync(HttpMethod.Patch, $"changesets/{id}/files/{file}/review", """{"decision":"amend","amendedContent":"both\n","againstVersion":4294967297}""").RefusedAsync(409, "VERSION_CONFLICT");
    }

    [Fact]
    public async Task A_sync_route_that_is_asked_for_in_capitals_refuses_in_its_own_form()
    {
        using var plain = new HttpClient();
        using var answer = await plain.GetAsync(served.Url + "/API/V1/SYNC/ME");
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        (await answer.Content.ReadAsStringAsync()).ShouldContain("\"error\":");
    }

    [Fact]
    public async Task A_description_that_does_not_exist_is_not_found_in_the_usual_form()
    {
        using var plain = new HttpClient();
        using var answer = await plain.GetAsync(served.Url + "/openapi/v2.json");
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task A_piece_of_a_body_whose_size_is_no_number_is_a_bad_request()
    {
        var answer = await RawAsync($"POST /v1/sync/pull HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {served.Token}\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\n");
        answer.ShouldStartWith("HTTP/1.1 400 ");
        answer.ShouldContain("\"code\":\"BAD_REQUEST\"");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("ab")]
    [InlineData("abc")]
    public async Task A_large_text_is_pulled_as_it_is_wherever_it_is_cut(string shift)
    {
        var text = shift + string.Concat(Enumerable.Repeat("🌍é\"\\\u0001<>\n", 20_000));
        await Http.LiveAsync("large", Upsert("F1", "a.md", 0, text));
        var change = (await Http.TellAsync("pull", new { sinceCursor = 0 }).GoodAsync()).GetProperty("changes")[0];
        change.GetProperty("content").GetString().ShouldBe(text);
        change.GetProperty("contentHash").GetString().ShouldBe(DocsGen.Core.Text.Wyhash.Hex(Encoding.UTF8.GetBytes(text)));
        (change.GetProperty("fileId").GetString(), change.GetProperty("serverPath").GetString(), change.GetProperty("version").GetInt32(), change.GetProperty("deleted").GetBoolean()).ShouldBe(("F1", "a.md", 1, false));
    }

    private async Task<string> RawAsync(string request)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, new Uri(served.Url).Port);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}

public sealed class EmbeddedHostileTests : HostileContract
{
    protected override string? NewDatabase() => null;
}

public sealed class PostgresHostileTests(ScratchPostgres server) : HostileContract, IClassFixture<ScratchPostgres>
{
    protected override string? NewDatabase() => server.NewDatabase();
}
