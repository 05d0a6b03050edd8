using System.Diagnostics;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs;
using DocsGen.Core.Tests.Runs.Model;
using DocsGen.Storage;
using DocsGen.TestSupport.Audit;
using DocsGen.TestSupport.Faults;
using Xunit.Abstractions;

namespace DocsGen.EndToEnd.Tests.Faults;

/// <summary>A mixed workload of several processes on a file system whose power is cut at random moments.</summary>
public sealed class PowerCutTests(ITestOutputHelper output)
{
    private const int SoakRounds = 1000;
    private const int RoundsOfAVolume = 20;
    private static readonly TimeSpan Box = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan BrokenBox = TimeSpan.FromSeconds(45);
    private static readonly string[] Everybody = ["runs", "runs", "sync", "sync", "gc"];

    [VolumeFact]
    public async Task A5_R10_R11_S5_S8_what_was_acknowledged_survives_power_cuts_needs_root_and_loop_devices()
    {
        var seed = Environment.TickCount;
        var random = new SplitMix((ulong)(uint)seed);
        var bundle = await ReferenceAsync();
        var (soak, clock) = (Soak.Resume("power-cuts"), Stopwatch.StartNew());
        using var crew = new Crew(Everybody);
        while (Product.Soak ? soak["rounds"] < SoakRounds : clock.Elapsed < Box)
        {
            // Every fourth has its database elsewhere: there the flushes of the database make nothing else durable along with them.
            using var volume = new LoopVolume("power", isDatabaseApart: random.Next(3) == 0);
            await MakeAsync(volume);
            var ledger = new Ledger();
            for (var round = 0; round < RoundsOfAVolume && (Product.Soak || clock.Elapsed < Box); round++)
            {
                var faults = await RoundAsync(volume, crew, ledger, random);
                faults.Where(f => !IsOfStore(f)).ShouldBeEmpty($"seed {seed}, after {soak}");
                (await ledger.LookAsync(volume.Store)).ShouldBeEmpty($"seed {seed}, after {soak}");
                soak.Add("rounds", 1);
                soak.Add("in which work was lost that nobody had been told of", faults.Count > 0 ? 1 : 0);
            }

            soak.Add("acknowledged writes", ledger.Count);
            soak.Add("blobs freed", ledger.Freed);
            using (var store = StoredSpace.Open(volume.Store)) (await Ledger.FinishAsync(store, bundle)).ShouldBeEmpty($"seed {seed}");
            Product.Run(volume.MountPoint, "verify", "--store", volume.Store).ShouldExit(0);
            volume.Unmount();
        }

        await SayAsync($"Power cuts: seed {seed}: {soak}, in {clock.Elapsed.TotalSeconds:0} s");
        soak["acknowledged writes"].ShouldBeGreaterThan(0, "nothing was ever acknowledged: the suite proved nothing");
        soak["in which work was lost that nobody had been told of"].ShouldBeGreaterThan(0, "no cut ever hit any work: the suite proved nothing");
        soak.Close();
    }

    [VolumeFact]
    public async Task A5_what_a_killed_writer_left_in_the_log_is_durable_before_it_is_told_by_who_opens_the_store_later_needs_root_and_loop_devices() => await LeftInTheLogAsync(isOpenBefore: false);

    [VolumeFact]
    public async Task A5_what_a_killed_writer_left_in_the_log_is_durable_before_it_is_told_by_who_had_the_store_open_needs_root_and_loop_devices() => await LeftInTheLogAsync(isOpenBefore: true);

    [VolumeFact]
    public async Task A5_blobs_that_are_not_flushed_are_caught_needs_root_and_loop_devices() => await CaughtAsync("/store/tmp/", ["sync", "sync"]);

    [VolumeFact]
    public async Task A5_names_that_are_not_flushed_are_caught_needs_root_and_loop_devices() => await CaughtAsync("folders", ["fresh", "fresh"], isDatabaseApart: true);

    [VolumeFact]
    public async Task A5_a_database_that_does_not_flush_is_caught_needs_root_and_loop_devices() => await CaughtAsync("/store/store.db", ["sync", "runs"]);

    [VolumeFact]
    public async Task A5_a_row_that_is_durable_before_its_blob_is_caught_needs_root_and_loop_devices() => await CaughtAsync(null, ["rowfirst", "rowfirst"]);

