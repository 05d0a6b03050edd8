using System.Collections.Concurrent;
using System.Diagnostics;
using DocsGen.Core.Runs;
using DocsGen.Core.Tests.Runs.Model;
using Xunit.Abstractions;

namespace DocsGen.Storage.Tests.Driving;

/// <summary>Random lives of runs through the use cases on a real store, with crashes, against the model of what a run may do; broken stores must be caught.</summary>
public sealed class RandomLivesTests(ITestOutputHelper output)
{
    private const int Lives = 200;
    private static readonly TimeSpan Box = TimeSpan.FromSeconds(30);
    private static readonly LifeMaterial Material = new();

    private static bool Soak => Environment.GetEnvironmentVariable("DOCSGEN_SOAK") == "1";

    [Fact]
    public async Task A1_A5_A7_A8_R1_R2_R3_R4_R5_R6_R7_R8_R9_R10_R11_hold_over_random_lives_on_a_real_store()
    {
        var seed = Environment.TickCount;
        var clock = Stopwatch.StartNew();
        var seen = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        var failure = await LiveAsync(seed, Soak ? Lives * 10 : Lives, ports => ports, seen);
        failure.ShouldBeNull();
        // On a busy machine the box ends before the last life began.
        var lives = seen["life"];
        var rounds = $"Lives on a store: seed {seed}: {lives} random lives with up to three actors at once in {clock.Elapsed.TotalSeconds:0} s; " + string.Join(", ", seen.Where(s => s.Key != "life").OrderByDescending(s => s.Value).Select(s => $"{s.Value} {s.Key}"));
        output.WriteLine(rounds);
        if (Environment.GetEnvironmentVariable("TEST_ROUNDS") is { Length: > 0 } log) await File.AppendAllTextAsync(log, rounds + "\n");
        // Lives in which nothing happens would prove nothing.
        foreach (var what in new[]
        {
            "run.completed", "completed again", "run.edited", "phase.regeneration_requested", "gate.overridden", "approval.recorded", "approval.rejected", "phase.stale", "run.canceled", "run.rebuilt",
            "run.deleted", "drafting.failed", "run.taken_over", "run.resumed", "crash", "stale person", "drive: HeldByOther",
        })
        {
            seen.GetValueOrDefault(what).ShouldBeGreaterThan(lives / 50, what);
        }
    }

    [Theory]
    [InlineData("without version check")]
    [InlineData("without fence")]
    [InlineData("event before artifact")]
    [InlineData("acknowledged and not written")]
    public async Task A_broken_store_is_caught(string variant)
    {
        Func<RunPorts, RunPorts> broken = variant switch
        {
            "without version check" => BrokenPorts.WithoutVersionCheck,
            "without fence" => BrokenPorts.WithoutFence,
            "event before artifact" => ports => BrokenPorts.EventBeforeArtifact(ports, dieAtCommit: 9),
            _ => BrokenPorts.AcknowledgedAndNotWritten,
        };
        var failure = await LiveAsync(20_261_121, Lives, broken, new(StringComparer.Ordinal));
        output.WriteLine($"{failure}");
        failure.ShouldNotBeNull($"a store {variant} went unnoticed");
    }

    // The first failure, with the seed of its life; null when all went well.
    private static async Task<string?> LiveAsync(int seed, int lives, Func<RunPorts, RunPorts> variant, ConcurrentDictionary<string, long> seen)
    {
        string? failure = null;
        var clock = Stopwatch.StartNew();
        var seeds = new SplitMix((ulong)(uint)seed);
        await Parallel.ForEachAsync(Enumerable.Range(0, lives).Select(_ => (ulong)seeds.Next(int.MaxValue)).ToList(), async (own, _) =>
        {
            if (Volatile.Read(ref failure) is not null || (!Soak && clock.Elapsed > Box)) return;
            try
            {
                using var life = new RunLife(Material, own, variant);
                await life.LiveAsync();
                seen.AddOrUpdate("life", 1, (_, before) => before + 1);
                foreach (var (what, times) in life.Seen) seen.AddOrUpdate(what, times, (_, before) => before + times);
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref failure, $"seed {seed}, the life of seed {own}: {exception}", null);
            }
        });
        return failure;
    }
}
