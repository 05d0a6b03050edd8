namespace DocsGen.Cli.Tests.Commands.Run;

public sealed class RunStartTests : IDisposable
{
    private readonly Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task A_batch_run_ends_with_its_bundle_and_the_command_that_copies_it()
    {
        var answer = await cli.CompleteAsync();
        answer.Masked.ShouldBe(
            """

            run_2026_01_02_0001  Link Shelf: complete
              bundle: final/link-shelf-documentation-bundle.zip, 46 files, N bytes
              sha256: HASH

            next:
              docsgen run bundle run_2026_01_02_0001 -o link-shelf-documentation-bundle.zip

            """);
        (answer with { Out = answer.Error }).Masked.ShouldBe(
            """
            run_2026_01_02_0001  Link Shelf  (WORK/.docsgen)
              ok      phase 0 Preflight  gate passed with 1 warning, 0 ms
              ok      phase 1 Foundation  5 files, gate passed, 0 ms
              ok      phase 2 Base layer  11 files, gate passed, 0 ms
              ok      phase 3 Architecture layer  13 files, gate passed, 0 ms
              ok      phase 4 UI and appendix  15 files, gate passed, 0 ms
              ok      phase 5 Diagrams and cross-validation  1 file, gate passed, 0 ms
              ok      bundle  46 files, N bytes

            """);
    }

    [Fact]
    public async Task An_interactive_run_says_what_waits_and_how_to_decide()
    {
        var answer = await cli.WaitingAsync();
        answer.Out.ShouldBe(
            """

            run_2026_01_02_0001  Link Shelf: awaiting approval
              why: phase 0 passed its gate and waits for an approval

            next:
              docsgen run report run_2026_01_02_0001
              docsgen run approve run_2026_01_02_0001 --execution phase0_exec_001
              docsgen run reject run_2026_01_02_0001 --execution phase0_exec_001 --reason TEXT

            """);
    }

    [Fact]
    public async Task The_next_commands_hold_as_they_are_where_the_store_was_named()
    {
        var answer = (await cli.RunAsync("run", "start", Cli.Sample("minimal"), "--store", "my stores/a")).ShouldExit(4);
        answer.Out.ShouldContain("  docsgen run report run_2026_01_02_0001 --store 'my stores/a'\n");
        Directory.Exists(cli["my stores/a"]).ShouldBeTrue();
        Directory.Exists(cli[".docsgen"]).ShouldBeFalse();
    }

    [Fact]
    public async Task Quiet_keeps_the_result_and_drops_the_progress()
    {
        var answer = await cli.CompleteAsync("--quiet");
        answer.Error.ShouldBeEmpty();
        answer.Out.ShouldContain("run_2026_01_02_0001  Link Shelf: complete");
    }

    [Fact]
    public async Task Skipped_approvals_are_said_and_the_others_wait()
    {
        var answer = (await cli.RunAsync("run", "start", Cli.Sample("minimal"), "--auto-approve", "0,1")).ShouldExit(4);
        answer.Out.ShouldContain("phase 2 passed its gate and waits for an approval");
        answer.Error.ShouldContain("  --      phase 0 Preflight  approval skipped, as told\n");
        (await cli.RunAsync("run", "show")).Out.ShouldContain("  approvals: skipped for phases 0, 1\n");
    }

    [Fact]
    public async Task A_failed_gate_answers_3_with_its_counts_and_where_to_look()
    {
        cli.Write("p/requirements.json", """{ "plugin": { "name": "X", "slug": "Not A Slug", "summary": "short" } }""");
        var answer = (await cli.RunAsync("run", "start", "p", "--review-mode", "batch")).ShouldExit(3);
        answer.Out.ShouldContain(": failed\n  why: phase 0 failed its gate with ");
        answer.Out.ShouldEndWith("next:\n  docsgen run report run_2026_01_02_0001\n  docsgen run rebuild run_2026_01_02_0001 --requirements FILE --reason TEXT\n");
        answer.Error.ShouldContain("  FAILED  phase 0 Preflight  gate failed: ");
        (await cli.RunAsync("run", "resume")).ShouldExit(3);
    }

