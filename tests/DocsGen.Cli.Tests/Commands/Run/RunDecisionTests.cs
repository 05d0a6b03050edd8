using DocsGen.Storage;

namespace DocsGen.Cli.Tests.Commands.Run;

public sealed class RunDecisionTests : IDisposable
{
    private readonly Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task An_approval_names_its_execution_and_drives_on()
    {
        await cli.WaitingAsync();
        var answer = (await cli.RunAsync("run", "approve", "--execution", "phase0_exec_001")).ShouldExit(4);
        answer.Error.ShouldBe("approved phase0_exec_001 as ada\n  ok      phase 1 Foundation  5 files, gate passed, 0 ms\n");
        answer.Out.ShouldContain("phase 1 passed its gate and waits for an approval");
        var again = (await cli.RunAsync("run", "approve", "--execution", "phase0_exec_001")).ShouldExit(0);
        again.Error.ShouldBe("phase0_exec_001 was approved before, by ada at 2026-01-02T03:04:05.000Z; nothing was written\n");
    }

    [Fact]
    public async Task Without_a_terminal_the_execution_must_be_named_and_on_one_the_waiting_is_meant()
    {
        await cli.WaitingAsync();
        (await cli.RunAsync("run", "approve")).ShouldRefuse(
            2, "Say which execution you approve: --execution E, as 'docsgen run show run_2026_01_02_0001' prints it. Without a terminal nobody saw which one waits.");
        (await cli.RunAsync("run", "reject", "--reason", "thin")).ShouldRefuse(
            2, "Say which execution you reject: --execution E, as 'docsgen run show run_2026_01_02_0001' prints it.");
        cli.OnTerminal = true;
        (await cli.RunAsync("run", "approve", "--no-drive")).ShouldExit(0).Error.ShouldBe("approved phase0_exec_001 as ada\n");
        (await cli.RunAsync("run", "approve", "--no-drive")).ShouldExit(5).Error.ShouldBe("\e[31merror:\e[0m There is nothing to approve: run_2026_01_02_0001 is running.\n");
    }

    [Fact]
    public async Task What_does_not_wait_is_a_conflict()
    {
        await cli.WaitingAsync();
        (await cli.RunAsync("run", "approve", "--execution", "phase3_exec_001")).ShouldRefuse(
            5, "run_2026_01_02_0001 has no execution phase3_exec_001. See 'docsgen run show run_2026_01_02_0001'.");
        (await cli.RunAsync("run", "approve", "--execution", "the first")).ShouldRefuse(2, "'the first' is not an execution id; one looks like phase2_exec_001.");
        var error = (await cli.RunAsync("run", "approve", "--execution", "phase3_exec_001", "--json")).ShouldExit(5).ShouldBeDocument("error").GetProperty("error");
        error.GetProperty("code").GetString().ShouldBe("approval.superseded");
    }

    [Fact]
    public async Task R7_an_approval_that_still_holds_is_shown_as_kept_with_whose_it_was()
    {
        (await cli.RunAsync("run", "start", Cli.Sample("minimal"), "--auto-approve", "0,1,2,3,5")).ShouldExit(4);
        (await cli.RunAsync("run", "approve", "--execution", "phase4_exec_001")).ShouldExit(0);
        (await cli.RunAsync("run", "revalidate", "--phase", "4", "--reason", "a look")).ShouldExit(0).Error.ShouldContain(
            "  --      phase 4 UI and appendix  approval kept from phase4_exec_001: nothing that it rests on has changed\n");
        (await cli.RunAsync("run", "revalidate", "--phase", "4", "--reason", "another look")).ShouldExit(0);
        var shown = (await cli.RunAsync("run", "show")).ShouldExit(0).Out;
        shown.ShouldContain("(kept from phase4_exec_001, ada)");
        shown.ShouldContain("(kept from phase4_exec_002, ada)");
        shown.ShouldContain("(kept from phase5_exec_001, skipped, as told)");
        (await cli.RunAsync("run", "show", "--json")).Out.ShouldContain("\"carriedFrom\": \"phase4_exec_001\"");
    }

