using System.Diagnostics;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs;
using DocsGen.Core.Runs.UseCases;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Core.Tests.Runs.Model;
using DocsGen.Storage;
using DocsGen.TestSupport.Audit;
using DocsGen.TestSupport.Faults;
using Xunit.Abstractions;

namespace DocsGen.EndToEnd.Tests.Faults;

/// <summary>
/// The program on a store where one system call fails, or all from one on: it ends well or says in a sentence that the store failed, and when the fault is gone everything that
/// was acknowledged is there and what was left in the middle goes on as if nothing had been.
/// </summary>
public sealed class SystemCallTests : IDisposable
{
    private static readonly TimeSpan Box = TimeSpan.FromSeconds(12);
    private static readonly string[] Calls = ["run", "approve", "push", "publish", "gc"];

    private readonly ITestOutputHelper output;
    private readonly TempFolder folder = new();
    private readonly string bundle;
    private string? waitingId;

    public SystemCallTests(ITestOutputHelper output)
    {
        this.output = output;
        var made = Product.Run(folder.Path, "run", "start", Product.Sample("minimal"), "--review-mode", "batch", "--store", folder["reference"], "--json").ShouldExit(0);
        bundle = made.BundleHash;
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A2_A4_A5_R11_S5_a_system_call_that_fails_is_said_in_a_sentence_and_what_was_acknowledged_stays()
    {
        var seed = Environment.TickCount;
        var random = new SplitMix((ulong)(uint)seed);
        await PrepareAsync();
        var most = Calls.ToDictionary(c => c, c => new FailingCall(0, "5", Forever: false).Run(folder, Fresh(c), Command(c, folder["s"])).Calls, StringComparer.Ordinal);
        var (soak, clock) = (Soak.Resume("system-calls"), Stopwatch.StartNew());
        foreach (var (command, fault) in Product.Soak ? Sweep(most, soak["rounds"]) : Sample(most, random))
        {
            if (!Product.Soak && clock.Elapsed > Box) break;
            (await FaultAsync(command, fault, soak)).ShouldBeEmpty($"seed {seed}: {command}: {fault}");
            soak.Add("rounds", 1);
        }

        var said = $"Failing system calls: seed {seed}: {soak}; of {string.Join(", ", most.Select(m => $"{m.Value} of {m.Key}"))}; in {clock.Elapsed.TotalSeconds:0} s";
        output.WriteLine(said);
        await StoredSpace.SayAsync(said);
        soak["refused"].ShouldBeGreaterThan(0, "no fault ever stopped anything: the suite proved nothing");
        soak.Close();
    }

    [Fact]
    public async Task A5_faults_that_once_hid_their_cause_or_ended_in_a_stack_trace_end_in_a_sentence()
    {
        await PrepareAsync();
        (string Command, FailingCall Fault)[] faults =
        [
            ("run", new(60, "5", Forever: false)),
            ("run", new(400, "5", Forever: false)),
            ("run", new(400, "28", Forever: true)),
            ("push", new(26, "122", Forever: true)),
            ("publish", new(3, "28", Forever: true)),
        ];
        foreach (var (command, fault) in faults) (await FaultAsync(command, fault, Soak.Resume("none"))).ShouldBeEmpty($"{command}: {fault}");
    }

    [VolumeFact]
    public async Task A5_R11_a_disk_that_fills_up_is_said_in_a_sentence_and_the_run_goes_on_when_there_is_room_needs_root_and_loop_devices()
    {
        var (refused, steps, disk) = (0, 0, folder["disk"]);
        Directory.CreateDirectory(disk);
        foreach (var size in Product.Soak ? Enumerable.Range(1, 250).Select(n => n * 40) : [16, 320, 480, 1300, 2400, 16_000])
        {
            Tools.Run("mount", "-t", "tmpfs", "-o", $"size={size}k", "tmpfs", disk);
            try
            {
                var place = Path.Combine(disk, "s");
                var finished = Product.Run(folder.Path, Command("run", place));
                var done = finished.ExitCode == 0;
                steps++;
                if (!done) refused++;
                if (!done) finished.ExitCode.ShouldBe(7, $"{size} KiB: {finished.Error}");
                if (!done) finished.Error.ShouldStartWith("error: ", Case.Sensitive, $"{size} KiB");
                finished.Error.ShouldNotContain("   at ", Case.Sensitive, $"{size} KiB");
                Tools.Run("mount", "-o", "remount,size=64m", disk);
                (await AfterAsync("run", place, done)).ShouldBeEmpty($"{size} KiB: {finished.Error}");
                if (EmbeddedStore.Exists(place)) Product.Run(folder.Path, "verify", "--store", place).ShouldExit(0);
            }
            finally
            {
                Tools.Run("umount", disk);
            }
        }

        var said = $"Disks that fill up: {steps} sizes, {refused} of them too small";
        output.WriteLine(said);
        await StoredSpace.SayAsync(said);
        refused.ShouldBeInRange(1, steps - 1, said);
    }

    // A run that waits, one that was deleted and is about to be freed; a space with a document, a changeset that is ready, and a folder to push.
    private async Task PrepareAsync()
    {
        using var store = EmbeddedStore.Open(folder["base"], TimeProvider.System, Path.GetRandomFileName);
        var waiting = await SmallRun.StartAsync(store, ReviewMode.Interactive);
        await SmallRun.DriveAsync(store, waiting.Id, SmallRun.Unheard);
        var deleted = await SmallRun.StartAsync(store, ReviewMode.Batch);
        await SmallRun.FinishAsync(store, deleted.Id);
        _ = await new DeleteRun(SmallRun.Ports(store)).ExecuteAsync(deleted.Id, "enough", StoredSpace.Ada, default);
        Directory.CreateDirectory(folder["docs"]);
        await File.WriteAllTextAsync(Path.Combine(folder["docs"], "large.md"), new string('x', 100_000));
        await File.WriteAllTextAsync(Path.Combine(folder["docs"], "small.md"), "# small\n");
        Product.Run(folder.Path, "space", "create", "docs", "--store", folder["base"]).ShouldExit(0);
        Product.Run(folder.Path, "push", folder["docs"], "--space", "docs", "--prefix", "ready", "--store", folder["base"]).ShouldExit(0);
        Product.Run(folder.Path, "changeset", "review", "1", "--accept-all", "--space", "docs", "--store", folder["base"]).ShouldExit(0);
    }

    private string[] Command(string name, string store) =>
    [
        .. name switch
        {
            "run" => new[] { "run", "start", Product.Sample("minimal"), "--review-mode", "batch" },
            "approve" => ["run", "approve", "run_" + Waiting(), "--execution", "phase0_exec_001"],
            "push" => ["push", folder["docs"], "--space", "docs"],
            "publish" => ["changeset", "publish", "1", "--space", "docs"],
            _ => ["gc", "--apply"],
        },
        "--store", store, "--json",
    ];

    private string Waiting() => waitingId ??= Product.Run(folder.Path, "run", "list", "--store", folder["base"], "--json").ShouldExit(0).Json.GetProperty("runs").EnumerateArray()
        .First(r => r.GetProperty("status").GetString() == "awaiting_approval").GetProperty("id").GetString()![4..];

    // Runs begin where there is no store yet.
    private string Fresh(string command)
    {
        if (Directory.Exists(folder["s"])) Directory.Delete(folder["s"], recursive: true);
        if (command != "run") StoredRun.Copy(folder["base"], folder["s"]);
        return folder["s"];
    }

    private static IEnumerable<(string, FailingCall)> Sample(Dictionary<string, long> most, SplitMix random)
    {
        for (var n = 0; ; n++)
        {
            var command = Calls[n % Calls.Length];
            yield return (command, new(1 + random.Next((int)most[command]), FailingCall.Errors[random.Next(FailingCall.Errors.Count)], random.Next(2) == 0));
        }
    }

    // The first eighth fails every call once, in turn by each error, for once and for ever; each further one moves them on by one.
    private static IEnumerable<(string, FailingCall)> Sweep(Dictionary<string, long> most, long done)
    {
        var ways = (from error in FailingCall.Errors from forever in new[] { false, true } select (Error: error, Forever: forever)).ToList();
        return (from pass in Enumerable.Range(0, ways.Count)
                from command in Calls
                from number in Enumerable.Range(1, (int)most[command])
                let way = ways[(number + pass) % ways.Count]
                select (command, new FailingCall(number, way.Error, way.Forever))).Skip((int)done);
    }

    private async Task<IReadOnlyList<string>> FaultAsync(string command, FailingCall fault, Soak soak)
    {
        var place = Fresh(command);
        var (finished, _, hit) = fault.Run(folder, place, Command(command, place));
        var done = finished.ExitCode == (command == "approve" ? 4 : 0);
        soak.Add(done ? "went through" : "refused", 1);
        var violations = new List<string>();
        if (!done && finished.ExitCode != 7) violations.Add($"exit {finished.ExitCode}");
        if (finished.Error.Contains("   at ", StringComparison.Ordinal) || finished.Error.Contains("nexpected", StringComparison.Ordinal) || (!done && finished.Error.Length == 0)) violations.Add("no sentence");
        violations.AddRange(await AfterAsync(command, place, done));
        return violations.Count == 0 ? [] : [$"{hit}: {string.Join("; ", violations)}: {finished.Error}"];
    }

    // The fault is gone.
    private async Task<IReadOnlyList<string>> AfterAsync(string command, string place, bool done)
    {
        if (command == "run" && !EmbeddedStore.Exists(place)) return done ? ["A5: the store is not there"] : [];
        using var store = EmbeddedStore.Open(place, TimeProvider.System, Path.GetRandomFileName);
        if (command != "run") return await new Ledger().ViolationsAsync(store) is { Count: > 0 } broken ? broken : await DoneAsync(command, store, done);
        var found = new List<string>();
        var runs = await store.Runs.ListAsync(default);
        if (done && runs is not [{ Status: RunStatus.Complete }]) found.Add("A5: the run was said to be complete");
        foreach (var run in runs)
        {
            var state = await SmallRun.FinishAsync(store, run.Id);
            if (state.Bundle?.Hash.Value != bundle) found.Add($"A6: {state.Status.ToWire()} with the bundle {state.Bundle?.Hash.Short}");
            found.AddRange((await new VerifyRun(SmallRun.Ports(store)).ExecuteAsync(run.Id, default)).Problems);
        }

        return found;
    }

    // What was acknowledged is there; and what was not can be done again.
    private async Task<IReadOnlyList<string>> DoneAsync(string command, EmbeddedStore store, bool done)
    {
        var space = await StoredSpace.FindAsync(store, "docs");
        var live = await store.Sync.Documents.ListAsync(space.Id, default);
        var changesets = await store.Sync.Changesets.ListAsync(space.Id, new() { Limit = 10 }, default);
        var state = (await SmallRun.Ports(store).LoadAsync(RunId.Parse("run_" + Waiting()), default))!;
        var isThere = command switch
        {
            "approve" => state.Executions[0].Approval is not null,
            "push" => changesets.Count == 2,
            "publish" => live.Count == 2 && changesets[0].Changeset.Status == ChangesetStatus.Published,
            _ => true,
        };
        var found = new List<string>();
        if (done && !isThere) found.Add("A5: what was acknowledged is not there");
        if (command == "publish" && live.Count is not (0 or 2)) found.Add($"S5: {live.Count} of 2 are live");
        if (command == "publish" && StoredSpace.Done(await new PublishChangeset(store.Sync, TimeProvider.System).ExecuteAsync(space, new(1), new() { Process = LocalProcess.Current }, StoredSpace.Ada, default)).Changeset.Status != ChangesetStatus.Published) found.Add("S4: it cannot be published afterwards");
        if (command == "approve" && (await SmallRun.FinishAsync(store, state.Id)).Status != RunStatus.Complete) found.Add("R11: the run does not come to its end");
        return found;
    }
}
