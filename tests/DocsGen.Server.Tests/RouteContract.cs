using System.Text;
using DocsGen.Core.Access;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.TestSupport;
using static DocsGen.Server.Tests.Wires;

namespace DocsGen.Server.Tests;

/// <summary>The routes beyond the protocol: who one is, spaces, documents, comments and dry runs.</summary>
public abstract class RouteContract : IAsyncLifetime
{
    private ServedStore served = null!;

    private HttpClient Http => served.Http;

    protected abstract string? NewDatabase();

    public async Task InitializeAsync() => served = await ServedStore.StartAsync(NewDatabase());

    public async Task DisposeAsync() => await served.DisposeAsync();

    [Fact]
    public async Task A_caller_hears_who_they_are_and_what_they_may_do_in_a_space()
    {
        var me = await Http.AskAsync("me").GoodAsync();
        (me.GetProperty("actor").GetString(), me.GetProperty("space").GetString()).ShouldBe(("user:ada", "default"));
        me.GetProperty("scopes").EnumerateArray().Select(s => s.GetString()).ShouldBe(["read", "push", "review", "publish"]);
        using var limited = served.Client(await served.TokenAsync("ben", [Scope.Read], ["other"]));
        await limited.AskAsync("me").RefusedAsync(403, "NOT_ALLOWED");
        using var nobody = served.Client(null);
        await nobody.AskAsync("me").RefusedAsync(401, "UNAUTHORIZED");
    }

    [Fact]
    public async Task Spaces_are_made_shown_and_changed_by_administrators()
    {
        using var admin = served.Client(await served.TokenAsync("root", [Scope.Admin]));
        var made = (await admin.TellAsync("spaces", new { slug = "team", name = "The team", policy = new { approvals = 1 } }).GoodAsync()).GetProperty("space");
        (made.GetProperty("slug").GetString(), made.GetProperty("name").GetString(), made.GetProperty("cursor").GetInt64(), made.GetProperty("epoch").GetInt64(), made.GetProperty("events").GetInt64(), made.GetProperty("createdBy").GetString())
            .ShouldBe(("team", "The team", 0, 0, 1, "user:root"));
        (made.GetProperty("policy").GetProperty("approvals").GetInt32(), made.GetProperty("policy").GetProperty("maxRequestFiles").GetInt32()).ShouldBe((1, 500), "what is left out takes its default");
        await admin.TellAsync("spaces", new { slug = "team" }).RefusedAsync(409, "space.exists");
        await admin.TellAsync("spaces", new { slug = "Not A Slug" }).RefusedAsync(400, "BAD_REQUEST");
        (await admin.TellAsync("spaces", """{"slug":"x","policy":{"approvals":99}}""").RefusedAsync(400, "BAD_REQUEST")).ShouldBe("$.approvals is 99; it should lie between 0 and 20.");
        await admin.TellAsync("spaces", """{"slug":"x","policy":{"odd":1}}""").RefusedAsync(400, "BAD_REQUEST");
        await Http.TellAsync("spaces", new { slug = "mine" }).RefusedAsync(403, "NOT_ALLOWED");

        (await admin.PutAsync("spaces/team", """{"policy":{"approvals":2}}""").GoodAsync()).GetProperty("space").GetProperty("policy").GetProperty("approvals").GetInt32().ShouldBe(2);
        (await admin.PutAsync("spaces/team", """{"raiseEpoch":true}""").GoodAsync()).GetProperty("space").GetProperty("epoch").GetInt64().ShouldBe(1);
        foreach (var wrong in new[] { "{}", """{"policy":{},"raiseEpoch":true}""", """{"name":"new","raiseEpoch":true}""", """{"slug":"other","raiseEpoch":true}""" }) await admin.PutAsync("spaces/team", wrong).RefusedAsync(400, "BAD_REQUEST");
        await Http.PutAsync("spaces/team", """{"raiseEpoch":true}""").RefusedAsync(403, "NOT_ALLOWED");
        (await Http.AskAsync("spaces").GoodAsync()).GetProperty("spaces").EnumerateArray().Select(s => s.GetProperty("slug").GetString()).ShouldBe(["default", "team"]);
    }

