namespace DocsGen.Cli.Tests.Commands.Sync;

/// <summary>What a changeset changes, and what was said of it: in a terminal, as JSON, and as a page.</summary>
public abstract class ChangesetDiffContract : IDisposable
{
    private readonly Cli cli;

    protected ChangesetDiffContract(bool served) => cli = new() { IsServed = served };

    public void Dispose()
    {
        cli.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Comments_stand_under_their_lines_as_threads_and_follow_them_through_a_rebase()
    {
        await Handbook.ProposedAsync(cli);
        (await cli.AsAsync("ben", "changeset", "comment", "2", "Why three?", "--file", "a.md", "--lines", "3")).Out.ShouldBe("changeset 2 has 1 comment in 1 thread, 1 open\n");
        (await cli.AsAsync("ada", "changeset", "comment", "2", "There are three.\nCount them.", "--reply", "1")).Out.ShouldBe("changeset 2 has 2 comments in 1 thread, 1 open\n");
        await cli.AsAsync("ben", "changeset", "comment", "2", "Good work");
        await cli.AsAsync("ben", "changeset", "comment", "2", "Needed?", "--file", "b.md");
        const string thread = "  | comment 1 by ben, 2026-01-02 03:04, open\n  |   Why three?\n  |   answer 2 by ada, 2026-01-02 03:04\n  |     There are three.\n  |     Count them.\n";
        var diff = (await cli.RunAsync("changeset", "diff", "2")).ShouldExit(0).Out;
        diff.ShouldBe(
            $"""
            --- a/a.md
            +++ b/a.md
            @@ -1,3 +1,3 @@
             # One
             
            -two
            +three
            {thread}--- nothing
            +++ b/b.md
              | comment 4 by ben, 2026-01-02 03:04, open
              |   Needed?
            @@ -0,0 +1 @@
            +# New
            --- a/c.md
            +++ nothing
            @@ -1 +0,0 @@
            -# Old

            comment 3 on the changeset by ben, 2026-01-02 03:04, open
              Good work

            """);
        (await cli.RunAsync("changeset", "diff", "2", "--file", "a.md", "--words")).Out.ShouldBe($"a/a.md -> b/a.md\n\nline 3:\n  [-two-]\n  {{+three+}}\nline 3:\n{thread}");
        await Handbook.OvertakenAsync(cli, "# Zero\n\n# One\n\ntwo\n");
        (await cli.RunAsync("changeset", "diff", "2", "--file", "a.md")).Out.ShouldStartWith("a.md is behind: v1 was edited, v2 is live; a rebase merges it cleanly\n--- a/a.md\n");
        await cli.AsAsync("ben", "changeset", "comment", "2", "settled", "--resolve", "2");
        await cli.AsAsync("ada", "changeset", "rebase", "2");
        (await cli.RunAsync("changeset", "diff", "2", "--file", "a.md")).Out.ShouldEndWith("\n+three\n" + thread.Replace("open", "resolved by ben", StringComparison.Ordinal) + "  |   answer 5 by ben, 2026-01-02 03:04\n  |     settled\n");
        (await cli.RunAsync("changeset", "show", "2")).Out.ShouldContain("\ncomment 1 on a.md, line 5 by ben, 2026-01-02 03:04, resolved by ben\n  Why three?\n  answer 2 by ada, 2026-01-02 03:04\n    There are three.\n    Count them.\n");
    }

    [Fact]
    public async Task A_commented_line_is_shown_even_where_nothing_changed()
    {
        cli.Write("docs/a.md", string.Concat(Enumerable.Range(1, 30).Select(n => $"line {n}\n")));
        await cli.AsAsync("ada", "space", "create", "handbook");
        await cli.AsAsync("ada", "push", "docs");
        await cli.AsAsync("ada", "changeset", "review", "1", "--accept-all");
        await cli.AsAsync("ada", "changeset", "publish", "1");
        cli.Write("docs/a.md", File.ReadAllText(cli["docs/a.md"]).Replace("line 2\n", "two\nhalf\n", StringComparison.Ordinal));
        await cli.AsAsync("ada", "push", "docs");
        await cli.AsAsync("ben", "changeset", "comment", "2", "And this?", "--file", "a.md", "--lines", "20-21");
        (await cli.RunAsync("changeset", "diff", "2")).ShouldExit(0).Out.ShouldEndWith(
            "\n line 5\n@@ -16,8 +17,8 @@\n line 16\n line 17\n line 18\n line 19\n line 20\n  | comment 1 by ben, 2026-01-02 03:04, open\n  |   And this?\n line 21\n line 22\n line 23\n");
    }

    [Fact]
    public async Task Threads_are_resolved_and_opened_again_as_a_whole_and_stay_as_they_are_the_second_time()
    {
        await Handbook.ProposedAsync(cli);
        await cli.AsAsync("ben", "changeset", "comment", "2", "one");
        await cli.AsAsync("ada", "changeset", "comment", "2", "two", "--reply", "1");
        (await cli.AsAsync("ada", "changeset", "comment", "2", "--resolve", "2")).Out.ShouldBe("changeset 2 has 2 comments in 1 thread, 0 open\n");
        await cli.AsAsync("ben", "changeset", "comment", "2", "--resolve", "1");
        (await cli.RunAsync("changeset", "show", "2")).Out.ShouldContain("comment 1 on the changeset by ben, 2026-01-02 03:04, resolved by ada\n");
        var comments = (await cli.AsAsync("ben", "changeset", "comment", "2", "no", "--reopen", "1", "--json")).ShouldBeDocument("comments").GetProperty("comments");
        comments.EnumerateArray().Select(c => $"{c.GetProperty("id")} {c.GetProperty("thread")} {c.GetProperty("open")} {c.GetProperty("text")}").ShouldBe(["1 1 True one", "2 1 True two", "3 1 True no"]);
        (await cli.RunAsync("changeset", "comment", "2", "--resolve", "9")).ShouldRefuse(2, "Changeset 2 has no comment 9.");
        (await cli.RunAsync("changeset", "comment", "2")).ShouldRefuse(2, "Give a TEXT, or --resolve C, or --reopen C.");
        (await cli.RunAsync("changeset", "comment", "2", "x", "--lines", "1")).ShouldRefuse(2, "--lines goes with --file.");
        (await cli.RunAsync("changeset", "comment", "2", "x", "--reply", "1", "--file", "a.md")).ShouldRefuse(2, "An answer stands where the comment stands that it answers; leave --file and --lines out.");
        (await cli.RunAsync("changeset", "comment", "2", "x", "--file", "a.md", "--lines", "4")).ShouldRefuse(2, "a.md has 3 lines as it is proposed; there is no line 4.");
        (await cli.RunAsync("changeset", "comment", "2", "x", "--file", "c.md", "--lines", "1")).ShouldRefuse(2, "c.md proposes no text; comment on the whole file.");
        (await cli.RunAsync("changeset", "comment", "2", "--resolve", "1", "--reopen", "1")).ShouldRefuse(2, "--resolve and --reopen exclude each other.");
    }

    [Fact]
    public async Task The_page_holds_every_file_side_by_side_with_marks_comments_and_what_went_live_meanwhile()
    {
        await Handbook.ProposedAsync(cli);
        await Handbook.OvertakenAsync(cli, "# One\n\nfive <b>\n");
        await cli.AsAsync("ben", "changeset", "comment", "2", "Why <i>three</i>?", "--file", "a.md", "--lines", "3");
        await cli.AsAsync("ben", "changeset", "review", "2", "--reject", "b.md", "--comment", "no");
        (await cli.RunAsync("changeset", "diff", "2", "--html", "review.html")).ShouldExit(0).Out.ShouldBe("WORK/review.html: 3 files, side by side\n");
        var html = File.ReadAllText(cli["review.html"]);
        html.ShouldContain("<title>Changeset 2 of handbook: Three</title>");
        html.ShouldContain("default-src 'none'; style-src 'sha256-");
        html.ShouldNotContain("<script", Case.Insensitive);
        html.ShouldNotContain("\e");
        html.ShouldContain("<li><a href=\"#f3\">a.md</a><span class=\"n\">change, +1 -1, behind</span></li>");
        html.ShouldContain("<summary>b.md<span class=\"n\">new, +1 -0, rejected by ben: no</span></summary>");
        html.ShouldContain("<p class=\"mark\">behind: v1 was edited, v2 is live; it conflicts with what is live</p>");
        html.ShouldContain("<td class=\"old\"><del>two</del></td><td class=\"no\">3</td><td class=\"sign new\">+</td><td class=\"new\"><ins>three</ins></td></tr>\n<tr class=\"note\">");
        html.ShouldContain("<p>Why &lt;i&gt;three&lt;/i&gt;?</p>");
        html.ShouldContain("<th scope=\"col\" colspan=\"3\">v1</th><th scope=\"col\" colspan=\"3\">proposed</th>");
        html.ShouldContain("<h3>What became of it meanwhile: from v1 to v2</h3>");
        html.ShouldContain("<ins>five &lt;b&gt;</ins>");
        html.ShouldContain("tabindex=\"0\" role=\"region\" aria-label=\"a.md: a/a.md to b/a.md\"", customMessage: "what scrolls can be reached by the keyboard");
        (await cli.RunAsync("changeset", "diff", "2", "--html", "one.html", "--file", "b.md")).ShouldExit(0).Out.ShouldBe("WORK/one.html: 1 file, side by side\n");
        (await cli.RunAsync("changeset", "diff", "2", "--html", "one.html", "--words")).ShouldRefuse(2, "--words and --html exclude each other: the page marks words always.");
        var json = (await cli.RunAsync("changeset", "diff", "2", "--json")).ShouldBeDocument("changesetdiff");
        var diff = json.GetProperty("diffs")[0];
        (diff.GetProperty("behind").GetBoolean(), diff.GetProperty("mergesCleanly").GetBoolean(), diff.GetProperty("conflict").GetString()).ShouldBe((true, false, "BASE_CHANGED"));
        diff.GetProperty("unifiedCurrent").GetString().ShouldBe("--- a.md@v1\n+++ a.md@v2\n@@ -1,3 +1,3 @@\n # One\n \n-two\n+five <b>\n");
        json.GetProperty("comments")[0].GetProperty("fromLine").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task Two_versions_of_a_document_make_a_page_too()
    {
        await Handbook.ProposedAsync(cli);
        await Handbook.OvertakenAsync(cli, "# One\n\nfive\n");
        (await cli.RunAsync("document", "diff", "a.md", "--html", "a.html")).ShouldExit(0).Out.ShouldBe("WORK/a.html: a.md@v1 and a.md@v2, side by side\n");
        var html = File.ReadAllText(cli["a.html"]);
        html.ShouldContain("<p class=\"sides\">v1, published by ben, 2026-01-02 03:04, changeset 1 → v2, published by ben, 2026-01-02 03:04, changeset 3</p>");
        html.ShouldContain("<td class=\"old\"><del>two</del></td>");
        (await cli.RunAsync("document", "diff", "a.md", "--json")).ShouldBeDocument("documentdiff").GetProperty("unified").GetString()!.ShouldEndWith("-two\n+five\n");
        (await cli.RunAsync("document", "diff", "a.md", "--html", "a.html", "--words")).ShouldRefuse(2, "--words and --html exclude each other: the page marks words always.");
    }

    [Fact]
    public async Task A_policy_says_what_differs_from_the_default_and_nothing_else()
    {
        cli.Write("policy.json", """{"approvals": 1, /* two of them */ "protected": [{"path": "law/*"}],}""");
        var policy = (await cli.RunAsync("space", "create", "handbook", "--policy", "policy.json", "--json")).ShouldExit(0).Json.GetProperty("space").GetProperty("policy");
        policy.GetProperty("authorMayDecide").GetBoolean().ShouldBeTrue();
        policy.GetProperty("maxFiles").GetInt32().ShouldBe(100_000);
        policy.GetProperty("protected")[0].GetRawText().ShouldContain("\"approvals\":1");
        cli.Write("policy.json", """{"approval": 1}""");
        (await cli.RunAsync("space", "policy", "--set", "policy.json")).ShouldExit(2).Error.ShouldContain("approval");
        cli.Write("policy.json", "[]");
        (await cli.RunAsync("space", "policy", "--set", "policy.json")).ShouldRefuse(2, "A policy is a JSON object.");
    }
}

public sealed class ChangesetDiffTests() : ChangesetDiffContract(served: false);

public sealed class ServedChangesetDiffTests() : ChangesetDiffContract(served: true);
