namespace DocsGen.Cli.Tests.Commands.Run;

/// <summary>What changed between two snapshots, and what an old one held.</summary>
public sealed class RunDiffTests : IDisposable
{
    private const string Second = "run_2026_01_02_0002";

    private readonly Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task The_last_change_of_mind_shows_files_with_line_counts_and_issues()
    {
        await EditedAsync();
        (await cli.RunAsync("run", "diff")).ShouldExit(0).Out.ShouldBe(
            $"""
            {Cli.FirstRun} v6 (phase5_exec_001) -> {Cli.FirstRun} v9 (phase5_exec_002)

            files: 2 differ, 45 are the same
              ~ link-shelf-13-arch.md     +2 -0
              ~ link-shelf-17-arch-js.md  +1 -1

            issues: 0 new, 0 fixed, 0 still there

            """);
        var json = (await cli.RunAsync("run", "diff", "--from", "phase3_exec_001", "--to", "v7", "--json")).ShouldExit(0).ShouldBeDocument("comparison");
        json.GetProperty("before").GetProperty("snapshot").GetString().ShouldBe("v4");
        json.GetProperty("files").EnumerateArray().Select(f => $"{f.GetProperty("change").GetString()} {f.GetProperty("after").GetProperty("path").GetString()} +{f.GetProperty("added").GetInt32()}")
            .ShouldBe(["changed phase3_v2/link-shelf-13-arch.md +2", "changed phase3_v2/link-shelf-17-arch-js.md +1"]);
    }

    [Fact]
    public async Task One_file_is_shown_line_by_line_or_word_by_word()
    {
        await EditedAsync();
        var unified = (await cli.RunAsync("run", "diff", "--phase", "3", "--from", "1", "--to", "2", "--file", "link-shelf-17-arch-js.md")).ShouldExit(0).Out;
        unified.ShouldStartWith("--- a/phase3/link-shelf-17-arch-js.md\n+++ b/phase3_v2/link-shelf-17-arch-js.md\n@@ -1,");
        unified.ShouldContain("\n-# ");
        unified.ShouldContain("\n+# Scripts of the browser\n");
        (await cli.RunAsync("run", "diff", "--file", "link-shelf-17-arch-js.md", "--words")).ShouldExit(0).Out.ShouldContain("{+Scripts");
        (await cli.RunAsync("run", "diff", "--file", "none.md")).ShouldRefuse(2, "none.md does not differ, or is in neither. 'docsgen run diff' lists the files that differ.");
        (await cli.RunAsync("run", "diff", "--words")).ShouldRefuse(2, "--words goes with --file.");
    }

    [Fact]
    public async Task Two_runs_of_a_slug_differ_in_inputs_settings_and_rules()
    {
        await cli.CompleteAsync();
        var changed = File.ReadAllText(Path.Combine(Cli.Sample("minimal"), "requirements.json")).Replace("\"p95_save_ms\": 200", "\"p95_save_ms\": 250", StringComparison.Ordinal);
        cli.Write("more/requirements.json", changed);
        cli.Write("more/host.txt", File.ReadAllText(Path.Combine(Cli.Sample("minimal"), "host.txt")));
        (await cli.RunAsync("run", "start", "more", "--review-mode", "batch", "--strictness", "lenient", "--profile", "no-diagrams")).ShouldExit(0);
        var shown = (await cli.RunAsync("run", "diff", Cli.FirstRun, Second)).ShouldExit(0).Out;
        shown.ShouldContain("settings:\n  profile: full -> no-diagrams\n  strictness: strict -> lenient\n");
        shown.ShouldContain("inputs:\n  input/requirements.json: ");
        shown.ShouldContain("  - link-shelf-43-diagrams.md ");
        shown.ShouldContain("  ~ link-shelf-22-arch-performance.md ");
        (await cli.RunAsync("run", "diff", $"{Cli.FirstRun}@v1", $"{Second}@v1")).ShouldExit(0).Out.ShouldContain("files: 0 differ, 0 are the same");
        (await cli.RunAsync("run", "diff", Cli.FirstRun, Second, "--from", "v1")).ShouldRefuse(2, "--from, --to and --phase are for one run; say RUN@v3 for a snapshot of one of two.");
    }

    [Fact]
    public async Task Only_runs_of_one_slug_and_snapshots_that_are_there_can_be_compared()
    {
        await cli.CompleteAsync();
        (await cli.RunAsync("run", "start", Cli.Sample("task-board"), "--no-drive")).ShouldExit(0);
        (await cli.RunAsync("run", "diff", Cli.FirstRun, Second)).ShouldRefuse(2, $"No gate of {Second} has spoken yet, so that it has no snapshot.");
        (await cli.RunAsync("run", "resume")).ShouldExit(4);
        (await cli.RunAsync("run", "diff", Cli.FirstRun, Second)).ShouldRefuse(
            2, $"{Cli.FirstRun} documents 'link-shelf' and {Second} documents 'task-board': only runs of one slug can be compared.");
        (await cli.RunAsync("run", "diff")).ShouldRefuse(2, $"{Second} has 1 of the two snapshots that a comparison needs. See 'docsgen run show {Second}'.");
        (await cli.RunAsync("run", "diff", Cli.FirstRun, "--from", "v99")).ShouldRefuse(
            2, $"{Cli.FirstRun} has no snapshot 'v99'; it has v1 to v6, an execution such as phase5_exec_001, or a hash.");
    }

