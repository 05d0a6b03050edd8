using System.Globalization;
using System.Text.Json;

namespace DocsGen.EndToEnd.Tests;

public sealed class ApprovalTests
{
    [Fact]
    public void R4_an_interactive_run_takes_six_approvals_each_naming_its_execution()
    {
        using var folder = new TempFolder();
        var run = Product.Run(folder.Path, "run", "start", Product.Sample("minimal"), "--json").ShouldExit(4);
        for (var phase = 0; phase < 6; phase++)
        {
            run.Status.ShouldBe("awaiting_approval");
            Product.Run(folder.Path, "run", "approve").ShouldExit(2).Error.ShouldContain("--execution");
            Product.Run(folder.Path, "run", "approve", "--execution", $"phase{phase}_exec_002").ShouldExit(5).Error.ShouldContain("has no execution");
            run = Product.Run(folder.Path, "run", "approve", "--execution", $"phase{phase}_exec_001", "--json").ShouldExit(phase < 5 ? 4 : 0);
            // A double click answers its record again, and cannot reach the next gate.
            Product.Run(folder.Path, "run", "approve", "--execution", $"phase{phase}_exec_001").ShouldExit(0).Error.ShouldContain("approved before, by ada");
        }

        run.Status.ShouldBe("complete");
        var approvals = Events(folder).Where(e => e.GetProperty("type").GetString() == "approval.recorded").ToList();
        approvals.Select(e => e.GetProperty("executionId").GetString()).ShouldBe(Enumerable.Range(0, 6).Select(n => $"phase{n}_exec_001"));
        foreach (var approval in approvals)
        {
            var snapshot = approval.GetProperty("data").GetProperty("snapshot").GetString();
            var execution = run.RunJson.GetProperty("executions").EnumerateArray().First(x => x.GetProperty("id").ValueEquals(approval.GetProperty("executionId").GetString()));
            execution.GetProperty("snapshot").GetString().ShouldBe(snapshot);
        }
    }

    [Fact]
    public void Skipped_approvals_are_recorded_as_such()
    {
        using var folder = new TempFolder();
        var run = Product.Run(folder.Path, "run", "start", Product.Sample("minimal"), "--auto-approve", "0,1,2,3,4,5", "--json").ShouldExit(0);
        run.RunJson.GetProperty("executions").EnumerateArray().ShouldAllBe(e => e.GetProperty("approval").GetProperty("automatic").GetBoolean());
    }

    [Fact]
    public void A_rejection_stops_the_run_and_keeps_its_reason()
    {
        using var folder = new TempFolder();
        Product.Run(folder.Path, "run", "start", Product.Sample("minimal")).ShouldExit(4);
        Product.Run(folder.Path, "run", "reject", "--execution", "phase0_exec_001", "--reason", "the summary is thin", "--json").ShouldExit(0).Status.ShouldBe("failed");
        Product.Run(folder.Path, "run", "show").Output.ShouldContain("the summary is thin");
        Product.Run(folder.Path, "run", "approve", "--execution", "phase0_exec_001").ShouldExit(5);
    }

    [Fact]
    public void R4_a_thousand_concurrent_approvals_from_several_processes_advance_a_gate_once_and_write_one_event()
    {
        using var folder = new TempFolder();
        var run = Product.Run(folder.Path, "run", "start", Product.Sample("minimal"), "--store", folder["s"], "--json").ShouldExit(4);
        var crowd = Enumerable.Range(0, 4).Select(_ => Product.StartHarness("approving", folder["s"], run.RunId, "phase0_exec_001", "250")).ToList();
        var said = crowd.Select(Product.Finish).Select(f => f.ShouldExit(0).Output.Split(' ', StringSplitOptions.TrimEntries)).ToList();
        said.Sum(words => int.Parse(words[1], CultureInfo.InvariantCulture)).ShouldBe(1, "recorded");
        said.Sum(words => int.Parse(words[3], CultureInfo.InvariantCulture)).ShouldBe(999, "answered the record that was there");
        Events(folder, folder["s"]).Count(e => e.GetProperty("type").GetString() == "approval.recorded").ShouldBe(1);
        Product.Run(folder.Path, "run", "resume", "--store", folder["s"], "--json").ShouldExit(4).RunJson.GetProperty("executions").GetArrayLength().ShouldBe(2);
    }

    private static IEnumerable<JsonElement> Events(TempFolder folder, string? store = null) =>
        Product.Run(folder.Path, ["run", "events", "--json", .. store is null ? Array.Empty<string>() : ["--store", store]]).ShouldExit(0).Json.GetProperty("events").EnumerateArray();
}