    [Fact]
    public async Task A_rejection_takes_a_reason_and_stops_the_run()
    {
        await cli.WaitingAsync();
        (await cli.RunAsync("run", "reject", "--execution", "phase0_exec_001")).ShouldRefuse(2, "Option '--reason' is required. See 'docsgen run reject --help'.");
        (await cli.RunAsync("run", "reject", "--execution", "phase0_exec_001", "--reason", " ")).ShouldRefuse(2, "Say why with --reason: it goes into the record.");
        (await cli.RunAsync("run", "reject", "--execution", "phase0_exec_001", "--reason", "too thin")).ShouldExit(0).Out.ShouldBe(
            """

            run_2026_01_02_0001  Link Shelf: failed
              why: phase 0 was rejected: too thin

            next:
              docsgen run report run_2026_01_02_0001
              docsgen run rebuild run_2026_01_02_0001 --requirements FILE --reason TEXT

            """);
        (await cli.RunAsync("run", "approve", "--execution", "phase0_exec_001")).ShouldRefuse(
            5, "There is nothing to approve: run_2026_01_02_0001 is failed: phase 0 was rejected: too thin.");
    }

    [Fact]
    public async Task A_canceled_run_keeps_what_was_made_and_can_only_be_looked_at_or_rebuilt()
    {
        await cli.WaitingAsync();
        (await cli.RunAsync("run", "cancel", "--reason", "wrong inputs")).ShouldExit(0).Out.ShouldBe(
            "\nrun_2026_01_02_0001  Link Shelf: canceled\n  why: wrong inputs\n\nnext:\n  docsgen run show run_2026_01_02_0001\n  docsgen run rebuild run_2026_01_02_0001 --reason TEXT\n");
        (await cli.RunAsync("run", "cancel")).ShouldExit(0);
        (await cli.RunAsync("run", "resume")).ShouldExit(5);
        (await cli.RunAsync("run", "report", "--phase", "0")).ShouldExit(0);
        (await cli.RunAsync("run", "bundle")).ShouldRefuse(
            5, "run_2026_01_02_0001 has no bundle: it exists only after the final gate opened, and the run is canceled.");
    }

    [Fact]
    public async Task A_complete_run_cannot_be_canceled()
    {
        await cli.CompleteAsync();
        (await cli.RunAsync("run", "cancel")).ShouldRefuse(5, "run_2026_01_02_0001 is complete; there is nothing left to cancel.");
    }

    [Fact]
    public async Task R2_a_run_that_another_process_drives_is_refused_with_its_driver_and_shown_as_driven()
    {
        await cli.RunAsync("run", "start", Cli.Sample("minimal"), "--no-drive");
        using (var store = EmbeddedStore.Open(cli[".docsgen"], TimeProvider.System, () => "x"))
        {
            await store.Leases.ClaimAsync(DocsGen.Core.Artifacts.RunId.Parse(Cli.FirstRun), new("eve@elsewhere, process 7", ""), TimeSpan.FromMinutes(5), default);
        }

        var refused = (await cli.RunAsync("run", "resume")).ShouldExit(5);
        refused.Out.ShouldBeEmpty();
        refused.Error.ShouldMatch(
            $"^error: {Cli.FirstRun} is driven by eve@elsewhere, process 7 since \\S+Z\\. Watch it with 'docsgen run watch {Cli.FirstRun}', or cancel it with 'docsgen run cancel {Cli.FirstRun}'\\.\n$");
        var shown = (await cli.RunAsync("run", "show")).ShouldExit(0).Out;
        shown.ShouldContain("  driver:    eve@elsewhere, process 7, since ");
        shown.ShouldEndWith($"next:\n  docsgen run watch {Cli.FirstRun}\n  docsgen run cancel {Cli.FirstRun}\n");
        (await cli.RunAsync("run", "show", "--json")).Json.GetProperty("run").GetProperty("driver").GetProperty("name").GetString().ShouldBe("eve@elsewhere, process 7");
    }

    [Fact]
    public async Task Watching_a_run_that_nobody_drives_ends_and_says_so()
    {
        await cli.RunAsync("run", "start", Cli.Sample("minimal"), "--no-drive");
        var answer = (await cli.RunAsync("run", "watch")).ShouldExit(0);
        answer.Error.ShouldBe("run_2026_01_02_0001  Link Shelf\nnobody drives this run\n");
        answer.Out.ShouldEndWith("next:\n  docsgen run resume run_2026_01_02_0001\n");
    }

    [Fact]
    public async Task Runs_are_numbered_by_day_and_the_latest_is_meant_where_none_is_named()
    {
        await cli.WaitingAsync();
        await cli.WaitingAsync();
        (await cli.RunAsync("run", "cancel")).Out.ShouldContain("run_2026_01_02_0002  Link Shelf: canceled");
        (await cli.RunAsync("run", "show", Cli.FirstRun)).Out.ShouldContain("awaiting approval");
        (await cli.RunAsync("run", "list", "--json")).Json.GetProperty("runs").EnumerateArray().Select(r => r.GetProperty("id").GetString())
            .ShouldBe(["run_2026_01_02_0002", Cli.FirstRun]);
    }
}
