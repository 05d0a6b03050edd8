using DocsGen.Core.Artifacts;

namespace DocsGen.Cli.Tests.Commands.Run;

public sealed class RunReadingTests(CompleteStore store) : IClassFixture<CompleteStore>
{
    private readonly Cli cli = store.Cli;

    [Fact]
    public async Task List_shows_each_run_with_status_and_phase()
    {
        (await cli.RunAsync("run", "list")).ShouldExit(0).Out.ShouldBe(
            """
            run                  slug        status    phase  changed                   why
            run_2026_01_02_0001  link-shelf  complete  5      2026-01-02T03:04:05.000Z

            """);
    }

    [Fact]
    public async Task Show_tells_how_it_got_there()
    {
        (await cli.RunAsync("run", "show")).ShouldExit(0).Masked.ShouldBe(
            """
            run_2026_01_02_0001  Link Shelf (link-shelf)
              status:    complete
              started:   2026-01-02T03:04:05.000Z, last change 2026-01-02T03:04:05.000Z
              settings:  formula plugin 1.0.0, profile full, strict, batch, agent template

            execution        status  artifacts  errors  warnings  approved by  snapshot
            phase0_exec_001  passed  2          0       1         -            HASH
            phase1_exec_001  passed  8          0       0         -            HASH
            phase2_exec_001  passed  14         0       0         -            HASH
            phase3_exec_001  passed  15         0       0         -            HASH
            phase4_exec_001  passed  17         0       0         -            HASH
            phase5_exec_001  passed  3          0       0         -            HASH

            bundle final/link-shelf-documentation-bundle.zip: 46 files, N bytes, sha256 HASH

            next:
              docsgen run bundle run_2026_01_02_0001 -o link-shelf-documentation-bundle.zip

            """);
    }

    [Fact]
    public async Task Events_are_numbered_and_go_on_after_a_number()
    {
        var all = (await cli.RunAsync("run", "events")).ShouldExit(0).Out.Split('\n');
        all[0].ShouldBe("    1  2026-01-02T03:04:05.000Z  run.created           user:ada  Run of 'link-shelf' created: formula plugin 1.0.0, profile full, Strict, Batch.");
        all[1].ShouldBe("    2  2026-01-02T03:04:05.000Z  run.started           tool:docsgen  Run started.");
        (await cli.RunAsync("run", "events", "--after", "2")).Out.ShouldBe(string.Join('\n', all[2..]));
        (await cli.RunAsync("run", "events", "--follow")).ShouldExit(0).Out.ShouldBe(string.Join('\n', all));
        (await cli.RunAsync("run", "events", "--after", "-1")).ShouldRefuse(2, "--after must be 0 or more. See 'docsgen run events --help'.");
        (await cli.RunAsync("run", "events", "--after", "99999")).ShouldExit(0).Out.ShouldBeEmpty();
    }

    [Fact]
    public async Task Artifacts_are_filtered_by_phase_and_type()
    {
        (await cli.RunAsync("run", "artifacts", "--phase", "5", "--type", "coredoc")).ShouldExit(0).Masked.ShouldMatch(
            @"^path +type +bytes +sha256 +by +active since\nphase5/link-shelf-\S+\.md +CoreDoc +\d+ +HASH +agent:\S+ +phase5_exec_001\n$");
        (await cli.RunAsync("run", "artifacts", "--type", "CoreDoc", "--json")).Json.GetProperty("artifacts").GetArrayLength().ShouldBe(45);
        (await cli.RunAsync("run", "artifacts", "--type", "Bundle", "--json")).Json.GetProperty("artifacts")[0].GetProperty("path").GetString()
            .ShouldBe("run_2026_01_02_0001/final/link-shelf-documentation-bundle.zip");
        (await cli.RunAsync("run", "artifacts", "--type", "Page")).ShouldRefuse(
            2, "'Page' is no artifact type; there are Input, CoreDoc, Report, Plan, Index, Manifest, Bundle, Attestation. See 'docsgen run artifacts --help'.");
        (await cli.RunAsync("run", "artifacts", "--phase", "two")).ShouldRefuse(2, "--phase takes a whole number, not 'two'. See 'docsgen run artifacts --help'.");
    }

    [Fact]
    public async Task Cat_prints_the_bytes_by_path_by_name_and_by_run()
    {
        var given = await File.ReadAllBytesAsync(Path.Combine(Cli.Sample("minimal"), "requirements.json"));
        (await cli.RunAsync("run", "cat", "input/requirements.json")).ShouldExit(0).Raw.ShouldBe(given);
        (await cli.RunAsync("run", "cat", "requirements.json")).ShouldExit(0).Raw.ShouldBe(given);
        (await cli.RunAsync("run", "cat", Cli.FirstRun, $"{Cli.FirstRun}/input/requirements.json")).ShouldExit(0).Raw.ShouldBe(given);
        var json = (await cli.RunAsync("run", "cat", "requirements.json", "--json")).ShouldExit(0).ShouldBeDocument("artifact");
        json.GetProperty("contentBase64").GetBytesFromBase64().ShouldBe(given);
        json.GetProperty("sha256").GetString().ShouldBe(ContentHash.Of(given).Value);
    }

    [Fact]
    public async Task Cat_refuses_what_is_not_there()
    {
        (await cli.RunAsync("run", "cat", "gone.md")).ShouldRefuse(2, "run_2026_01_02_0001 has no artifact gone.md. See 'docsgen run artifacts run_2026_01_02_0001'.");
        (await cli.RunAsync("run", "cat")).ShouldRefuse(2, "[RUN] PATH is missing. See 'docsgen run cat --help'.");
        (await cli.RunAsync("run", "cat", "first", "gone.md")).ShouldRefuse(2, "'first' is not a run id; one looks like run_2025_12_14_0001.");
    }

