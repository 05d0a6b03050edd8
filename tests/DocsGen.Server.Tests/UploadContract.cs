using System.Globalization;
using System.Text;
using System.Text.Json;
using DocsGen.Core.Access;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.TestSupport;
using static DocsGen.Server.Tests.Wires;

namespace DocsGen.Server.Tests;

/// <summary>Contents that come ahead of their push, over HTTP.</summary>
public abstract class UploadContract : IAsyncLifetime
{
    private ServedStore served = null!;

    private HttpClient Http => served.Http;

    protected abstract string? NewDatabase();

    public async Task InitializeAsync()
    {
        served = await ServedStore.StartAsync(NewDatabase(), new() { MaxFileBytes = 11_000_000, MaxRequestFiles = 3 });
        await new CreateSpace(served.Store.Sync).ExecuteAsync(SpaceSlug.Parse("other"), null, new(), Actor.User("ada"), default);
    }

    public async Task DisposeAsync() => await served.DisposeAsync();

    [Fact]
    public async Task Contents_are_asked_for_uploaded_and_pushed_by_their_hashes()
    {
        var (text, binary) = ("Grüße\n", new byte[] { 0, 1, 2 });
        var (a, b) = (ContentHash.Of(text).Value, ContentHash.Of(binary).Value);
        Shape(await Http.TellAsync("blobs", new { ask = new[] { a, b } }).GoodAsync()).ShouldBe($"present= missing={a},{b}");
        Shape(await Http.TellAsync("blobs", new { ask = new[] { b }, blobs = new object[] { new { sha256 = a, content = text }, new { sha256 = b, base64 = Convert.ToBase64String(binary) } } }).GoodAsync()).ShouldBe($"present={b},{a} missing=");
        Shape(await Http.TellAsync("blobs", new { ask = new[] { a, a.ToUpperInvariant(), b } }).GoodAsync()).ShouldBe($"present={a},{b} missing=");
        var pushed = await Http.TellAsync("push", Push("c-1", Upsert("F1", "a.md", 0, null, sha256: a), Upsert("F2", "b.png", 0, null, sha256: b))).GoodAsync();
        pushed.GetProperty("files").EnumerateArray().Select(f => $"{f.GetProperty("sha256")} {f.GetProperty("incomingContent")}").ShouldBe([$"{a} {text}", $"{b} "]);
        // The same push with its content along is the same.
        (await Http.TellAsync("push", Push("c-1", Upsert("F1", "a.md", 0, text), Upsert("F2", "b.png", 0, null, sha256: b))).GoodAsync()).GetProperty("replayed").GetBoolean().ShouldBeTrue();
        await Http.TellAsync($"changesets/{pushed.GetProperty("changeset").GetProperty("id")}/review", new { decision = "accept" }).GoodAsync();
        await Http.TellAsync($"changesets/{pushed.GetProperty("changeset").GetProperty("id")}/publish").GoodAsync();
        (await Http.GetByteArrayAsync("documents/F2/content")).ShouldBe(binary);
        using var raw = await Http.GetAsync($"blobs/{b}");
        (raw.Content.Headers.ContentType!.ToString(), raw.Headers.GetValues("X-Content-Type-Options").Single(), raw.Headers.ETag!.Tag).ShouldBe(("application/octet-stream", "nosniff", $"\"{b}\""));
        // A hash of the base's content means no change of it, whoever uploaded what.
        using var ben = served.Client(await served.TokenAsync("ben", [Scope.Push]));
        await ben.TellAsync("push", Push("c-2", Upsert("F1", "moved.md", 1, null, sha256: a))).GoodAsync();
        await ben.TellAsync("push", Push("c-3", Upsert("F1", "moved.md", 1, null, "42bc986dc5eec4d3", a))).RefusedAsync(400, "BAD_HASH");
    }

