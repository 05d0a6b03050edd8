using System.Diagnostics;
using System.Text.Json;
using DocsGen.Core.Runs;

namespace DocsGen.EndToEnd.Tests;

public sealed class DrivingTests
{
    [Fact]
    public void R2_of_two_processes_that_drive_one_run_the_second_is_refused_and_told_who_drives_since_when()
    {
        using var folder = new TempFolder();
        var id = Started(folder);
        using var first = Product.StartHarness("stepping", folder["s"], id, "15000");
        Point(first);
        var second = Product.Run(folder.Path, "run", "resume", "--store", folder["s"]).ShouldExit(5);
        second.Error.ShouldContain($"is driven by harness, process {first.Id} since 20");
        // Reading never drives, and is never refused.
        Product.Run(folder.Path, "run", "show", "--store", folder["s"], "--json").ShouldExit(0).RunJson.GetProperty("driver").GetProperty("name").GetString().ShouldBe($"harness, process {first.Id}");
        Continue(first);
        first.StandardOutput.ReadToEnd().ShouldEndWith("stopped complete\n");
    }

    [Fact]
    public void R2_a_driver_stopped_past_its_lease_and_taken_over_writes_nothing_when_it_wakes()
    {
        using var folder = new TempFolder();
        var id = Started(folder);
        using var first = Product.StartHarness("stepping", folder["s"], id, "1000");
        for (var point = 0; point < 12; point++) Step(first);
        var seen = Point(first);
        Product.Signal(first, "STOP");
        Product.Run(folder.Path, "run", "resume", "--store", folder["s"]).ShouldExit(5);
        Thread.Sleep(1500);
        var second = Product.Run(folder.Path, "run", "resume", "--store", folder["s"], "--json").ShouldExit(0);
        second.Status.ShouldBe("complete");
        var before = Events(folder);
        Product.Signal(first, "CONT");
        Continue(first);
        first.StandardOutput.ReadToEnd().ShouldEndWith("taken over\n");
        var after = Events(folder);
        after.Count.ShouldBe(before.Count, "the late driver wrote nothing");
        after[seen].GetProperty("type").GetString().ShouldBe("run.taken_over");
        after[seen].GetProperty("data").GetProperty("previous").GetString().ShouldBe($"harness, process {first.Id}");
        Product.Run(folder.Path, "verify", "--store", folder["s"]).ShouldExit(0);
    }

    [Fact]
    public void R12_a_cancel_from_another_process_ends_a_draft_within_a_second()
    {
        using var folder = new TempFolder();
        var id = Started(folder);
        using var driver = Product.StartHarness("sleeping", folder["s"], id);
        driver.StandardOutput.ReadLine().ShouldBe("drafting");
        Product.Run(folder.Path, "run", "cancel", "--reason", "changed my mind", "--store", folder["s"], "--json").ShouldExit(0).Status.ShouldBe("canceled");
        var clock = Stopwatch.StartNew();
        driver.StandardOutput.ReadToEnd().ShouldEndWith("stopped canceled\n");
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(1), "R12 promises a second");
        var events = Events(folder);
        events[^1].GetProperty("type").GetString().ShouldBe("run.canceled");
        events.ShouldContain(e => e.GetProperty("type").GetString() == "artifact.written", "what was made is kept");
        Product.Run(folder.Path, "run", "resume", "--store", folder["s"]).ShouldExit(5);
    }

    [Fact]
    public void R12_a_cancel_during_a_regeneration_ends_the_draft_within_a_second_and_keeps_the_last_bundle()
    {
        using var folder = new TempFolder();
        var reference = Product.Run(folder.Path, "run", "start", Product.Sample("minimal"), "--review-mode", "batch", "--store", folder["s"], "--json").ShouldExit(0);
        Product.Run(folder.Path, "run", "regenerate", "--phase", "3", "--reason", "again", "--no-drive", "--store", folder["s"]).ShouldExit(0);
        using var driver = Product.StartHarness("sleeping", folder["s"], reference.RunId);
        driver.StandardOutput.ReadLine().ShouldBe("drafting");
        // While a model is asked, nothing else may be decided on the run; only a cancel goes through.
        Product.Run(folder.Path, "run", "regenerate", "--phase", "2", "--reason", "rather this", "--store", folder["s"]).ShouldExit(5).Error.ShouldContain(" is running; ");
        Product.Run(folder.Path, "run", "cancel", "--reason", "changed my mind", "--store", folder["s"], "--json").ShouldExit(0).Status.ShouldBe("canceled");
        var clock = Stopwatch.StartNew();
        driver.StandardOutput.ReadToEnd().ShouldEndWith("stopped canceled\n");
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(1), "R12 promises a second");
        var run = StoredRun.Read(folder["s"]);
        RunLog.Read(run.Events[^1]).Event.ShouldBeOfType<RunEvent.Canceled>();
        run.State.Current!.Id.Value.ShouldBe("phase3_exec_002");
        run.State.Current.Artifacts.ShouldBeEmpty("nothing was drafted");
        Product.Run(folder.Path, "run", "bundle", "-o", "kept.zip", "--store", folder["s"]).ShouldExit(0);
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(folder["kept.zip"]))).ShouldBe(reference.BundleHash);
        Product.Run(folder.Path, "run", "regenerate", "--phase", "3", "--reason", "again", "--store", folder["s"]).ShouldExit(5);
        Product.Run(folder.Path, "verify", "--store", folder["s"]).ShouldExit(0);
    }

    [Fact]
    public void Ctrl_C_leaves_a_run_that_resumes()
    {
        using var folder = new TempFolder();
        var reference = Product.Run(folder.Path, "run", "start", Product.Sample("task-board"), "--review-mode", "batch", "--store", folder["r"], "--json").ShouldExit(0).BundleHash;
        for (var delay = 300; ; delay -= 50)
        {
            delay.ShouldBeGreaterThan(0, "the program was never interrupted while it drove");
            using var process = Product.StartProgram(folder.Path, null, "run", "start", Product.Sample("task-board"), "--review-mode", "batch", "--store", folder["s"]);
            while (process.StandardError.ReadLine()?.StartsWith("run_", StringComparison.Ordinal) == false)
            {
            }

            Thread.Sleep(delay);
            Product.Signal(process, "INT");
            process.WaitForExit();
            if (process.ExitCode == 0) continue;
            process.ExitCode.ShouldBe(130);
            break;
        }

        Product.Run(folder.Path, "run", "show", "--store", folder["s"], "--json").Status.ShouldBe("running");
        Product.Run(folder.Path, "run", "resume", "--store", folder["s"], "--json").ShouldExit(0).BundleHash.ShouldBe(reference);
    }

    private static string Started(TempFolder folder) =>
        Product.Run(folder.Path, "run", "start", Product.Sample("minimal"), "--review-mode", "batch", "--no-drive", "--store", folder["s"], "--json").ShouldExit(0).RunId;

    private static List<JsonElement> Events(TempFolder folder) =>
        [.. Product.Run(folder.Path, "run", "events", "--json", "--store", folder["s"]).ShouldExit(0).Json.GetProperty("events").EnumerateArray()];

    // Waits until the harness stands at a point: after a commit, before the next work.
    private static int Point(Process harness)
    {
        var line = harness.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The harness ended: " + harness.StandardError.ReadToEnd());
        line.ShouldStartWith("point ");
        return int.Parse(line[6..], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static void Step(Process harness)
    {
        Point(harness);
        harness.StandardInput.WriteLine();
    }

    // No more stops: the end of the input answers every further point.
    private static void Continue(Process harness)
    {
        harness.StandardInput.Close();
    }
}