    [Fact]
    public async Task Issues_are_those_of_the_latest_gate_or_of_a_phases()
    {
        (await cli.RunAsync("run", "issues")).ShouldExit(0).Out.ShouldBe("phase5_exec_001: no issues.\n");
        (await cli.RunAsync("run", "issues", "--phase", "0")).ShouldExit(0).Out.ShouldBe(
            """
            warning (1)
              warning  $: No example docset was given. Is there a docset whose structure this one should follow? Give it with --example.  [preflight.example_docset]

            phase0_exec_001: 0 errors, 1 warning, 0 notes.

            """);
        foreach (var group in new[] { "rule", "file" }) (await cli.RunAsync("run", "issues", "--phase", "0", "--group", group)).ShouldExit(0).Out.ShouldContain("(1)\n  warning");
        (await cli.RunAsync("run", "issues", "--phase", "0", "--severity", "error")).Out.ShouldBe("phase0_exec_001: no issues.\n");
        (await cli.RunAsync("run", "issues", "--phase", "0", "--rule", "preflight", "--json")).Json.GetProperty("issues").GetArrayLength().ShouldBe(1);
        (await cli.RunAsync("run", "issues", "--phase", "0", "--rule", "pre", "--json")).Json.GetProperty("issues").GetArrayLength().ShouldBe(0);
        (await cli.RunAsync("run", "issues", "--phase", "9")).ShouldExit(0).Out.ShouldBe("No gate of run_2026_01_02_0001 has spoken yet.\n");
        (await cli.RunAsync("run", "issues", "--group", "size")).ShouldRefuse(2, "--group cannot be 'size': it is severity, rule or file. See 'docsgen run issues --help'.");
    }

    [Fact]
    public async Task The_report_is_that_of_the_latest_gate_or_of_a_phases()
    {
        (await cli.RunAsync("run", "report", "--phase", "1")).ShouldExit(0).Out.ShouldStartWith("# Phase 1: Foundation\n");
        (await cli.RunAsync("run", "report")).ShouldExit(0).Out.ShouldStartWith("# ");
        (await cli.RunAsync("run", "report", "--phase", "9")).ShouldRefuse(2, "The gate of phase 9 of run_2026_01_02_0001 has not spoken yet.");
    }

    [Fact]
    public async Task The_bundle_is_copied_verified_and_replaces_a_file_whole()
    {
        cli.Write("out/b.zip", "something else");
        (await cli.RunAsync("run", "bundle", "-o", "out/b.zip")).ShouldExit(0).Masked.ShouldBe("WORK/out/b.zip: 46 files, N bytes, sha256 HASH\n");
        var bytes = await File.ReadAllBytesAsync(cli["out/b.zip"]);
        store.Started.Out.ShouldContain(ContentHash.Of(bytes).Value);
        Directory.GetFiles(cli["out"]).ShouldHaveSingleItem("no temp file is left");
        (await cli.RunAsync("run", "bundle", "-o", "-")).ShouldExit(0).Raw.ShouldBe(bytes);
        (await cli.RunAsync("run", "bundle", "--json")).ShouldExit(0).ShouldBeDocument("bundle").GetProperty("files").GetInt32().ShouldBe(46);
        (await File.ReadAllBytesAsync(cli["link-shelf-documentation-bundle.zip"])).ShouldBe(bytes);
    }

    [Fact]
    public async Task The_bundle_refuses_folders_and_places_that_are_not_there()
    {
        Directory.CreateDirectory(cli["taken"]);
        (await cli.RunAsync("run", "bundle", "-o", "taken")).ShouldRefuse(2, "WORK/taken is a folder; name a file.");
        (await cli.RunAsync("run", "bundle", "-o", "gone/b.zip")).ShouldRefuse(2, "There is no folder WORK/gone.");
        var both = (await cli.RunAsync("run", "bundle", "-o", "-", "--json")).ShouldExit(2);
        both.Raw.ShouldBeEmpty();
        both.ShouldBeDocument("error").GetProperty("error").GetProperty("message").GetString().ShouldBe("--json and '-o -' both want standard output; name a file with -o.");
    }

    [Fact]
    public async Task Watching_a_run_that_stopped_prints_what_happened_and_drives_nothing()
    {
        var answer = (await cli.RunAsync("run", "watch")).ShouldExit(0);
        answer.Error.ShouldStartWith("run_2026_01_02_0001  Link Shelf\n  ok      phase 0 Preflight  gate passed with 1 warning, 0 ms\n");
        answer.Out.ShouldContain("Link Shelf: complete");
    }

    [Theory]
    [InlineData("show")]
    [InlineData("watch")]
    [InlineData("resume")]
    [InlineData("cancel")]
    [InlineData("events")]
    [InlineData("artifacts")]
    [InlineData("issues")]
    [InlineData("report")]
    [InlineData("bundle")]
    public async Task A_run_that_is_not_there_is_refused_by_every_command(string verb)
    {
        (await cli.RunAsync("run", verb, "run_2026_01_02_0099")).ShouldRefuse(2, "There is no run run_2026_01_02_0099 in this store. See 'docsgen run list'.");
        (await cli.RunAsync("run", verb, "nonsense")).ShouldRefuse(
            2, $"'nonsense' is not a run id; one looks like run_2025_12_14_0001. See 'docsgen run list'. See 'docsgen run {verb} --help'.");
    }
}
