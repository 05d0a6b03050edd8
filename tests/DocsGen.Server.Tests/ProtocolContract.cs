using System.Globalization;
using System.Text.Json;
using DocsGen.Core.Access;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.TestSupport;
using static DocsGen.Server.Tests.Wires;

namespace DocsGen.Server.Tests;

/// <summary>The sync protocol from outside, sentence by sentence, over HTTP.</summary>
public abstract class ProtocolContract : IAsyncLifetime
{
    private ServedStore served = null!;

    private HttpClient Http => served.Http;

    protected abstract string? NewDatabase();

    public async Task InitializeAsync() => served = await ServedStore.StartAsync(NewDatabase());

    public async Task DisposeAsync() => await served.DisposeAsync();

    [Fact]
    public async Task A_push_is_answered_twice_over_and_replayed()
    {
        var push = new { clientChangesetId = "c-1", targetBranch = "main", message = "first", mergePrompt = "careful", ops = new[] { Upsert("F1", "docs/a.md", 0, "a\n"), Upsert("F2", "docs/b.md", 0, "b\n") } };
        var first = await Http.TellAsync("push", push).GoodAsync();
        first.GetProperty("replayed").GetBoolean().ShouldBeFalse();
        first.GetProperty("newCursor").GetInt64().ShouldBe(0, "nothing was ever published");
        first.GetProperty("results").EnumerateArray().Select(r => $"{r.GetProperty("fileId")} {r.GetProperty("status")}").ShouldBe(["F1 ok", "F2 ok"]);
        JsonElement.DeepEquals(first.GetProperty("changeset"), first.GetProperty("commit")).ShouldBeTrue();
        var changeset = first.GetProperty("changeset");
        string[] names = ["id", "seq", "message", "mergePrompt", "pushedBy", "clientChangesetId", "status", "commitScopeKey", "targetBranch", "payloadHash", "publishedAt", "publishedBy", "createdAt"];
        foreach (var name in names) changeset.TryGetProperty(name, out _).ShouldBeTrue(name);
        (changeset.GetProperty("seq").GetInt64(), changeset.GetProperty("message").GetString(), changeset.GetProperty("mergePrompt").GetString(), changeset.GetProperty("status").GetString(), changeset.GetProperty("publishedAt").ValueKind)
            .ShouldBe((1, "first", "careful", "proposed", JsonValueKind.Null));
        changeset.GetProperty("commitScopeKey").GetString().ShouldStartWith("space:");

        var reordered = new { push.clientChangesetId, push.targetBranch, push.message, push.mergePrompt, ops = push.ops.Reverse() };
        var again = await Http.TellAsync("push", reordered).GoodAsync();
        again.GetProperty("replayed").GetBoolean().ShouldBeTrue();
        again.GetProperty("changeset").GetProperty("id").GetInt64().ShouldBe(changeset.GetProperty("id").GetInt64());
        await Http.TellAsync("push", Push("c-1", Upsert("F1", "docs/a.md", 0, "other\n"))).RefusedAsync(409, "CLIENT_CHANGESET_ID_REUSED");
    }

