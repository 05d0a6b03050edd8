namespace DocsGen.Cli.Tests.Commands.Run;

/// <summary>Overrides, replanning, overwriting, retention and explanations, as their user types them.</summary>
public sealed class RunChangeTests : IDisposable
{
    private readonly Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task R5_an_error_that_the_formula_lists_is_overridden_until_a_day_and_shows_everywhere()
    {
        var fingerprint = await FailingAsync();
        (await cli.RunAsync("run", "override", "--issue", fingerprint[..8], "--expires", "10d", "--reason", "measured in May")).ShouldExit(0)
            .Error.ShouldContain("  ok      phase 4 UI and appendix  gate opened, 1 error overridden, 0 ms\n");
        var shown = (await cli.RunAsync("run", "show")).ShouldExit(0).Out;
        shown.ShouldContain($"overridden  performance.undocumented {fingerprint} of phase4_exec_002 by ada until 2026-01-12T03:04:05.000Z: measured in May\n");
        shown.ShouldContain("phase4_exec_003  overridden  2          1 ");
        (await cli.RunAsync("run", "report", "--phase", "5")).Out.ShouldContain(
            $"Overridden by user:ada on 2026-01-02 03:04 UTC until 2026-01-12 03:04 UTC: measured in May (counts here)");
        (await cli.RunAsync("run", "report", "--phase", "5")).Out.ShouldContain("- **Result**: failed\n");
        var json = (await cli.RunAsync("run", "show", "--json")).Json.GetProperty("run").GetProperty("overrides")[0];
        json.GetProperty("by").GetString().ShouldBe("user:ada");

        // Once its day is over, the gate that it held open fails again.
        cli.Now = cli.Now.AddDays(10);
        (await cli.RunAsync("run", "revalidate", "--phase", "5", "--reason", "a look after its day")).ShouldExit(3);
        (await cli.RunAsync("run", "report")).Out.ShouldContain("measured in May (expired)");
        (await cli.RunAsync("verify")).ShouldExit(0);
    }

