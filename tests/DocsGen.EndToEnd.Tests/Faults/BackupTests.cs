using System.Diagnostics;
using System.Globalization;
using DocsGen.Core.Tests.Runs.Model;
using DocsGen.TestSupport.Audit;
using Xunit.Abstractions;

namespace DocsGen.EndToEnd.Tests.Faults;

/// <summary>The program backs a store up while other processes write to it; what it restores is proved, holds all that was acknowledged before, and its runs go on.</summary>
public sealed class BackupTests(ITestOutputHelper output) : IDisposable
{
    private const int Backups = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A5_A6_R11_a_backup_beside_writers_is_restored_whole_and_its_runs_end_with_the_same_bundle()
    {
        using (await StoredSpace.MakeAsync(folder["s"]))
        {
        }

        var reference = Run("s", "run", "start", Product.Sample("minimal"), "--review-mode", "batch", "--json").ShouldExit(0).BundleHash;
        // It is in the middle in every copy.
        var waiting = Run("s", "run", "start", Product.Sample("minimal"), "--json").ShouldExit(4).RunId;
        var ledger = new Ledger { FinalPhase = StoredRun.FinalPhase };
        using var crew = new Crew(["sync", "sync"]);
        await crew.BeginAsync(folder["s"], new SplitMix((ulong)(uint)Environment.TickCount), ledger);
        await crew.Opened;
        using var enough = new CancellationTokenSource();
        var runs = Task.Run(() => RunsUntil(enough.Token));
        var copies = new List<(string Name, Ledger Before)>();
        for (var n = 0; n < Backups; n++)
        {
            var so = ledger.Count + 10;
            for (var clock = Stopwatch.StartNew(); ledger.Count < so && clock.Elapsed < Patience && !crew.AnyEnded;) await Task.Delay(10);
            copies.Add((string.Create(CultureInfo.InvariantCulture, $"copy{n}"), ledger.Copy()));
            Run("s", "backup", folder[copies[n].Name], "--json").ShouldExit(0).Json.GetProperty("sound").GetBoolean().ShouldBeTrue();
        }

        var during = ledger.Count;
        await enough.CancelAsync();
        (await crew.EndAsync()).ShouldBeEmpty();
        (await runs).ShouldAllBe(hash => hash == reference);
        during.ShouldBeGreaterThan(copies[^1].Before.Count, "the writers went on while it was copied");
        var resumed = 0;
        foreach (var (name, before) in copies) resumed += await RestoreAsync(name, before, waiting, reference);
        output.WriteLine($"{Backups} backups, {ledger.Count} acknowledged writes, {resumed} runs resumed");
    }

    private Finished Run(string store, params string[] args) => Product.Run(folder.Path, [.. args, "--store", folder[store]]);

    // One run after the other, each in a process of its own; what their bundles are.
    private List<string> RunsUntil(CancellationToken enough)
    {
        var bundles = new List<string>();
        while (!enough.IsCancellationRequested) bundles.Add(Run("s", "run", "start", Product.Sample("minimal"), "--review-mode", "batch", "--json").ShouldExit(0).BundleHash);
        return bundles;
    }

    private async Task<int> RestoreAsync(string copy, Ledger before, string waiting, string reference)
    {
        var store = copy + "-restored";
        Run(store, "restore", folder[copy]).ShouldExit(0);
        Run(store, "verify").ShouldExit(0);
        (await before.LookAsync(folder[store])).ShouldBeEmpty();
        var rows = Run(store, "run", "list", "--json").ShouldExit(0).Json.GetProperty("runs").EnumerateArray().ToList();
        rows.Single(r => r.GetProperty("id").GetString() == waiting).GetProperty("status").GetString().ShouldBe("awaiting_approval");
        var unfinished = rows.Where(r => r.GetProperty("status").GetString() == "running").Select(r => r.GetProperty("id").GetString()!).ToList();
        foreach (var run in unfinished) Run(store, "run", "resume", run, "--json").ShouldExit(0).BundleHash.ShouldBe(reference);
        for (var phase = 0; phase < 5; phase++) Run(store, "run", "approve", waiting, "--execution", Execution(phase)).ShouldExit(4);
        Run(store, "run", "approve", waiting, "--execution", Execution(5), "--json").ShouldExit(0).BundleHash.ShouldBe(reference);
        Run(store, "verify").ShouldExit(0);
        return unfinished.Count + 1;
    }

    private static string Execution(int phase) => string.Create(CultureInfo.InvariantCulture, $"phase{phase}_exec_001");
}