    private static async Task LeftInTheLogAsync(bool isOpenBefore)
    {
        using var volume = new LoopVolume("log");
        await MakeAsync(volume);
        var ledger = new Ledger();
        var before = isOpenBefore ? StoredSpace.Open(volume.Store) : null;
        // It stands for a writer that was killed between its write and its flush: its commits reach the log, and nothing makes them durable.
        using (var crew = new Crew(["sync"], Unsynced(volume, "/store/store.db")))
        {
            await crew.BeginAsync(volume.Store, new(1), ledger);
            for (var clock = Stopwatch.StartNew(); ledger.Count < 8 && clock.Elapsed < BrokenBox;) await Task.Delay(10);
            (await crew.KillAsync()).ShouldBeEmpty();
        }

        // Somebody else is told of all of it, and changes nothing.
        using (var reader = before ?? StoredSpace.Open(volume.Store))
        {
            await reader.Leases.ReleaseAsync(RunId.Parse("run_2026_01_02_0001"), 1, default);
            (await ledger.ViolationsAsync(reader)).ShouldBeEmpty();
            volume.Cut();
        }

        volume.Unmount();
        volume.Mount();
        ledger.Count.ShouldBeGreaterThanOrEqualTo(8);
        (await ledger.LookAsync(volume.Store)).ShouldBeEmpty("what was told is there");
    }

    private async Task CaughtAsync(string? unsynced, IReadOnlyList<string> roles, bool isDatabaseApart = false)
    {
        var seed = Environment.TickCount;
        var random = new SplitMix((ulong)(uint)seed);
        var (rounds, clock) = (0, Stopwatch.StartNew());
        Crew? crew = null;
        try
        {
            while (clock.Elapsed < BrokenBox)
            {
                using var volume = new LoopVolume("broken", isDatabaseApart);
                await MakeAsync(volume);
                crew?.Dispose();
                crew = new(roles, unsynced is null ? null : Unsynced(volume, unsynced));
                var ledger = new Ledger();
                for (var round = 0; round < RoundsOfAVolume; round++, rounds++)
                {
                    await RoundAsync(volume, crew, ledger, random, isBroken: true);
                    var found = await ledger.LookAsync(volume.Store);
                    if (found.Count == 0) continue;
                    output.WriteLine($"seed {seed}: caught in round {rounds + 1}, after {clock.Elapsed.TotalSeconds:0.0} s: {found[0]}");
                    return;
                }
            }
        }
        finally
        {
            crew?.Dispose();
        }

        Assert.Fail($"seed {seed}: {rounds} cuts, and nothing was found");
    }

    private static Dictionary<string, string> Unsynced(LoopVolume volume, string what) =>
        new(StringComparer.Ordinal) { ["LD_PRELOAD"] = Tools.Faults.Value, ["FAULTS_UNDER"] = volume.MountPoint, ["FAULTS_UNSYNCED"] = what };

    // Ends with the volume mounted again; answers how workers ended.
    private static async Task<IReadOnlyList<string>> RoundAsync(LoopVolume volume, Crew crew, Ledger ledger, SplitMix random, bool isBroken = false)
    {
        ledger.IsCut = false;
        await crew.BeginAsync(volume.Store, random, ledger);
        // Now and then while they open it.
        if (random.Next(8) > 0) await crew.Opened;
        await Task.Delay(20 + random.Next(600));
        // A broken one may meet before the cut what the one before it left.
        if (!isBroken && crew.AnyEnded) Assert.Fail($"a worker ended before the cut: {string.Join('\n', await crew.EndAsync())}");
        ledger.IsCut = true;
        volume.Cut();
        // Some die with the power; the others are told by their store.
        var faults = random.Next(8) == 0 ? await crew.KillAsync() : await crew.EndAsync();
        volume.Unmount();
        volume.Mount();
        return faults;
    }

    // What a worker may end with whose disk is gone. One that lives on is given pages back that were never written, and may find the database malformed; what the disk holds is looked at after the cut.
    private static bool IsOfStore(string fault) => fault.Split(' ')[1] is "StoreFailedException" or "DiskFailedException" or "StoreDamagedException";

    private static async Task MakeAsync(LoopVolume volume)
    {
        using var made = await StoredSpace.MakeAsync(volume.Store);
    }

    private static async Task<string> ReferenceAsync()
    {
        using var folder = new TempFolder();
        using var store = EmbeddedStore.Open(folder["s"], TimeProvider.System, Path.GetRandomFileName);
        var started = await SmallRun.StartAsync(store, ReviewMode.Batch);
        return (await SmallRun.FinishAsync(store, started.Id)).Bundle!.Hash.Value;
    }

    private async Task SayAsync(string rounds)
    {
        output.WriteLine(rounds);
        await StoredSpace.SayAsync(rounds);
    }
}