    [Fact]
    public async Task Created_without_driving_it_resumes_later()
    {
        var created = (await cli.RunAsync("run", "start", Cli.Sample("minimal"), "--no-drive", "--review-mode", "batch")).ShouldExit(0);
        created.Out.ShouldBe("\nrun_2026_01_02_0001  Link Shelf: running\n\nnext:\n  docsgen run resume run_2026_01_02_0001\n");
        (await cli.RunAsync("run", "issues")).Out.ShouldBe("No gate of run_2026_01_02_0001 has spoken yet.\n");
        (await cli.RunAsync("run", "report")).ShouldRefuse(2, "No gate of run_2026_01_02_0001 has spoken yet.");
        var resumed = (await cli.RunAsync("run", "resume")).ShouldExit(0);
        resumed.Out.ShouldContain("Link Shelf: complete");
        (await cli.RunAsync("run", "resume")).ShouldExit(0).Error.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("There is no file or folder WORK/gone.", "gone")]
    [InlineData("The folder WORK/empty has no requirements.json. 'docsgen requirements init' writes a commented one to start from.", "empty")]
    [InlineData("Formula 'plugin' has no profile 'tiny'; it has full, no-diagrams, minimal.", "p", "--profile", "tiny")]
    [InlineData("'7' is no phase of formula 'plugin'; it has 0, 1, 2, 3, 4, 5.", "p", "--auto-approve", "0,7")]
    [InlineData("'x' is no phase of formula 'plugin'; it has 0, 1, 2, 3, 4, 5.", "p", "--auto-approve", "x")]
    [InlineData("There is no agent 'robot'; there are template and folder=DIR.", "p", "--agent", "robot")]
    [InlineData("The agent's folder WORK/gone does not exist.", "p", "--agent", "folder=gone")]
    [InlineData("There is no file or folder WORK/gone.", "p", "--host", "gone")]
    [InlineData("There is no formula 'gone': neither a built-in one (plugin) nor a file WORK/gone.", "p", "--formula", "gone")]
    [InlineData("WORK/p/broken.json: The file is not valid JSON at line 1, column 3: ", "p/broken.json")]
    public async Task Bad_input_answers_2_and_makes_no_store(string sentence, params string[] args)
    {
        Directory.CreateDirectory(cli["empty"]);
        cli.Write("p/requirements.json", await File.ReadAllTextAsync(Path.Combine(Cli.Sample("minimal"), "requirements.json")));
        cli.Write("p/broken.json", "{ ]");
        var answer = (await cli.RunAsync(["run", "start", .. args])).ShouldExit(2);
        answer.Error.ShouldStartWith($"error: {sentence}");
        answer.Error.Count(c => c == '\n').ShouldBe(1);
        answer.Out.ShouldBeEmpty();
        Directory.Exists(cli[".docsgen"]).ShouldBeFalse();
    }

    [Theory]
    [InlineData("input.not_found", "gone")]
    [InlineData("requirements.malformed", "p/broken.json")]
    [InlineData("profile.unknown", "p", "--profile", "tiny")]
    [InlineData("auto_approve.unknown_phase", "p", "--auto-approve", "9")]
    [InlineData("agent.unknown", "p", "--agent", "robot")]
    [InlineData("formula.not_found", "p", "--formula", "gone")]
    public async Task Each_refusal_has_its_stable_code(string code, params string[] args)
    {
        cli.Write("p/requirements.json", await File.ReadAllTextAsync(Path.Combine(Cli.Sample("minimal"), "requirements.json")));
        cli.Write("p/broken.json", "{ ]");
        var error = (await cli.RunAsync(["run", "start", .. args, "--json"])).ShouldExit(2).ShouldBeDocument("error").GetProperty("error");
        error.GetProperty("code").GetString().ShouldBe(code);
        error.GetProperty("exitCode").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task Drafting_that_fails_for_good_answers_1_and_names_the_file()
    {
        Directory.CreateDirectory(cli["docs"]);
        File.CreateSymbolicLink(cli["docs/link-shelf.md"], "/etc/hostname");
        var answer = (await cli.RunAsync("run", "start", Cli.Sample("minimal"), "--review-mode", "batch", "--agent", "folder=docs")).ShouldExit(1);
        answer.Out.ShouldContain("  why: drafting link-shelf.md failed: WORK/docs/link-shelf.md is a link; give the file itself.\n");
        answer.Error.ShouldContain("  FAILED  phase 1 Foundation  link-shelf.md: WORK/docs/link-shelf.md is a link; give the file itself.\n");
    }

    [Fact]
    public async Task The_run_finds_what_the_check_without_a_run_finds()
    {
        var file = cli.Write("p/requirements.json", await File.ReadAllTextAsync(Path.Combine(Cli.Sample("minimal"), "requirements.json")));
        var check = (await cli.RunAsync("requirements", "check", file, "--json")).ShouldExit(3).Json.GetProperty("findings").EnumerateArray()
            .Select(f => (f.GetProperty("check").GetString(), $"{f.GetProperty("jsonPath").GetString()}: {f.GetProperty("message").GetString()} {f.GetProperty("question").GetString()}")).ToList();
        check.Select(f => f.Item1).ShouldBe(["preflight.example_docset", "preflight.host_structure"]);
        (await cli.RunAsync("run", "start", file, "--review-mode", "batch")).ShouldExit(3);
        (await cli.RunAsync("run", "issues", "--json")).Json.GetProperty("issues").EnumerateArray().Select(i => (i.GetProperty("rule").GetString(), i.GetProperty("message").GetString()!))
            .ShouldBe(check, ignoreOrder: true);
        (await cli.RunAsync("run", "artifacts", "--type", "Input", "--json")).Json.GetProperty("artifacts").EnumerateArray().Select(a => a.GetProperty("path").GetString())
            .ShouldBe([$"{Cli.FirstRun}/input/formula.json", $"{Cli.FirstRun}/input/requirements.json"], "what nobody gave is no input");
    }

    [Fact]
    public async Task The_agents_folder_is_shown_as_it_is_written()
    {
        Directory.CreateDirectory(cli["Docs"]);
        await cli.RunAsync("run", "start", Cli.Sample("minimal"), "--agent", "folder=Docs");
        (await cli.RunAsync("run", "show")).Out.ShouldContain("profile full, strict, interactive, agent folder=WORK/Docs\n");
    }
}