    [Theory]
    [InlineData("""{"ops":[]}""", "clientChangesetId")]
    [InlineData("""{"clientChangesetId":"c","ops":[]}""", "ops")]
    [InlineData("""{"clientChangesetId":"c"}""", "ops")]
    [InlineData("""{"clientChangesetId":"c","message":1,"ops":[OP]}""", "message")]
    [InlineData("""{"clientChangesetId":"c","mergePrompt":{},"ops":[OP]}""", "mergePrompt")]
    [InlineData("""{"clientChangesetId":"c","targetBranch":"dev","ops":[OP]}""", "targetBranch")]
    [InlineData("""{"clientChangesetId":"c","ops":[{"type":"move","fileId":"F","serverPath":"a.md","baseVersion":0}]}""", "type")]
    [InlineData("""{"clientChangesetId":"c","ops":[{"type":"upsert","fileId":"","serverPath":"a.md","baseVersion":0,"content":""}]}""", "fileId")]
    [InlineData("""{"clientChangesetId":"c","ops":[{"type":"upsert","fileId":"a/b","serverPath":"a.md","baseVersion":0,"content":""}]}""", "fileId")]
    [InlineData("""{"clientChangesetId":"c","ops":[{"type":"upsert","fileId":"a\\b","serverPath":"a.md","baseVersion":0,"content":""}]}""", "fileId")]
    [InlineData("""{"clientChangesetId":"c","ops":[{"type":"upsert","fileId":"a..b","serverPath":"a.md","baseVersion":0,"content":""}]}""", "fileId")]
    [InlineData("""{"clientChangesetId":"c","ops":[{"type":"upsert","fileId":"F","serverPath":"","baseVersion":0,"content":""}]}""", "serverPath")]
    [InlineData("""{"clientChangesetId":"c","ops":[{"type":"upsert","fileId":"F","serverPath":"../a.md","baseVersion":0,"content":""}]}""", "serverPath")]
    [InlineData("""{"clientChangesetId":"c","ops":[{"type":"upsert","fileId":"F","serverPath":"/a.md","baseVersion":0,"content":""}]}""", "serverPath")]
    [InlineData("""{"clientChangesetId":"c","ops":[{"type":"upsert","fileId":"F","serverPath":"a.md","baseVersion":-1,"content":""}]}""", "baseVersion")]
    [InlineData("""{"clientChangesetId":"c","ops":[{"type":"upsert","fileId":"F","serverPath":"a.md","baseVersion":1.5,"content":""}]}""", "baseVersion")]
    [InlineData("""{"clientChangesetId":"c","ops":[{"type":"upsert","fileId":"F","serverPath":"a.md","content":""}]}""", "baseVersion")]
    [InlineData("""{"clientChangesetId":"c","ops":[OP,OP]}""", "twice")]
    [InlineData("""{"clientChangesetId":"c","ops":[OP,{"type":"upsert","fileId":"G","serverPath":"A.md","baseVersion":0,"content":""}]}""", "only by case")]
    [InlineData("""{"clientChangesetId":"c","clientChangesetId":"d","ops":[OP]}""", "JSON")]
    [InlineData("""{"clientChangesetId":"c","ops":[OP],"message":"\ud800"}""", "surrogate")]
    [InlineData("""{"clientChangesetId":"c","ops":[OP],"message":"a\u0000b"}""", "NUL")]
    [InlineData("""[]""", "object")]
    [InlineData("""{"clientChangesetId":""", "JSON")]
    public async Task A_push_that_breaks_a_rule_is_refused_and_says_which(string body, string word)
    {
        var whole = body.Replace("OP", """{"type":"upsert","fileId":"F","serverPath":"a.md","baseVersion":0,"content":""}""", StringComparison.Ordinal);
        (await Http.TellAsync("push", whole).RefusedAsync(400, "BAD_REQUEST")).ShouldContain(word);
        (await Http.AskAsync("changesets").GoodAsync()).GetProperty("changesets").GetArrayLength().ShouldBe(0, "nothing was stored");
    }

    [Fact]
    public async Task More_changes_than_the_space_takes_in_one_request_are_refused()
    {
        var ops = Enumerable.Range(0, 501).Select(n => Upsert(string.Create(CultureInfo.InvariantCulture, $"F{n}"), string.Create(CultureInfo.InvariantCulture, $"{n}.md"), 0, "")).ToArray();
        (await Http.TellAsync("push", Push("c", ops)).RefusedAsync(400, "BAD_REQUEST")).ShouldContain("500");
        await Http.TellAsync("push", Push("c", ops[..500])).GoodAsync();
    }

    [Theory]
    [InlineData("ac1197860850e3a9", null, true)]
    [InlineData("sha256:eb3ea244fc201b681f033362a20efb9f55ff3127f96e6f6c508d59553b8ce2cd", null, true)]
    [InlineData(null, "eb3ea244fc201b681f033362a20efb9f55ff3127f96e6f6c508d59553b8ce2cd", true)]
    [InlineData("42bc986dc5eec4d3", null, false)]
    [InlineData("no hash at all", null, false)]
    [InlineData("sha256:00", null, false)]
    [InlineData(null, "0000000000000000000000000000000000000000000000000000000000000000", false)]
    public async Task Hashes_that_a_request_carries_are_checked(string? contentHash, string? sha256, bool isGood)
    {
        var sent = Http.SendAsync(HttpMethod.Post, "push", JsonSerializer.Serialize(Push("c", Upsert("F1", "a.md", 0, "# Test Content", contentHash, sha256))));
        if (isGood)
        {
            await sent.GoodAsync();
            return;
        }

        var (status, body) = await sent;
        (status, body.GetProperty("code").GetString(), body.GetProperty("fileId").GetString()).ShouldBe((400, "BAD_HASH", "F1"));
    }

    [Fact]
    public async Task A_request_over_the_limit_is_413_in_JSON()
    {
        await Http.TellAsync("push", Push("c", Upsert("F", "a.md", 0, new string('x', 10_600_000)))).RefusedAsync(413, "TOO_LARGE");
        await Http.AskAsync("status").GoodAsync();
    }