    [Fact]
    public async Task S10_a_space_that_one_may_not_read_is_not_there()
    {
        await new CreateSpace(served.Store.Sync).ExecuteAsync(SpaceSlug.Parse("other"), null, new(), Actor.User("ada"), default);
        using var limited = served.Client(await served.TokenAsync("ben", [Scope.Admin], ["other"]));
        (await limited.AskAsync("spaces").GoodAsync()).GetProperty("spaces").EnumerateArray().ShouldHaveSingleItem().GetProperty("slug").GetString().ShouldBe("other");
        (await limited.AskAsync("spaces/other").GoodAsync()).GetProperty("space").GetProperty("slug").GetString().ShouldBe("other");
        var hidden = await limited.AskAsync("spaces/default").RefusedAsync(404, "SPACE_NOT_FOUND");
        var missing = await limited.AskAsync("spaces/nothing").RefusedAsync(404, "SPACE_NOT_FOUND");
        hidden.Replace("default", "nothing", StringComparison.Ordinal).ShouldBe(missing);
        await limited.PutAsync("spaces/default", """{"raiseEpoch":true}""").RefusedAsync(404, "SPACE_NOT_FOUND");
        await limited.TellAsync("spaces", new { slug = "third" }).RefusedAsync(403, "NOT_ALLOWED");
    }

    [Fact]
    public async Task Documents_are_listed_found_by_path_and_shown_with_their_versions()
    {
        await Http.LiveAsync("c-1", Upsert("F2", "docs/b.md", 0, "b\n"), Upsert("F1", "docs/a.md", 0, "a\n"), Upsert("F3", "c.md", 0, "c\n"));
        await Http.LiveAsync("c-2", Upsert("F1", "docs/a.md", 1, "a\nmore\n"), Delete("F3", "c.md", 1));
        var list = await Http.AskAsync("documents").GoodAsync();
        list.GetProperty("documents").EnumerateArray().Select(d => $"{d.GetProperty("serverPath")} {d.GetProperty("fileId")} {d.GetProperty("version")} {d.GetProperty("size")}").ShouldBe(["docs/a.md F1 2 7", "docs/b.md F2 1 2"]);
        list.GetProperty("cursor").GetInt64().ShouldBe(6);
        (await Http.AskAsync("documents?limit=1").GoodAsync()).GetProperty("documents").EnumerateArray().ShouldHaveSingleItem().GetProperty("fileId").GetString().ShouldBe("F1");
        (await Http.AskAsync("documents?after=docs/a.md").GoodAsync()).GetProperty("documents").EnumerateArray().ShouldHaveSingleItem().GetProperty("fileId").GetString().ShouldBe("F2");
        (await Http.AskAsync("documents?path=docs/b.md").GoodAsync()).GetProperty("documents").EnumerateArray().ShouldHaveSingleItem().GetProperty("fileId").GetString().ShouldBe("F2");
        (await Http.AskAsync("documents?path=docs/no.md").GoodAsync()).GetProperty("documents").GetArrayLength().ShouldBe(0);
        foreach (var wrong in new[] { "path=../a.md", "limit=0", "limit=x" }) await Http.AskAsync($"documents?{wrong}").RefusedAsync(400, "BAD_REQUEST");

        var shown = await Http.AskAsync("documents/F1").GoodAsync();
        (shown.GetProperty("content").GetString(), shown.GetProperty("document").GetProperty("sha256").GetString()).ShouldBe(("a\nmore\n", ContentHash.Of("a\nmore\n").Value));
        var gone = await Http.AskAsync("documents/F3").GoodAsync();
        (gone.GetProperty("document").GetProperty("deleted").GetBoolean(), gone.TryGetProperty("content", out _)).ShouldBe((true, false));
        await Http.AskAsync("documents/F9").RefusedAsync(404, "DOCUMENT_NOT_FOUND");
        await Http.AskAsync("documents/a..b").RefusedAsync(400, "BAD_REQUEST");

        var versions = (await Http.AskAsync("documents/F1/versions").GoodAsync()).GetProperty("versions").EnumerateArray().ToList();
        versions.Select(v => $"{v.GetProperty("version")} {v.GetProperty("changeset")} {v.GetProperty("pushedBy")} {v.GetProperty("reviewedBy")[0]} {v.GetProperty("publishedBy")} {v.GetProperty("sequence")}")
            .ShouldBe(["1 1 user:ada user:ada user:ada 3", "2 2 user:ada user:ada user:ada 5"]);
        (await Http.AskAsync("documents/F1/versions/1").GoodAsync()).GetProperty("content").GetString().ShouldBe("a\n");
        (await Http.AskAsync("documents/F3/versions/2").GoodAsync()).GetProperty("deleted").GetBoolean().ShouldBeTrue();
        await Http.AskAsync("documents/F1/versions/3").RefusedAsync(404, "VERSION_NOT_FOUND");
        await Http.AskAsync("documents/F9/versions/1").RefusedAsync(404, "DOCUMENT_NOT_FOUND");
        await Http.AskAsync("documents/F9/versions").RefusedAsync(404, "DOCUMENT_NOT_FOUND");
        await Http.AskAsync("documents/F1/versions/x").RefusedAsync(400, "BAD_REQUEST");

        var diff = await Http.AskAsync("documents/F1/diff").GoodAsync();
        (diff.GetProperty("from").GetInt32(), diff.GetProperty("to").GetInt32(), diff.GetProperty("unified").GetString()).ShouldBe((1, 2, "--- docs/a.md@v1\n+++ docs/a.md@v2\n@@ -1 +1,2 @@\n a\n+more\n"));
        (await Http.AskAsync("documents/F1/diff?from=2&to=1").GoodAsync()).GetProperty("unified").GetString()!.ShouldContain("-more");
        (await Http.AskAsync("documents/F3/diff").GoodAsync()).GetProperty("unified").GetString()!.ShouldContain("-c\n");
        await Http.AskAsync("documents/F2/diff").RefusedAsync(400, "BAD_REQUEST");
        await Http.AskAsync("documents/F1/diff?to=7").RefusedAsync(404, "VERSION_NOT_FOUND");
        await Http.AskAsync("documents/F9/diff").RefusedAsync(404, "DOCUMENT_NOT_FOUND");
        using var stranger = served.Client(await served.TokenAsync("cy", [Scope.Approve]));
        foreach (var path in new[] { "documents", "documents/F1", "documents/F1/versions", "documents/F1/versions/1", "documents/F1/diff", "documents/F1/content" }) await stranger.AskAsync(path).RefusedAsync(403, "NOT_ALLOWED");
    }