    [Fact]
    public async Task The_html_is_one_file_that_escapes_what_it_shows_and_runs_no_script()
    {
        await EditedAsync();
        (await cli.RunAsync("run", "diff", "--html", "diff.html")).ShouldExit(0).Out.ShouldBe("WORK/diff.html: 2 files that differ, side by side\n");
        var html = File.ReadAllText(cli["diff.html"]);
        html.ShouldContain("default-src 'none'; style-src 'sha256-");
        html.ShouldContain("&lt;b&gt;bold&lt;/b&gt;");
        html.ShouldNotContain("<b>bold");
        html.ShouldNotContain("<script", Case.Insensitive);
        html.ShouldContain("<ins>Scripts");
    }

    [Fact]
    public async Task A_replanned_file_shows_as_renamed()
    {
        await cli.CompleteAsync();
        (await cli.RunAsync("run", "regenerate", "--replan", "--rename", "03=base-link-models", "--reason", "our words", "--yes")).ShouldExit(3);
        (await cli.RunAsync("run", "regenerate", "--phase", "2", "--failed", "--reason", "follow the plan")).ShouldExit(0);
        (await cli.RunAsync("run", "diff")).ShouldExit(0).Out.ShouldContain("  > link-shelf-03-base-models.md -> link-shelf-03-base-link-models.md ");
    }

    [Fact]
    public async Task An_old_snapshot_is_shown_with_the_version_of_each_file_and_since_when()
    {
        await EditedAsync();
        var old = (await cli.RunAsync("run", "show", "--at", "v4")).ShouldExit(0).Out;
        old.ShouldStartWith($"{Cli.FirstRun} v4 of v9: phase3_exec_001, passed\n  sha256:    ");
        old.ShouldContain("phase3/link-shelf-17-arch-js.md ");
        var json = (await cli.RunAsync("run", "show", "--at", "phase3_exec_002", "--json")).ShouldExit(0).ShouldBeDocument("snapshot");
        var since = json.GetProperty("active").EnumerateArray().Where(a => a.GetProperty("type").GetString() == "CoreDoc").ToDictionary(a => a.GetProperty("path").GetString()!, a => a.GetProperty("since").GetString());
        since["phase3_v2/link-shelf-17-arch-js.md"].ShouldBe("phase3_exec_002");
        since["phase3/link-shelf-14-arch-blazor.md"].ShouldBe("phase3_exec_001");
        since.ShouldNotContainKey("phase3/link-shelf-17-arch-js.md");
        var hash = json.GetProperty("sha256").GetString()!;
        (await cli.RunAsync("run", "show", "--at", hash[..10])).Out.ShouldStartWith($"{Cli.FirstRun} v7 of v9: ");
        (await cli.RunAsync("run", "show", "--at", "never")).ShouldExit(2);
    }

    [Fact]
    public async Task Artifacts_are_the_active_ones_and_all_shows_the_others()
    {
        await EditedAsync();
        var active = (await cli.RunAsync("run", "artifacts", "--phase", "3")).ShouldExit(0).Out;
        active.ShouldNotContain("phase3/link-shelf-17-arch-js.md");
        active.ShouldEndWith("4 that are not active are left out; '--all' lists them.\n");
        var all = (await cli.RunAsync("run", "artifacts", "--phase", "3", "--all")).ShouldExit(0).Out;
        all.Split('\n').Single(l => l.StartsWith("phase3/link-shelf-17-arch-js.md", StringComparison.Ordinal)).ShouldEndWith("(not active)");
        all.Split('\n').Single(l => l.StartsWith("phase3_v2/link-shelf-17-arch-js.md", StringComparison.Ordinal)).ShouldMatch("user:ada +phase3_exec_002$");
    }

    private async Task EditedAsync()
    {
        await cli.CompleteAsync();
        (await cli.RunAsync("run", "checkout", "co")).ShouldExit(0);
        File.AppendAllText(Path.Combine(cli["co"], "link-shelf-13-arch.md"), "\nNot `<b>bold</b>` at all.\n");
        var file = Path.Combine(cli["co"], "link-shelf-17-arch-js.md");
        var lines = File.ReadAllLines(file);
        lines[0] = "# Scripts of the browser";
        File.WriteAllText(file, string.Join('\n', lines) + "\n");
        (await cli.RunAsync("run", "edit", "--from", "co", "--reason", "clearer")).ShouldExit(0);
    }
}