    [Fact]
    public async Task A_publish_makes_versions_and_a_pull_tells_them_once()
    {
        var published = await Http.LiveAsync("c-1", Upsert("F1", "docs/a.md", 0, "# Test Content"), Upsert("F2", "docs/b.md", 0, "Grüße, 世界 🌍\n", "45a6ad392d1dfd82"));
        published.GetProperty("hasConflicts").GetBoolean().ShouldBeFalse();
        published.GetProperty("files").EnumerateArray().Select(f => $"{f.GetProperty("fileId")} {f.GetProperty("docJrn")} {f.GetProperty("status")} {f.GetProperty("currentVersion")}")
            .ShouldBe(["F1 jrn:/global:docs:article/sync-F1 published 1", "F2 jrn:/global:docs:article/sync-F2 published 1"]);
        var pulled = await Http.TellAsync("pull", new { sinceCursor = 0 }).GoodAsync();
        pulled.GetProperty("newCursor").GetInt64().ShouldBe(3, "numbers start at 2");
        pulled.GetProperty("changes").EnumerateArray().Select(c => $"{c.GetProperty("fileId")} {c.GetProperty("serverPath")} {c.GetProperty("version")} {c.GetProperty("deleted")}").ShouldBe(["F1 docs/a.md 1 False", "F2 docs/b.md 1 False"]);
        pulled.GetProperty("changes")[0].GetProperty("content").GetString().ShouldBe("# Test Content");
        pulled.GetProperty("changes")[0].GetProperty("contentHash").GetString().ShouldBe("ac1197860850e3a9");
        pulled.GetProperty("changes")[0].GetProperty("sha256").GetString().ShouldBe("eb3ea244fc201b681f033362a20efb9f55ff3127f96e6f6c508d59553b8ce2cd");

        await Http.LiveAsync("c-2", Delete("F1", "docs/a.md", 1), Upsert("F2", "docs/c.md", 1, null));
        var rest = await Http.TellAsync("pull", new { sinceCursor = 3 }).GoodAsync();
        rest.GetProperty("changes").EnumerateArray().Select(c => $"{c.GetProperty("fileId")} {c.GetProperty("serverPath")} {c.GetProperty("version")} {c.GetProperty("deleted")}").ShouldBe(["F1 docs/a.md 2 True", "F2 docs/c.md 2 False"], "tombstones come first");
        rest.GetProperty("changes")[1].GetProperty("content").GetString().ShouldBe("Grüße, 世界 🌍\n", "a rename keeps the content");
        rest.GetProperty("changes")[1].GetProperty("contentHash").GetString().ShouldBe("45a6ad392d1dfd82");
        (await Http.GetStringAsync("changesets/2/files")).ShouldContain("Grüße, 世界", customMessage: "texts are sent as they are");
        (await Http.TellAsync("pull", new { sinceCursor = 5 }).GoodAsync()).GetProperty("changes").GetArrayLength().ShouldBe(0);
        (await Http.TellAsync("pull").GoodAsync()).GetProperty("changes").EnumerateArray().ShouldHaveSingleItem().GetProperty("fileId").GetString().ShouldBe("F2");
        (await Http.TellAsync("pull", new { sinceCursor = 1 }).GoodAsync()).GetProperty("changes").GetArrayLength().ShouldBe(2, "deletes too");
        var status = await Http.AskAsync("status").GoodAsync();
        (status.GetProperty("cursor").GetInt64(), status.GetProperty("fileCount").GetInt32(), status.GetProperty("files")[0].GetProperty("lastSeq").GetInt64()).ShouldBe((5, 1, 5));
        (await Http.AskAsync("status?summary=1").GoodAsync()).TryGetProperty("files", out _).ShouldBeFalse();

        // A push now must not skip what others published.
        (await Http.TellAsync("push", Push("c-3", Upsert("F3", "d.md", 0, ""))).GoodAsync()).GetProperty("newCursor").GetInt64().ShouldBe(1);
        (await Http.TellAsync("push", new { clientChangesetId = "c-4", sinceCursor = 4, ops = new[] { Upsert("F3", "d.md", 0, "") } }).GoodAsync()).GetProperty("newCursor").GetInt64().ShouldBe(4);
    }

    [Fact]
    public async Task A_pull_goes_page_by_page_and_a_foreign_cursor_starts_anew()
    {
        await Http.LiveAsync("c-1", Upsert("F1", "a.md", 0, "a"), Upsert("F2", "b.md", 0, "b"), Upsert("F3", "c.md", 0, "c"));
        var (seen, cursor, more) = (new List<string>(), 0L, true);
        while (more)
        {
            var page = await Http.TellAsync("pull", new { sinceCursor = cursor, limit = 2 }).GoodAsync();
            seen.AddRange(page.GetProperty("changes").EnumerateArray().Select(c => c.GetProperty("fileId").GetString()!));
            (cursor, more) = (page.GetProperty("newCursor").GetInt64(), page.GetProperty("hasMore").GetBoolean());
        }

        seen.ShouldBe(["F1", "F2", "F3"]);
        var foreign = await Http.TellAsync("pull", new { sinceCursor = 999 }).GoodAsync();
        (foreign.GetProperty("reset").GetBoolean(), foreign.GetProperty("changes").GetArrayLength()).ShouldBe((true, 3));
        foreach (var wrong in new[] { """{"sinceCursor":-1}""", """{"sinceCursor":1.5}""", """{"sinceCursor":"0"}""", """{"limit":0}""" }) await Http.TellAsync("pull", wrong).RefusedAsync(400, "BAD_REQUEST");
    }