    [Fact]
    public async Task A_version_is_brought_back_by_a_changeset()
    {
        await Http.LiveAsync("c-1", Upsert("F1", "a.md", 0, "one\n"));
        await Http.LiveAsync("c-2", Delete("F1", "a.md", 1));
        var restored = await Http.TellAsync("documents/F1/restore", new { version = 1 }).GoodAsync();
        (restored.GetProperty("replayed").GetBoolean(), restored.GetProperty("files")[0].GetProperty("incomingContent").GetString(), restored.GetProperty("files")[0].GetProperty("baseVersion").GetInt32()).ShouldBe((false, "one\n", 2));
        (await Http.TellAsync("documents/F1/restore", new { version = 1 }).GoodAsync()).GetProperty("replayed").GetBoolean().ShouldBeTrue();
        (await Http.TellAsync("documents/F1/restore", new { version = 1, clientChangesetId = "own", message = "back" }).GoodAsync()).GetProperty("changeset").GetProperty("message").GetString().ShouldBe("back");
        await Http.TellAsync("documents/F1/restore", new { version = 2 }).RefusedAsync(409, "VERSION_DELETED");
        await Http.TellAsync("documents/F1/restore", new { version = 9 }).RefusedAsync(404, "VERSION_NOT_FOUND");
        await Http.TellAsync("documents/F9/restore", new { version = 1 }).RefusedAsync(404, "DOCUMENT_NOT_FOUND");
        await Http.TellAsync("documents/F1/restore", "{}").RefusedAsync(400, "BAD_REQUEST");
        using var reader = served.Client(await served.TokenAsync("ben", [Scope.Read]));
        await reader.TellAsync("documents/F1/restore", new { version = 1 }).RefusedAsync(403, "NOT_ALLOWED");
    }