    [Fact]
    public async Task What_cannot_be_overridden_is_refused_by_name_and_writes_nothing()
    {
        var fingerprint = await FailingAsync();
        (await cli.RunAsync("run", "override", "--issue", "000000", "--expires", "10d", "--reason", "r")).ShouldRefuse(
            2, $"phase4_exec_002 found no error 000000. 'docsgen run explain {Cli.FirstRun}' lists its errors with their fingerprints.");
        (await cli.RunAsync("run", "override", "--issue", fingerprint, "--expires", "2026-01-02", "--reason", "r")).ShouldRefuse(2, "An override ends in the future; give a later --expires.");
        (await cli.RunAsync("run", "override", "--issue", fingerprint, "--expires", "soon", "--reason", "r")).ShouldRefuse(
            2, "--expires is 'soon'; give a day such as 2026-12-31, or a span such as 30d, 12h or 45m.");
        File.AppendAllText(Path.Combine(cli["co"], "link-shelf-27-ui-spec.md"), "\nSee [more](link-shelf-99-more.md).\n");
        (await cli.RunAsync("run", "edit", "--from", "co", "--reason", "a link")).ShouldExit(5).Error.ShouldContain("has moved on");
        (await cli.RunAsync("run", "checkout", "co2")).ShouldExit(0);
        File.AppendAllText(Path.Combine(cli["co2"], "link-shelf-27-ui-spec.md"), "\nSee [more](link-shelf-99-more.md).\n");
        (await cli.RunAsync("run", "edit", "--from", "co2", "--reason", "a link")).ShouldExit(3);
        var link = await FingerprintAsync("links.internal.resolves");
        (await cli.RunAsync("run", "override", "--issue", link, "--expires", "10d", "--reason", "r")).ShouldRefuse(
            5, "links.internal.resolves is a core rule: no policy can override it. Mend link-shelf-27-ui-spec.md.");
        (await cli.RunAsync("run", "show", "--json")).Json.GetProperty("run").GetProperty("overrides").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Explain_says_why_with_versions_changes_and_the_commands_that_help()
    {
        var fingerprint = await FailingAsync();
        (await cli.RunAsync("run", "explain")).ShouldExit(0).Out.ShouldBe(
            $"""
            phase4_exec_002  phase 4 UI and appendix: failed
              1 error, 0 warnings, 0 notes; 30 rules ran, 1 found something

            performance.undocumented  Performance target undocumented: 1 error, 0 warnings, 0 notes; can be overridden
              error    {fingerprint[..8]}  The performance target p95_save_ms is not named in link-shelf-22-arch-performance.md or link-shelf-27-ui-spec.md.

            since phase4_exec_001, whose gate opened: 1 file changed; issues: 1 new, 0 fixed, 0 still there
              ~ phase3/link-shelf-22-arch-performance.md -> phase3_v2/link-shelf-22-arch-performance.md  user:ada

            what would help:
              docsgen run checkout {Cli.FirstRun} DIR
                  take the files out to mend them by hand, then 'docsgen run edit'
              docsgen run override {Cli.FirstRun} --issue {fingerprint} --expires 30d --reason TEXT
                  answer for what the formula lets people answer for

            """);
        var json = (await cli.RunAsync("run", "explain", "--json")).Json;
        json.GetProperty("since").GetProperty("new")[0].GetString().ShouldBe(fingerprint);
        (await cli.RunAsync("run", "explain", "--phase", "1")).Out.ShouldStartWith("phase1_exec_001  phase 1 Foundation: passed\n");
        (await cli.RunAsync("run", "explain", "--phase", "9")).ShouldRefuse(2, $"The gate of phase 9 of {Cli.FirstRun} has not spoken yet.");
    }

    [Fact]
    public async Task R7_a_replan_shows_what_would_break_and_does_it_only_when_told()
    {
        await cli.CompleteAsync();
        var shown = (await cli.RunAsync("run", "regenerate", "--replan", "--rename", "03=base-link-models", "--reason", "our words")).ShouldExit(4).Out;
        shown.ShouldContain("  - link-shelf-03-base-models.md  dropped\n  + link-shelf-03-base-link-models.md  missing until phase 2 drafts it\n");
        shown.ShouldContain("its link to link-shelf-03-base-models.md breaks\n");
        shown.ShouldEndWith("Nothing was changed. The same command with --yes does it.\n");
        (await cli.RunAsync("run", "show")).Out.ShouldNotContain("exec_002");

        (await cli.RunAsync("run", "regenerate", "--replan", "--rename", "03=base-link-models", "--reason", "our words", "--yes")).ShouldExit(3);
        (await cli.RunAsync("run", "regenerate", "--phase", "2", "--failed", "--reason", "follow the plan")).ShouldExit(0);
        (await cli.RunAsync("run", "diff", "--from", "v1")).ShouldExit(0).Out.ShouldContain("settings:\n  file_names: ");
        (await cli.RunAsync("run", "cat", "phase2_v3/link-shelf-03-base-link-models.md")).ShouldExit(0);
        (await cli.RunAsync("run", "cat", "phase2/link-shelf-03-base-models.md")).ShouldExit(0);
        (await cli.RunAsync("verify")).ShouldExit(0);
    }

    [Fact]
    public async Task R7_A6_a_run_that_was_replanned_to_a_profile_ends_with_the_bundle_of_a_run_of_that_profile()
    {
        var wanted = (await cli.CompleteAsync("--profile", "minimal", "--json")).Json.GetProperty("run").GetProperty("bundle").GetProperty("sha256").GetString();
        await cli.CompleteAsync();
        (await cli.RunAsync("run", "regenerate", "--replan", "--profile", "minimal", "--reason", "too much", "--yes")).ShouldExit(3);
        Answer? last = null;
        for (var phase = 2; phase <= 5 && last?.Code != 0; phase++)
        {
            last = await cli.RunAsync("run", "regenerate", "--phase", $"{phase}", "--failed", "--reason", "follow the plan", "--json");
        }

        last!.ShouldExit(0).Json.GetProperty("run").GetProperty("bundle").GetProperty("sha256").GetString().ShouldBe(wanted);
    }

    [Fact]
    public async Task What_a_replan_cannot_do_is_refused()
    {
        await cli.CompleteAsync();
        (await cli.RunAsync("run", "regenerate", "--replan", "--profile", "tiny", "--reason", "r")).ShouldRefuse(2, "Formula 'plugin' has no profile 'tiny'; it has full, no-diagrams, minimal.");
        (await cli.RunAsync("run", "regenerate", "--replan", "--rename", "99=x", "--reason", "r")).ShouldRefuse(2, "No file of formula 'plugin' has the number '99'.");
        (await cli.RunAsync("run", "regenerate", "--replan", "--rename", "03=../x", "--reason", "r")).ShouldRefuse(
            2, "'../x' cannot stand in a file name: use lower-case words joined by hyphens, such as base-entity-types.");
        (await cli.RunAsync("run", "regenerate", "--replan", "--reason", "r", "--yes")).ShouldExit(5).Error.ShouldBe("error: The planned files would stay as they are.\n");
        (await cli.RunAsync("run", "regenerate", "--replan", "--phase", "1", "--reason", "r")).ShouldRefuse(
            2, "--replan begins at the phase of the plan and drafts all of it: it takes no --phase, --file or --failed.");
        (await cli.RunAsync("run", "regenerate", "--yes", "--phase", "1", "--reason", "r")).ShouldRefuse(2, "--profile, --rename and --yes go with --replan.");
    }

    [Fact]
    public async Task A3_a_file_is_replaced_in_place_only_under_the_policy_that_allows_it()
    {
        await cli.CompleteAsync();
        var file = cli.Write("new.md", "# Vision\n");
        (await cli.RunAsync("run", "overwrite", "--path", "phase2/link-shelf-01-base-vision.md", "--from", file, "--reason", "r")).ShouldRefuse(
            5, "This run's policy is 'overwrite: never'. Make a new version instead, with 'docsgen run edit'.");
        cli.Environment["DOCSGEN_OVERWRITE"] = "explicit";
        await cli.CompleteAsync();
        var old = (await cli.RunAsync("run", "cat", "phase2/link-shelf-01-base-vision.md")).Raw;
        cli.Write("new.md", System.Text.Encoding.UTF8.GetString(old) + "\nNothing secret stands here.\n");
        (await cli.RunAsync("run", "overwrite", "--path", "phase2/link-shelf-01-base-vision.md", "--from", file, "--reason", "a secret stood there")).ShouldExit(0);
        (await cli.RunAsync("run", "cat", "phase2/link-shelf-01-base-vision.md")).Raw.Length.ShouldBeGreaterThan(old.Length);
        (await cli.RunAsync("run", "show")).Out.ShouldContain("phase2_exec_002");
        (await cli.RunAsync("run", "overwrite", "--path", "phase2/none.md", "--from", file, "--reason", "r")).ShouldExit(2);
        (await cli.RunAsync("verify")).ShouldExit(0);
    }

    [Fact]
    public async Task A_run_is_archived_pinned_and_deleted_and_its_events_stay()
    {
        await cli.CompleteAsync();
        (await cli.RunAsync("run", "archive", "--reason", "old")).ShouldExit(0);
        (await cli.RunAsync("run", "list")).Out.ShouldBe("No runs but archived or deleted ones; '--all' lists them.\n");
        (await cli.RunAsync("run", "pin", "--reason", "shipped")).ShouldExit(0);
        (await cli.RunAsync("run", "list", "--all")).Out.ShouldContain("complete (archived) (pinned)");
        (await cli.RunAsync("run", "delete", Cli.FirstRun, "--reason", "old")).ShouldRefuse(
            5, $"{Cli.FirstRun} is pinned. 'docsgen run pin {Cli.FirstRun} --undo --reason TEXT' lets it go.");
        (await cli.RunAsync("run", "pin", "--undo", "--reason", "replaced")).ShouldExit(0);
        (await cli.RunAsync("run", "delete", Cli.FirstRun, "--reason", "old")).ShouldExit(0).Out.ShouldBe(
            $"{Cli.FirstRun} is deleted. Its events stay: 'docsgen run events {Cli.FirstRun}'. 'docsgen gc' shows what can be freed.\n");
        (await cli.RunAsync("run", "bundle", Cli.FirstRun)).ShouldRefuse(5, $"{Cli.FirstRun} was deleted; only its events are left. See 'docsgen run events {Cli.FirstRun}'.");
        (await cli.RunAsync("run", "events", Cli.FirstRun)).ShouldExit(0).Out.ShouldContain("Run deleted: old");
        (await cli.RunAsync("run", "show", Cli.FirstRun)).ShouldExit(0).Out.ShouldContain("deleted; only its events are left");
        (await cli.RunAsync("verify", Cli.FirstRun)).ShouldExit(0);
        var survey = (await cli.RunAsync("gc")).ShouldExit(0).Out;
        survey.ShouldContain("kept        0 blobs, 0 bytes\nNothing was changed: this was a dry run. 'docsgen gc --apply' does it.\n");
        (await cli.RunAsync("gc", "--apply", "--json")).ShouldExit(0).Json.GetProperty("condemned").GetProperty("blobs").GetInt32().ShouldBeGreaterThan(40);
        (await cli.RunAsync("gc", "--grace", "5s")).ShouldRefuse(2, "--grace is '5s'; give a span of at least a minute, such as 24h: it must be longer than any upload takes.");
        cli.Sql("UPDATE condemned SET since = 0");
        cli.Now = TimeProvider.System.GetUtcNow().AddDays(2);
        (await cli.RunAsync("gc", "--apply", "--json")).ShouldExit(0).Json.GetProperty("freed").GetProperty("blobs").GetInt32().ShouldBeGreaterThan(40);
        (await cli.RunAsync("verify")).ShouldExit(0);
    }

    [Fact]
    public async Task A_rejection_shows_in_show_in_its_report_and_in_the_next_one()
    {
        await cli.WaitingAsync();
        (await cli.RunAsync("run", "approve", "--execution", "phase0_exec_001")).ShouldExit(4);
        (await cli.RunAsync("run", "reject", "--execution", "phase1_exec_001", "--reason", "too thin")).ShouldExit(0);
        (await cli.RunAsync("run", "show")).Out.ShouldContain("rejected    phase1_exec_001 by ada at 2026-01-02T03:04:05.000Z: too thin\n");
        (await cli.RunAsync("run", "report")).Out.ShouldEndWith("\nAfterwards phase1_exec_001 was rejected by ada at 2026-01-02T03:04:05.000Z: too thin\n");
        (await cli.RunAsync("run", "regenerate", "--phase", "1", "--reason", "thicker")).ShouldExit(4);
        (await cli.RunAsync("run", "report")).Out.ShouldEndWith("## Rejections\n\n- `phase1_exec_001` was rejected by user:ada on 2026-01-02 03:04 UTC: too thin\n");
    }

    // A complete run whose performance target was edited away: its fourth gate fails with that one error.
    private async Task<string> FailingAsync()
    {
        await cli.CompleteAsync();
        (await cli.RunAsync("run", "checkout", "co")).ShouldExit(0);
        var file = Path.Combine(cli["co"], "link-shelf-22-arch-performance.md");
        File.WriteAllLines(file, File.ReadAllLines(file).Select(l => l.Replace("p95_save_ms", "as agreed", StringComparison.Ordinal)));
        (await cli.RunAsync("run", "edit", "--from", "co", "--reason", "disputed")).ShouldExit(3);
        return await FingerprintAsync("performance.undocumented");
    }

    private async Task<string> FingerprintAsync(string rule) => (await cli.RunAsync("run", "issues", "--json")).Json.GetProperty("issues").EnumerateArray()
        .First(i => i.GetProperty("rule").GetString() == rule).GetProperty("fingerprint").GetString()!;
}