    [Fact]
    public async Task Every_reason_of_a_publish_is_told()
    {
        await Http.LiveAsync("c-1", Upsert("F1", "a.md", 0, "a"), Upsert("F2", "b.md", 0, "b"), Upsert("F3", "c.md", 0, "c"), Upsert("F4", "d.md", 0, "d"), Upsert("F6", "f.md", 0, "f"));
        await Http.LiveAsync("c-2", Upsert("F1", "a.md", 1, "A"), Upsert("F2", "b.md", 1, "B"), Delete("F3", "c.md", 1), Delete("F6", "f.md", 1));
        var stale = await PushAsync("c-3", Upsert("F1", "a.md", 1, "mine"), Delete("F2", "b.md", 1), Upsert("F3", "c.md", 1, "mine"), Upsert("F5", "d.md", 0, "mine"), Upsert("F7", "g.md", 0, "g"), Delete("F6", "f.md", 1), Upsert("F8", "h.md", 0, "h"));
        stale.Files.Select(f => f.GetProperty("behind").GetBoolean()).ShouldBe([true, true, true, false, false, true, false]);
        await AcceptAsync(stale, except: 6);
        await Reasons(stale.Id, null).ShouldBeAsync(["conflict BASE_CHANGED", "conflict DELETE_BASE_MISMATCH", "conflict BASE_DOC_MISSING", "conflict PATH_TAKEN", "conflict NOT_APPLIED", "conflict NOT_APPLIED", "missing_review MISSING_REVIEW"], hasConflicts: true, "reviewing");
        // Per file: what can go live goes, and stays.
        await Reasons(stale.Id, "per_file").ShouldBeAsync(["conflict BASE_CHANGED", "conflict DELETE_BASE_MISMATCH", "conflict BASE_DOC_MISSING", "conflict PATH_TAKEN", "published ", "published ALREADY_MISSING", "missing_review MISSING_REVIEW"], hasConflicts: true, "reviewing");
        for (var n = 0; n < 7; n++)
        {
            if (n is not (4 or 5)) await Http.SendAsync(HttpMethod.Patch, $"commits/{stale.Id}/files/{stale.Files[n].GetProperty("id")}/review", """{"decision":"reject","comment":"no"}""").GoodAsync();
        }

        await Reasons(stale.Id, "per_file").ShouldBeAsync(
            ["rejected REJECTED", "rejected REJECTED", "rejected REJECTED", "rejected REJECTED", "published ALREADY_PUBLISHED", "published ALREADY_PUBLISHED", "rejected REJECTED"], hasConflicts: false, "published");
        await Reasons(stale.Id, null).ShouldBeAsync(
            ["rejected REJECTED", "rejected REJECTED", "rejected REJECTED", "rejected REJECTED", "published ALREADY_PUBLISHED", "published ALREADY_PUBLISHED", "rejected REJECTED"], hasConflicts: false, "published");
        await Http.TellAsync($"changesets/{stale.Id}/publish", """{"mode":"some"}""").RefusedAsync(400, "BAD_REQUEST");
    }