    [Theory]
    [InlineData("a.md", "# Grüße\n", "text/markdown; charset=utf-8", "inline")]
    [InlineData("a.txt", "plain\n", "text/plain; charset=utf-8", "inline")]
    [InlineData("a.html", "<script>alert(1)</script>", "text/plain; charset=utf-8", "inline")]
    [InlineData("a.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>", "application/octet-stream", "attachment")]
    [InlineData("a.md", "89504E470D0A1A0A0000", "image/png", "inline")]
    [InlineData("a.bin", "FFD8FFE00010", "image/jpeg", "inline")]
    [InlineData("a.bin", "474946383961", "image/gif", "inline")]
    [InlineData("a.bin", "52494646000000005745425056503820", "image/webp", "inline")]
    [InlineData("Grüße.bin", "00010203", "application/octet-stream", "attachment")]
    public async Task Contents_are_served_as_nothing_that_a_browser_would_run(string path, string content, string type, string disposition)
    {
        var bytes = type.StartsWith("image", StringComparison.Ordinal) || path.EndsWith(".bin", StringComparison.Ordinal) ? Convert.FromHexString(content) : Encoding.UTF8.GetBytes(content);
        await Http.TellAsync("blobs", new { blobs = new[] { new { sha256 = ContentHash.Of(bytes).Value, base64 = Convert.ToBase64String(bytes) } } }).GoodAsync();
        await Http.LiveAsync("c-1", Upsert("F1", path, 0, null, sha256: ContentHash.Of(bytes).Value));
        foreach (var address in new[] { "documents/F1/content", "documents/F1/content?version=1" })
        {
            using var answer = await Http.GetAsync(address);
            ((int)answer.StatusCode, answer.Content.Headers.ContentType!.ToString(), answer.Content.Headers.ContentDisposition!.DispositionType, answer.Content.Headers.ContentDisposition.FileNameStar).ShouldBe((200, type, disposition, path));
            (await answer.Content.ReadAsByteArrayAsync()).ShouldBe(bytes);
            answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            answer.Headers.GetValues("Content-Security-Policy").ShouldBe(["default-src 'none'; sandbox"]);
        }
    }

    [Fact]
    public async Task A_content_that_is_not_there_is_404()
    {
        await Http.LiveAsync("c-1", Upsert("F1", "a.md", 0, "one\n"));
        await Http.LiveAsync("c-2", Delete("F1", "a.md", 1));
        await Http.AskAsync("documents/F1/content").RefusedAsync(404, "VERSION_NOT_FOUND");
        await Http.AskAsync("documents/F1/content?version=2").RefusedAsync(404, "VERSION_NOT_FOUND");
        await Http.AskAsync("documents/F1/content?version=3").RefusedAsync(404, "VERSION_NOT_FOUND");
        await Http.AskAsync("documents/F2/content").RefusedAsync(404, "DOCUMENT_NOT_FOUND");
        (await Http.GetStringAsync("documents/F1/content?version=1")).ShouldBe("one\n");
    }

    [Fact]
    public async Task Comments_are_made_answered_resolved_and_opened_again()
    {
        var pushed = await Http.TellAsync("push", Push("c-1", Upsert("F1", "a.md", 0, "1\n2\n3\n"))).GoodAsync();
        var (id, file) = (pushed.GetProperty("changeset").GetProperty("id").GetInt64(), pushed.GetProperty("files")[0].GetProperty("id").GetInt64());
        using var ben = served.Client(await served.TokenAsync("ben", [Scope.Review]));
        var first = (await ben.TellAsync($"changesets/{id}/comments", new { text = "Why?", file, fromLine = 2, toLine = 3 }).GoodAsync()).GetProperty("comments")[0];
        (first.GetProperty("text").GetString(), first.GetProperty("by").GetString(), first.GetProperty("file").GetInt64(), first.GetProperty("fromLine").GetInt32(), first.GetProperty("toLine").GetInt32(), first.GetProperty("outdated").GetBoolean(), first.TryGetProperty("resolvedBy", out _))
            .ShouldBe(("Why?", "user:ben", file, 2, 3, false, false));
        var number = first.GetProperty("id").GetInt64();
        var both = (await Http.TellAsync($"commits/{id}/comments", new { text = "Because.", replyTo = number }).GoodAsync()).GetProperty("comments");
        both.EnumerateArray().Select(c => c.GetProperty("text").GetString()).ShouldBe(["Why?", "Because."]);
        both[1].GetProperty("replyTo").GetInt64().ShouldBe(number);
        (await ben.TellAsync($"changesets/{id}/comments/{number}/resolve").GoodAsync()).GetProperty("comments")[0].GetProperty("resolvedBy").GetString().ShouldBe("user:ben");
        (await ben.TellAsync($"changesets/{id}/comments/{number}/reopen").GoodAsync()).GetProperty("comments")[0].TryGetProperty("resolvedBy", out _).ShouldBeFalse();
        (await Http.AskAsync($"changesets/{id}/comments").GoodAsync()).GetProperty("comments").GetArrayLength().ShouldBe(2);

        await ben.TellAsync($"changesets/{id}/comments/999/resolve").RefusedAsync(404, "COMMENT_NOT_FOUND");
        await ben.TellAsync($"changesets/{id}/comments", new { text = "x", replyTo = 999 }).RefusedAsync(404, "COMMENT_NOT_FOUND");
        await ben.TellAsync($"changesets/{id}/comments", new { text = "x", file = 999 }).RefusedAsync(404, "FILE_NOT_FOUND");
        await ben.TellAsync("changesets/999/comments", new { text = "x" }).RefusedAsync(404, "CHANGESET_NOT_FOUND");
        await ben.AskAsync("changesets/999/comments").RefusedAsync(404, "CHANGESET_NOT_FOUND");
        await ben.TellAsync($"changesets/{id}/comments/x/reopen").RefusedAsync(400, "BAD_REQUEST");
        foreach (var wrong in new[] { "{}", """{"text":" "}""", """{"text":"x","fromLine":1}""", """{"text":"x","toLine":1}""", $$"""{"text":"x","file":{{file}},"fromLine":9}""" }) await ben.TellAsync($"changesets/{id}/comments", wrong).RefusedAsync(400, "BAD_REQUEST");
        using var reader = served.Client(await served.TokenAsync("cy", [Scope.Read]));
        await reader.TellAsync($"changesets/{id}/comments", new { text = "x" }).RefusedAsync(403, "NOT_ALLOWED");
        await reader.AskAsync($"changesets/{id}/comments").GoodAsync();
    }

