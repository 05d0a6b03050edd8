using System.Diagnostics;
using DocsGen.Core.Tests.Runs.Model;
using Xunit.Abstractions;

namespace DocsGen.EndToEnd.Tests;

public sealed class CrashTests(ITestOutputHelper output)
{
    private const int SoakKills = 200;
    private static readonly TimeSpan Box = TimeSpan.FromSeconds(15);

    [Fact]
    public void R11_A6_kill_9_at_random_moments_then_resume_gives_the_same_bundle_and_drafts_no_file_twice()
    {
        var seed = Environment.TickCount;
        var random = new SplitMix((ulong)(uint)seed);
        using var folder = new TempFolder();
        var reference = Product.Run(folder.Path, "run", "start", Product.Sample("task-board"), "--review-mode", "batch", "--store", folder["reference"], "--json").ShouldExit(0).BundleHash;
        var clock = Stopwatch.StartNew();
        var (kills, runs, midway) = (0, 0, 0);
        while (Product.Soak ? kills < SoakKills : clock.Elapsed < Box)
        {
            var store = folder[$"s{runs++}"];
            var killed = KillUntilComplete(folder, store, random);
            kills += killed.Kills;
            midway += killed.Midway;
            Check(folder, store, reference, seed);
        }

        var rounds = $"R11: seed {seed}: {kills} kills over {runs} runs, {midway} of them while a run was being resumed, in {clock.Elapsed.TotalSeconds:0} s";
        output.WriteLine(rounds);
        // ./test prints these lines at its end.
        if (Environment.GetEnvironmentVariable("TEST_ROUNDS") is { Length: > 0 } log) File.AppendAllText(log, rounds + "\n");
        midway.ShouldBeGreaterThan(0, "no kill ever hit a driven run: the suite proved nothing");
    }

    // The first process starts the run, the others resume it; each is killed after a random time, until one lives to the end.
    private static (int Kills, int Midway) KillUntilComplete(TempFolder folder, string store, SplitMix random)
    {
        var (kills, midway) = (0, 0);
        while (true)
        {
            var exists = File.Exists(Path.Combine(store, "store.db")) && HasRun(folder, store);
            string[] args = exists ? ["run", "resume"] : ["run", "start", Product.Sample("task-board"), "--review-mode", "batch"];
            using var process = Product.StartProgram(folder.Path, null, [.. args, "--store", store, "--quiet"]);
            // Towards the end of a process's life more often than at its start, where nothing is driven yet.
            var patience = 100 + random.Next(kills > 12 ? 4000 : 800);
            if (process.WaitForExit(patience))
            {
                process.ExitCode.ShouldBe(0, process.StandardError.ReadToEnd());
                return (kills, midway);
            }

            // It may have ended by itself in this very moment: then it was not killed.
            process.Kill();
            process.WaitForExit();
            if (process.ExitCode == 0) return (kills, midway);
            kills++;
            if (exists) midway++;
        }
    }

    private static bool HasRun(TempFolder folder, string store) =>
        Product.Run(folder.Path, "run", "list", "--store", store, "--json").ShouldExit(0).Json.GetProperty("runs").GetArrayLength() > 0;

    private static void Check(TempFolder folder, string store, string reference, int seed)
    {
        var run = Product.Run(folder.Path, "run", "show", "--store", store, "--json").ShouldExit(0);
        run.BundleHash.ShouldBe(reference, $"seed {seed}");
        var written = Product.Run(folder.Path, "run", "events", "--store", store, "--json").ShouldExit(0).Json.GetProperty("events").EnumerateArray()
            .Where(e => e.GetProperty("type").GetString() == "artifact.written")
            .Select(e => e.GetProperty("data").GetProperty("artifact"))
            .Where(a => a.GetProperty("type").GetString() == "CoreDoc")
            .Select(a => Path.GetFileName(a.GetProperty("path").GetString()!))
            .ToList();
        written.Count.ShouldBe(45, $"seed {seed}");
        written.Distinct(StringComparer.Ordinal).Count().ShouldBe(45, $"seed {seed}: a file was drafted twice");
        Product.Run(folder.Path, "verify", "--store", store).ShouldExit(0);
    }
}