    [Fact]
    public async Task All_rejected_publishes_nothing_and_a_superseded_one_is_refused()
    {
        var one = await PushAsync("c-1", Upsert("F1", "a.md", 0, "a"));
        await Http.TellAsync($"changesets/{one.Id}/review", new { decision = "reject" }).GoodAsync();
        await Reasons(one.Id, null).ShouldBeAsync(["rejected REJECTED"], hasConflicts: false, "rejected");
        await Http.TellAsync("push", new { clientChangesetId = "c-2", supersedes = one.Id, ops = new[] { Upsert("F1", "a.md", 0, "b") } }).GoodAsync();
        await Http.TellAsync($"changesets/{one.Id}/publish").RefusedAsync(409, "CHANGESET_NOT_PUBLISHABLE");
        (await Http.AskAsync($"commits/{one.Id}").GoodAsync()).GetProperty("commit").GetProperty("status").GetString().ShouldBe("superseded");
        await Http.SendAsync(HttpMethod.Patch, $"changesets/{one.Id}/files/{one.Files[0].GetProperty("id")}/review", """{"decision":"accept"}""").RefusedAsync(409, "CHANGESET_SUPERSEDED");
        (await Http.TellAsync("pull").GoodAsync()).GetProperty("changes").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_review_is_bound_to_what_was_seen()
    {
        await Http.LiveAsync("c-1", Upsert("F1", "a.md", 0, "a\n"));
        await Http.LiveAsync("c-2", Upsert("F1", "a.md", 1, "live\n"));
        var pushed = await PushAsync("c-3", Upsert("F1", "a.md", 1, "# Test Content"));
        var review = $"changesets/{pushed.Id}/files/{pushed.Files[0].GetProperty("id")}/review";
        await Http.SendAsync(HttpMethod.Patch, review, """{"decision":"accept","contentHash":"42bc986dc5eec4d3"}""").RefusedAsync(409, "REVIEW_STALE");
        var accepted = await Http.SendAsync(HttpMethod.Patch, review, """{"decision":"accept","contentHash":"ac1197860850e3a9","comment":"good"}""").GoodAsync();
        var made = accepted.GetProperty("review");
        (made.GetProperty("decision").GetString(), made.GetProperty("comment").GetString(), made.GetProperty("reviewedBy").GetString(), made.GetProperty("commitFileId").GetInt64()).ShouldBe(("accept", "good", "ada", pushed.Files[0].GetProperty("id").GetInt64()));
        await Http.SendAsync(HttpMethod.Patch, review, """{"decision":"maybe"}""").RefusedAsync(400, "BAD_REQUEST");
        await Http.SendAsync(HttpMethod.Patch, review, """{"decision":"amend"}""").RefusedAsync(400, "BAD_REQUEST");
        await Http.SendAsync(HttpMethod.Patch, review, """{"decision":"amend","amendedContent":"<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n"}""").RefusedAsync(400, "CONFLICT_MARKERS");
        await Http.SendAsync(HttpMethod.Patch, $"changesets/{pushed.Id}/files/99999/review", """{"decision":"accept"}""").RefusedAsync(404, "FILE_NOT_FOUND");
        await Http.SendAsync(HttpMethod.Patch, review, """{"decision":"amend","amendedContent":"both\n"}""").GoodAsync();
        await Reasons(pushed.Id, null).ShouldBeAsync(["conflict BASE_CHANGED"], hasConflicts: true, "reviewing");
        // Against the current version: the conflict is resolved.
        await Http.SendAsync(HttpMethod.Patch, review, """{"decision":"amend","amendedContent":"both\n","againstVersion":2}""").GoodAsync();
        await Reasons(pushed.Id, null).ShouldBeAsync(["published "], hasConflicts: false, "published");
        (await Http.TellAsync("pull").GoodAsync()).GetProperty("changes")[0].GetProperty("content").GetString().ShouldBe("both\n");
        await Http.SendAsync(HttpMethod.Patch, review, """{"decision":"reject"}""").RefusedAsync(409, "CHANGESET_PUBLISHED");
    }

    [Fact]
    public async Task Files_show_three_sides_and_what_a_merge_gives()
    {
        await Http.LiveAsync("c-1", Upsert("F1", "a.md", 0, "1\n2\n3\n4\n5\n"), Upsert("F2", "b.md", 0, "x\n"));
        await Http.LiveAsync("c-2", Upsert("F1", "moved.md", 1, "1\n2\n3\n4\nlive\n"), Upsert("F2", "b.md", 1, "live\n"));
        var pushed = await PushAsync("c-3", Upsert("F1", "a.md", 1, "mine\n2\n3\n4\n5\n"), Upsert("F2", "b.md", 1, "mine\n"), Upsert("F3", "n.md", 0, "new\n"));
        var files = (await Http.AskAsync($"changesets/{pushed.Id}/files").GoodAsync()).GetProperty("files").EnumerateArray().ToList();
        string[] names = ["id", "commitId", "fileId", "docJrn", "serverPath", "baseContent", "baseVersion", "incomingContent", "incomingContentHash", "opType", "createdAt", "currentContent", "currentVersion", "currentServerPath", "currentStatus", "latestReview"];
        foreach (var name in names) files[0].TryGetProperty(name, out _).ShouldBeTrue(name);
        files.Select(f => $"{f.GetProperty("baseContent")}|{f.GetProperty("incomingContent")}|{f.GetProperty("currentContent")}|{f.GetProperty("currentVersion")}|{f.GetProperty("currentServerPath")}|{f.GetProperty("currentStatus")}".Replace("\n", "/", StringComparison.Ordinal))
            .ShouldBe(["1/2/3/4/5/|mine/2/3/4/5/|1/2/3/4/live/|2|moved.md|moved", "x/|mine/|live/|2|b.md|ok", "|new/||||missing"]);
        files[0].GetProperty("mergePreview").GetProperty("content").GetString().ShouldBe("mine\n2\n3\n4\nlive\n");
        files[0].GetProperty("mergePreview").GetProperty("hasConflict").GetBoolean().ShouldBeFalse();
        files[1].GetProperty("mergePreview").GetProperty("hasConflict").GetBoolean().ShouldBeTrue();
        files[2].TryGetProperty("mergePreview", out _).ShouldBeFalse();
        (await Http.AskAsync($"changesets/{pushed.Id}/files/{pushed.Files[0].GetProperty("id")}").GoodAsync()).GetProperty("fileId").GetString().ShouldBe("F1");
        (await Http.AskAsync($"changesets/{pushed.Id}/files?content=none").GoodAsync()).GetProperty("files")[0].GetProperty("incomingContent").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_list_is_newest_first_and_goes_on_by_id()
    {
        for (var n = 1; n <= 3; n++) await PushAsync(string.Create(CultureInfo.InvariantCulture, $"c-{n}"), Upsert("F1", "a.md", 0, string.Create(CultureInfo.InvariantCulture, $"{n}\n")));
        var page = await Http.AskAsync("commits?limit=2").GoodAsync();
        page.GetProperty("changesets").EnumerateArray().Select(c => c.GetProperty("clientChangesetId").GetString()).ShouldBe(["c-3", "c-2"]);
        JsonElement.DeepEquals(page.GetProperty("changesets"), page.GetProperty("commits")).ShouldBeTrue();
        page.GetProperty("hasMore").GetBoolean().ShouldBeTrue();
        page.GetProperty("changesets")[0].GetProperty("summary").GetProperty("pending").GetInt32().ShouldBe(1);
        var rest = await Http.AskAsync($"changesets?limit=2&beforeId={page.GetProperty("nextBeforeId")}").GoodAsync();
        rest.GetProperty("changesets").EnumerateArray().ShouldHaveSingleItem().GetProperty("clientChangesetId").GetString().ShouldBe("c-1");
        (rest.GetProperty("hasMore").GetBoolean(), rest.TryGetProperty("nextBeforeId", out _)).ShouldBe((false, false));
        foreach (var wrong in new[] { "limit=0", "limit=-1", "limit=x", "limit=1.5", "beforeId=0", "beforeId=x", "status=odd" }) await Http.AskAsync($"changesets?{wrong}").RefusedAsync(400, "BAD_REQUEST");
        await Http.AskAsync("changesets?limit=1000").GoodAsync();
        await Http.AskAsync("changesets/x").RefusedAsync(400, "BAD_REQUEST");
        (await Http.AskAsync("changesets/424242").RefusedAsync(404, "CHANGESET_NOT_FOUND")).ShouldBe("Changeset not found");
        await Http.AskAsync("nothing").RefusedAsync(404, "NOT_FOUND");
        await Http.SendAsync(HttpMethod.Delete, "push").RefusedAsync(405, "METHOD_NOT_ALLOWED");
    }

    [Fact]
    public async Task Many_files_are_decided_at_once_or_none()
    {
        var pushed = await PushAsync("c-1", Upsert("F1", "a.md", 0, "a\n"), Upsert("F2", "b.md", 0, "b\n"), Upsert("F3", "c.md", 0, "c\n"));
        var ids = pushed.Files.Select(f => f.GetProperty("id").GetInt64()).ToList();
        await Http.TellAsync($"changesets/{pushed.Id}/review", new { files = new object[] { new { id = ids[0], decision = "accept" }, new { id = 99_999, decision = "accept" } } }).RefusedAsync(404, "FILE_NOT_FOUND");
        await Http.TellAsync($"changesets/{pushed.Id}/review", new { files = new object[] { new { id = ids[0], decision = "accept" }, new { id = ids[1], decision = "accept", contentHash = "00" } } }).RefusedAsync(409, "REVIEW_STALE");
        await Http.TellAsync($"changesets/{pushed.Id}/review", new { files = Array.Empty<object>() }).RefusedAsync(400, "BAD_REQUEST");
        (await Http.AskAsync($"changesets/{pushed.Id}").GoodAsync()).GetProperty("summary").GetProperty("pending").GetInt32().ShouldBe(3, "nothing was decided");
        var files = new object[] { new { id = ids[0], decision = "accept" }, new { id = ids[1], decision = "reject", comment = "no" }, new { id = ids[2], decision = "amend", amendedContent = "C\n" } };
        var summary = (await Http.TellAsync($"changesets/{pushed.Id}/review", new { files }).GoodAsync()).GetProperty("summary");
        (summary.GetProperty("accepted").GetInt32(), summary.GetProperty("rejected").GetInt32(), summary.GetProperty("amended").GetInt32()).ShouldBe((1, 1, 1));
        await Http.TellAsync($"changesets/{pushed.Id}/review", new { decision = "amend" }).RefusedAsync(400, "BAD_REQUEST");
    }

    [Fact]
    public async Task Changesets_are_rebased_reverted_withdrawn_and_superseded()
    {
        await Http.LiveAsync("c-1", Upsert("F1", "a.md", 0, "1\n2\n3\n4\n5\n"));
        var live = await Http.LiveAsync("c-2", Upsert("F1", "a.md", 1, "1\n2\n3\n4\nlive\n"));
        var stale = await PushAsync("c-3", Upsert("F1", "a.md", 1, "mine\n2\n3\n4\n5\n"));
        await Http.TellAsync($"changesets/{stale.Id}/rebase").GoodAsync();
        var file = (await Http.AskAsync($"changesets/{stale.Id}/files").GoodAsync()).GetProperty("files")[0];
        (file.GetProperty("baseVersion").GetInt32(), file.GetProperty("behind").GetBoolean(), file.GetProperty("incomingContent").GetString()).ShouldBe((2, false, "mine\n2\n3\n4\nlive\n"));
        var reverted = (await Http.TellAsync($"changesets/{live.GetProperty("changeset").GetProperty("id")}/revert", new { message = "back" }).GoodAsync()).GetProperty("changeset");
        (reverted.GetProperty("status").GetString(), reverted.GetProperty("message").GetString()).ShouldBe(("proposed", "back"));
        (await Http.AskAsync($"changesets/{reverted.GetProperty("id")}/files").GoodAsync()).GetProperty("files")[0].GetProperty("incomingContent").GetString().ShouldBe("1\n2\n3\n4\n5\n");
        await Http.TellAsync($"changesets/{stale.Id}/supersede", new { by = reverted.GetProperty("id").GetInt64() }).GoodAsync();
        (await Http.AskAsync($"changesets/{stale.Id}").GoodAsync()).GetProperty("changeset").GetProperty("supersededBy").GetInt64().ShouldBe(reverted.GetProperty("id").GetInt64());
        await Http.TellAsync($"changesets/{reverted.GetProperty("id")}/supersede", new { by = stale.Id }).RefusedAsync(400, "SUPERSEDE_ORDER");
        await Http.TellAsync($"changesets/{reverted.GetProperty("id")}/withdraw", "{}").RefusedAsync(400, "BAD_REQUEST");
        var withdrawn = (await Http.TellAsync($"changesets/{reverted.GetProperty("id")}/withdraw", new { reason = "no" }).GoodAsync()).GetProperty("changeset");
        (withdrawn.GetProperty("status").GetString(), withdrawn.GetProperty("withdrawnBy").GetString()).ShouldBe(("superseded", "ada"));
        (await Http.AskAsync("changesets?status=superseded&author=ada&path=A.md&q=BACK").GoodAsync()).GetProperty("changesets").EnumerateArray().ShouldHaveSingleItem().GetProperty("clientChangesetId").GetString().ShouldStartWith("revert-");
    }

    [Fact]
    public async Task Binaries_are_told_to_those_who_ask_for_them()
    {
        var (sync, ada) = (served.Store.Sync, Actor.User("ada"));
        var space = (await sync.Spaces.FindAsync(SpaceSlug.Parse("default"), default))!;
        var file = await PushedFiles.UpsertAsync(sync.Blobs, FileId.Parse("P1"), ServerPath.Parse("p.png"), 0, [0, 1, 2], default);
        var pushed = (SyncAnswer<PushResult>.Done)await new PushChangeset(sync).ExecuteAsync(space, new() { ClientId = "p", Files = [file] }, ada, default);
        await Http.TellAsync($"changesets/{pushed.Value.Changeset.Id}/review", new { decision = "accept" }).GoodAsync();
        await Http.TellAsync($"changesets/{pushed.Value.Changeset.Id}/publish").GoodAsync();
        (await Http.TellAsync("pull").GoodAsync()).GetProperty("changes").GetArrayLength().ShouldBe(0, "existing clients know texts only");
        var told = (await Http.TellAsync("pull", new { binaries = true }).GoodAsync()).GetProperty("changes").EnumerateArray().ShouldHaveSingleItem();
        (told.GetProperty("fileId").GetString(), told.TryGetProperty("content", out _), told.GetProperty("sha256").GetString()).ShouldBe(("P1", false, ContentHash.Of(new byte[] { 0, 1, 2 }).Value));
    }

    [Fact]
    public async Task Equal_pushes_that_race_make_one_changeset()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Http.TellAsync("push", Push("race", Upsert("F1", "a.md", 0, "a\n"))).GoodAsync()));
        answers.Select(a => a.GetProperty("changeset").GetProperty("id").GetInt64()).Distinct().ShouldHaveSingleItem();
        answers.Count(a => !a.GetProperty("replayed").GetBoolean()).ShouldBe(1);
    }

    [Fact]
    public async Task Aliases_and_headers_lead_to_the_same_space()
    {
        await new CreateSpace(served.Store.Sync).ExecuteAsync(SpaceSlug.Parse("other"), null, new(), Actor.User("ada"), default);
        var pushed = await PushAsync("c-1", Upsert("F1", "a.md", 0, "a\n"));
        using var alias = new HttpClient { BaseAddress = new($"{served.Url}/v1/sync/") };
        alias.DefaultRequestHeaders.Authorization = new("Bearer", served.Token);
        foreach (var path in new[] { $"changesets/{pushed.Id}", $"commits/{pushed.Id}" })
        {
            await alias.AskAsync(path).GoodAsync();
            await alias.AskAsync(path, ("X-Jolli-Space", "default")).GoodAsync();
            await alias.AskAsync(path, ("X-DocsGen-Space", "default"), ("X-Jolli-Space", "default")).GoodAsync();
            (await alias.AskAsync(path, ("X-Jolli-Space", "other")).RefusedAsync(404, "CHANGESET_NOT_FOUND")).ShouldBe("Changeset not found");
            (await alias.AskAsync(path, ("X-Jolli-Space", "x")).RefusedAsync(404, "SPACE_NOT_FOUND")).ShouldBe("Space not found: \"x\"");
            await alias.AskAsync(path, ("X-Jolli-Space", "other"), ("X-DocsGen-Space", "default")).RefusedAsync(400, "BAD_REQUEST");
        }
    }

    [Fact]
    public async Task S10_a_token_opens_what_its_scopes_and_spaces_say_and_nothing_once_it_ended()
    {
        await new CreateSpace(served.Store.Sync).ExecuteAsync(SpaceSlug.Parse("other"), null, new(), Actor.User("ada"), default);
        var pushed = await PushAsync("c-1", Upsert("F1", "a.md", 0, "a\n"));
        using var reader = served.Client(await served.TokenAsync("ben", [Scope.Read]));
        await reader.AskAsync($"changesets/{pushed.Id}").GoodAsync();
        await reader.TellAsync("push", Push("c-2", Upsert("F2", "b.md", 0, "b\n"))).RefusedAsync(403, "NOT_ALLOWED");
        await reader.TellAsync($"changesets/{pushed.Id}/review", new { decision = "accept" }).RefusedAsync(403, "NOT_ALLOWED");
        await reader.TellAsync($"changesets/{pushed.Id}/publish").RefusedAsync(403, "NOT_ALLOWED");
        await reader.TellAsync($"changesets/{pushed.Id}/withdraw", new { reason = "no" }).RefusedAsync(403, "NOT_ALLOWED");
        using var limited = served.Client(await served.TokenAsync("cy", [Scope.Push], ["other"]));
        await limited.AskAsync("status").RefusedAsync(403, "NOT_ALLOWED");
        await limited.AskAsync("status", ("X-Jolli-Space", "other")).GoodAsync();
        using var nobody = served.Client(null);
        await nobody.AskAsync("status").RefusedAsync(401, "UNAUTHORIZED");
        using var stranger = served.Client("dgt_nothing");
        await stranger.AskAsync("status").RefusedAsync(401, "UNAUTHORIZED");
        using var late = served.Client(await served.TokenAsync("dan", [Scope.Read], lifetime: TimeSpan.FromMilliseconds(1)));
        await Task.Delay(20);
        await late.AskAsync("status").RefusedAsync(401, "UNAUTHORIZED");
        var token = (await served.Store.Tokens.ListAsync(default)).Single(t => t.Actor.Name == "ben");
        (await served.Store.Tokens.RevokeAsync(token.Name, Actor.User("ada"), default)).ShouldBeTrue();
        await reader.AskAsync("status").RefusedAsync(401, "UNAUTHORIZED");
    }

    [Fact]
    public async Task Unmet_requirements_are_all_listed()
    {
        var space = (await served.Store.Sync.Spaces.FindAsync(SpaceSlug.Parse("default"), default))!;
        await new ChangeSpace(served.Store.Sync).SetPolicyAsync(space, new() { Approvals = 2, Protected = [new() { Path = "policies/*", Approvals = 3 }] }, Actor.User("ada"), default);
        var pushed = await PushAsync("c-1", Upsert("F1", "a.md", 0, "a\n"), Upsert("F2", "policies/b.md", 0, "b\n"));
        await AcceptAsync(pushed);
        var (status, body) = await Http.TellAsync($"changesets/{pushed.Id}/publish");
        (status, body.GetProperty("code").GetString()).ShouldBe((409, "POLICY_UNMET"));
        body.GetProperty("unmet").GetArrayLength().ShouldBeGreaterThanOrEqualTo(2, body.ToString());
        (await Http.AskAsync($"changesets/{pushed.Id}").GoodAsync()).GetProperty("changeset").GetProperty("status").GetString().ShouldBe("ready", "the status before");
    }

    private async Task<(long Id, List<JsonElement> Files)> PushAsync(string id, params object[] ops)
    {
        var pushed = await Http.TellAsync("push", Push(id, ops)).GoodAsync();
        return (pushed.GetProperty("changeset").GetProperty("id").GetInt64(), [.. pushed.GetProperty("files").EnumerateArray()]);
    }

    private async Task AcceptAsync((long Id, List<JsonElement> Files) pushed, int except = -1)
    {
        for (var n = 0; n < pushed.Files.Count; n++)
        {
            if (n != except) await Http.SendAsync(HttpMethod.Patch, $"changesets/{pushed.Id}/files/{pushed.Files[n].GetProperty("id")}/review", """{"decision":"accept"}""").GoodAsync();
        }
    }

    private PublishCheck Reasons(long id, string? mode) => new(Http.TellAsync($"changesets/{id}/publish", mode is null ? null : new { mode }).GoodAsync());

    private sealed record PublishCheck(Task<JsonElement> Sent)
    {
        public async Task ShouldBeAsync(string[] reasons, bool hasConflicts, string status)
        {
            var answer = await Sent;
            answer.GetProperty("files").EnumerateArray().Select(f => $"{f.GetProperty("status")} {(f.TryGetProperty("reason", out var reason) ? reason.GetString() : "")}").ShouldBe(reasons);
            answer.GetProperty("hasConflicts").GetBoolean().ShouldBe(hasConflicts);
            answer.GetProperty("changeset").GetProperty("status").GetString().ShouldBe(status);
        }
    }
}

public sealed class EmbeddedProtocolTests : ProtocolContract
{
    protected override string? NewDatabase() => null;
}

public sealed class PostgresProtocolTests(ScratchPostgres server) : ProtocolContract, IClassFixture<ScratchPostgres>
{
    protected override string? NewDatabase() => server.NewDatabase();
}