    [Fact]
    public async Task A_dry_run_says_what_a_publish_would_and_stores_nothing()
    {
        await Http.LiveAsync("c-1", Upsert("F1", "a.md", 0, "a\n"), Upsert("F2", "b.md", 0, "b\n"));
        await Http.LiveAsync("c-2", Upsert("F1", "a.md", 1, "live\n"));
        var said = await Http.TellAsync("dry-run", Push("c-3", Upsert("F1", "a.md", 1, "mine\n"), Upsert("F2", "moved.md", 1, null), Upsert("F3", "c.md", 0, "new\n"))).GoodAsync();
        said.GetProperty("hasConflicts").GetBoolean().ShouldBeTrue();
        said.GetProperty("files").EnumerateArray().Select(f => $"{f.GetProperty("id")} {f.GetProperty("fileId")} {f.GetProperty("status")} {(f.TryGetProperty("reason", out var why) ? why.GetString() : "")}")
            .ShouldBe(["1 F1 conflict BASE_CHANGED", "2 F2 published ", "3 F3 published "], "a rename is none that deletes");
        said.TryGetProperty("changeset", out _).ShouldBeFalse();
        (await Http.AskAsync("changesets").GoodAsync()).GetProperty("changesets").GetArrayLength().ShouldBe(2);
        await Http.TellAsync("dry-run", Push("c-3", Upsert("F1", "a.md", 0, "x"), Upsert("F1", "b.md", 0, "x"))).RefusedAsync(400, "BAD_REQUEST");
        await Http.TellAsync("dry-run", Push("c-3", Upsert("F9", "a.md", 4, null))).RefusedAsync(400, "BAD_REQUEST");

        var pushed = (await Http.TellAsync("push", Push("c-4", Upsert("F3", "c.md", 0, "new\n"))).GoodAsync()).GetProperty("changeset").GetProperty("id").GetInt64();
        var run = await Http.TellAsync($"changesets/{pushed}/dry-run", new { mode = "per_file" }).GoodAsync();
        (run.GetProperty("files")[0].GetProperty("status").GetString(), run.GetProperty("hasConflicts").GetBoolean(), run.GetProperty("changeset").GetProperty("status").GetString()).ShouldBe(("missing_review", true, "proposed"));
        await Http.TellAsync($"changesets/{pushed}/dry-run").GoodAsync();
        await Http.TellAsync($"changesets/{pushed}/dry-run", new { mode = "odd" }).RefusedAsync(400, "BAD_REQUEST");
        await Http.TellAsync("changesets/999/dry-run").RefusedAsync(404, "CHANGESET_NOT_FOUND");
        using var reader = served.Client(await served.TokenAsync("ben", [Scope.Read]));
        await reader.TellAsync("dry-run", Push("c-5", Upsert("F4", "d.md", 0, ""))).RefusedAsync(403, "NOT_ALLOWED");
        await reader.TellAsync($"changesets/{pushed}/dry-run").GoodAsync();
    }
}

public sealed class EmbeddedRouteTests : RouteContract
{
    protected override string? NewDatabase() => null;
}

public sealed class PostgresRouteTests(ScratchPostgres server) : RouteContract, IClassFixture<ScratchPostgres>
{
    protected override string? NewDatabase() => server.NewDatabase();
}