    [Fact]
    public async Task A_push_that_names_what_is_not_here_says_which_file_and_what_to_do()
    {
        var (status, body) = await Http.TellAsync("push", Push("c-1", Upsert("F1", "a.md", 0, ""), Upsert("F2", "b.md", 0, null, sha256: ContentHash.Of("nowhere").Value)));
        (status, body.GetProperty("code").GetString(), body.GetProperty("fileId").GetString()).ShouldBe((400, "BAD_HASH", "F2"));
        body.GetProperty("error").GetString()!.ShouldContain("upload it first");
        await Http.TellAsync("push", Push("c-1", Upsert("F2", "b.md", 0, null, sha256: "short"))).RefusedAsync(400, "BAD_HASH");
        await Http.TellAsync("dry-run", Push("c-1", Upsert("F2", "b.md", 0, null, sha256: ContentHash.Of("nowhere").Value))).RefusedAsync(400, "BAD_HASH");
        (await Http.AskAsync("changesets").GoodAsync()).GetProperty("changesets").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task S10_a_hash_opens_nothing_of_another_space_or_another_callers_uploads()
    {
        const string Secret = "the secret of the other space\n";
        var hash = ContentHash.Of(Secret).Value;
        using var owner = served.Client(await served.TokenAsync("olga", [Scope.Push, Scope.Review, Scope.Publish], ["other"]));
        owner.DefaultRequestHeaders.Add("X-DocsGen-Space", "other");
        await owner.TellAsync("blobs", new { blobs = new[] { new { sha256 = hash, content = Secret } } }).GoodAsync();
        using var mate = served.Client(await served.TokenAsync("mate", [Scope.Push], ["other"]));
        mate.DefaultRequestHeaders.Add("X-DocsGen-Space", "other");
        await NotThereAsync(mate);
        await NotThereAsync(Http);
        await owner.LiveAsync("c-1", Upsert("F1", "a.md", 0, null, sha256: hash));
        // Now the space holds it, for everybody in it, and for nobody outside.
        Shape(await mate.TellAsync("blobs", new { ask = new[] { hash } }).GoodAsync()).ShouldBe($"present={hash} missing=");
        (await mate.GetStringAsync($"blobs/{hash}")).ShouldBe(Secret);
        await NotThereAsync(Http);
        // Whoever has the bytes may bring them, and then it is theirs too.
        await Http.TellAsync("blobs", new { blobs = new[] { new { sha256 = hash, content = Secret } } }).GoodAsync();
        (await Http.GetStringAsync($"blobs/{hash}")).ShouldBe(Secret);

        async Task NotThereAsync(HttpClient http)
        {
            Shape(await http.TellAsync("blobs", new { ask = new[] { hash } }).GoodAsync()).ShouldBe($"present= missing={hash}");
            await http.AskAsync($"blobs/{hash}").RefusedAsync(404, "BLOB_NOT_FOUND");
            await http.TellAsync("push", Push("steal", Upsert("X1", "x.md", 0, null, sha256: hash))).RefusedAsync(400, "BAD_HASH");
            await http.TellAsync("push", new { clientChangesetId = "steal", opsParts = new[] { hash } }).RefusedAsync(400, "BAD_HASH");
        }
    }

    [Fact]
    public async Task A_space_holds_bases_proposals_and_amendments()
    {
        await Http.LiveAsync("c-1", Upsert("F1", "a.md", 0, "base\n"));
        var pushed = await Http.TellAsync("push", Push("c-2", Upsert("F1", "a.md", 1, "proposed\n"))).GoodAsync();
        var review = $"changesets/{pushed.GetProperty("changeset").GetProperty("id")}/files/{pushed.GetProperty("files")[0].GetProperty("id")}/review";
        await Http.SendAsync(HttpMethod.Patch, review, """{"decision":"amend","amendedContent":"amended\n"}""").GoodAsync();
        using var reader = served.Client(await served.TokenAsync("ben", [Scope.Read]));
        foreach (var content in new[] { "base\n", "proposed\n", "amended\n" }) (await reader.GetStringAsync($"blobs/{ContentHash.Of(content)}")).ShouldBe(content);
        await reader.AskAsync($"blobs/{ContentHash.Of("none")}").RefusedAsync(404, "BLOB_NOT_FOUND");
        await reader.AskAsync("blobs/odd").RefusedAsync(400, "BAD_REQUEST");
        await reader.TellAsync("blobs", new { ask = new[] { ContentHash.Of("base\n").Value } }).RefusedAsync(403, "NOT_ALLOWED");
        await reader.PutBytesAsync($"blobs/{ContentHash.Of("x")}", "x"u8.ToArray()).RefusedAsync(403, "NOT_ALLOWED");
    }

    [Theory]
    [InlineData("{}", "ask")]
    [InlineData("""{"ask":"x"}""", "ask")]
    [InlineData("""{"ask":["x"]}""", "ask[0]")]
    [InlineData("""{"blobs":{}}""", "blobs")]
    [InlineData("""{"blobs":[1]}""", "blobs[0]")]
    [InlineData("""{"blobs":[{"sha256":"x","content":""}]}""", "blobs[0].sha256")]
    [InlineData("""{"blobs":[{"sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}]}""", "base64")]
    [InlineData("""{"blobs":[{"sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","base64":"***"}]}""", "base64")]
    [InlineData("""{"blobs":[{"sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","base64":"","content":""}]}""", "base64")]
    public async Task An_upload_that_breaks_a_rule_is_refused_and_says_which(string body, string word) => (await Http.TellAsync("blobs", body).RefusedAsync(400, "BAD_REQUEST")).ShouldContain(word);

    [Fact]
    public async Task Bytes_that_are_others_than_their_hash_says_are_not_kept()
    {
        var wrong = ContentHash.Of("wanted").Value;
        await Http.TellAsync("blobs", new { blobs = new[] { new { sha256 = wrong, content = "given" } } }).RefusedAsync(400, "BAD_HASH");
        await Http.PutBytesAsync($"blobs/{wrong}", "given"u8.ToArray()).RefusedAsync(400, "BAD_HASH");
        await Http.PutBytesAsync($"blobs/{wrong}", new byte[100_000]).RefusedAsync(400, "BAD_HASH");
        foreach (var content in new[] { ContentHash.Of("wanted"), ContentHash.Of("given"), ContentHash.Of(new byte[100_000]) }) await Http.AskAsync($"blobs/{content}").RefusedAsync(404, "BLOB_NOT_FOUND");
        var many = Enumerable.Range(0, 10_001).Select(n => ContentHash.Of(n.ToString(CultureInfo.InvariantCulture)).Value).ToArray();
        await Http.TellAsync("blobs", new { ask = many }).RefusedAsync(400, "BAD_REQUEST");
        Shape(await Http.TellAsync("blobs", new { ask = many[1..] }).GoodAsync()).ShouldEndWith(string.Join(',', many[1..]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_large_content_is_streamed_up_to_the_spaces_limit_and_not_beyond(bool saysItsLength)
    {
        // Larger than a request in general (10 MB), smaller than the space's limit.
        var large = new byte[10_900_000];
        for (var i = 0; i < large.Length; i++) large[i] = (byte)(i * 31 >> 3);
        var hash = ContentHash.Of(large).Value;
        Shape(await Http.PutBytesAsync($"blobs/{hash}", large, saysItsLength).GoodAsync()).ShouldBe($"present={hash} missing=");
        (await Http.GetByteArrayAsync($"blobs/{hash}")).ShouldBe(large);
        var tooLarge = new byte[11_000_001];
        await Http.PutBytesAsync($"blobs/{ContentHash.Of(tooLarge)}", tooLarge, saysItsLength).RefusedAsync(413, "TOO_LARGE");
        await Http.AskAsync("status").GoodAsync();
    }

    [Fact]
    public async Task Only_changes_that_bring_contents_count_as_brought()
    {
        (string Id, string Text)[] contents = [.. Enumerable.Range(0, 5).Select(n => (string.Create(CultureInfo.InvariantCulture, $"F{n}"), string.Create(CultureInfo.InvariantCulture, $"{n}\n")))];
        await Http.TellAsync("push", Push("c-1", [.. contents.Select(c => Upsert(c.Id, c.Id + ".md", 0, c.Text))])).RefusedAsync(400, "BAD_REQUEST");
        await Http.TellAsync("blobs", new { blobs = contents.Select(c => new { sha256 = ContentHash.Of(c.Text).Value, content = c.Text }) }).GoodAsync();
        var pushed = await Http.TellAsync("push", Push("c-1", [.. contents.Select(c => Upsert(c.Id, c.Id + ".md", 0, null, sha256: ContentHash.Of(c.Text).Value))])).GoodAsync();
        pushed.GetProperty("files").GetArrayLength().ShouldBe(5);
    }

    [Fact]
    public async Task A_push_too_large_for_one_request_comes_in_parts()
    {
        var hash = ContentHash.Of("same\n").Value;
        await Http.TellAsync("blobs", new { blobs = new[] { new { sha256 = hash, content = "same\n" } } }).GoodAsync();
        var first = await PartAsync(Upsert("F1", "1.md", 0, null, sha256: hash), Upsert("F2", "2.md", 0, null, sha256: hash));
        var second = await PartAsync(Upsert("F3", "3.md", 0, null, sha256: hash), Upsert("F4", "4.md", 0, null, sha256: hash));
        var pushed = await Http.TellAsync("push", new { clientChangesetId = "c-1", opsParts = new[] { first, second } }).GoodAsync();
        pushed.GetProperty("files").EnumerateArray().Select(f => f.GetProperty("serverPath").GetString()).ShouldBe(["1.md", "2.md", "3.md", "4.md"]);
        pushed.GetProperty("files")[0].GetProperty("incomingContent").ValueKind.ShouldBe(JsonValueKind.Null, "what is larger than a request is not answered with its contents");
        (await Http.TellAsync("push", Push("c-1", [.. Enumerable.Range(1, 4).Select(n => Upsert($"F{n}", $"{n}.md", 0, null, sha256: hash))])).GoodAsync()).GetProperty("replayed").GetBoolean().ShouldBeTrue();
        (await Http.TellAsync("dry-run", new { clientChangesetId = "c-2", opsParts = new[] { first } }).GoodAsync()).GetProperty("files").GetArrayLength().ShouldBe(2);

        await Http.TellAsync("push", new { clientChangesetId = "c-2", opsParts = new[] { first, first } }).RefusedAsync(400, "BAD_REQUEST");
        await Http.TellAsync("push", new { clientChangesetId = "c-2", opsParts = new[] { first }, ops = new[] { Delete("F9", "9.md", 1) } }).RefusedAsync(400, "BAD_REQUEST");
        (await Http.TellAsync("push", new { clientChangesetId = "c-2", opsParts = new[] { await PartAsync(Upsert("F5", "5.md", 0, "along")) } }).RefusedAsync(400, "BAD_REQUEST")).ShouldContain("opsParts[0][0].content");
        foreach (var part in new[] { "[", "{}", "[]", "[1]", "[" + new string('[', 50) + new string(']', 51) })
        {
            await Http.TellAsync("push", new { clientChangesetId = "c-2", opsParts = new[] { await UploadAsync(part) } }).RefusedAsync(400, "BAD_REQUEST");
        }

        await Http.TellAsync("push", """{"clientChangesetId":"c-2","opsParts":[]}""").RefusedAsync(400, "BAD_REQUEST");
        await Http.TellAsync("push", """{"clientChangesetId":"c-2","opsParts":["x"]}""").RefusedAsync(400, "BAD_REQUEST");
    }

    private Task<string> PartAsync(params object[] ops) => UploadAsync(JsonSerializer.Serialize(ops));

    private async Task<string> UploadAsync(string content)
    {
        var hash = ContentHash.Of(content).Value;
        await Http.PutBytesAsync($"blobs/{hash}", Encoding.UTF8.GetBytes(content)).GoodAsync();
        return hash;
    }

    private static string Shape(JsonElement answer) => $"present={Joined(answer.GetProperty("present"))} missing={Joined(answer.GetProperty("missing"))}";

    private static string Joined(JsonElement list) => string.Join(',', list.EnumerateArray().Select(e => e.GetString()));
}

public sealed class EmbeddedUploadTests : UploadContract
{
    protected override string? NewDatabase() => null;
}

public sealed class PostgresUploadTests(ScratchPostgres server) : UploadContract, IClassFixture<ScratchPostgres>
{
    protected override string? NewDatabase() => server.NewDatabase();
}
