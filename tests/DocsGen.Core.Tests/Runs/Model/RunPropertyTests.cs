using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using Xunit.Abstractions;

namespace DocsGen.Core.Tests.Runs.Model;

/// <summary>Random lives of runs against a simple model of what may happen. A failing life is shrunk, and printed with its seed.</summary>
public sealed class RunPropertyTests(ITestOutputHelper output)
{
    private const int Sequences = 10_000;
    private const int LengthOfLife = 90;

    private static bool Soak => Environment.GetEnvironmentVariable("DOCSGEN_SOAK") == "1";

    [Fact]
    public void A1_A8_R1_R2_R3_R4_R5_R6_R7_R8_R9_R10_R11_hold_over_random_lives_of_runs()
    {
        var seed = (ulong)(uint)Environment.TickCount;
        var sequences = Soak ? Sequences * 10 : Sequences;
        var seen = new Dictionary<string, long>(StringComparer.Ordinal);
        Check(seed, sequences, SeededBug.None, seen);
        var rounds = $"Run model: seed {seed}: {sequences} random lives; " + string.Join(", ", seen.OrderByDescending(s => s.Value).Select(s => $"{s.Value} {s.Key}"));
        output.WriteLine(rounds);
        if (Environment.GetEnvironmentVariable("TEST_ROUNDS") is { Length: > 0 } log) File.AppendAllText(log, rounds + "\n");
        // A property over lives in which nothing happens would prove nothing.
        foreach (var what in new[] { "run.completed", "run.edited", "gate.overridden", "approval.recorded", "approval.rejected", "phase.stale", "run.canceled", "rebuild", "crash", "fenced", "stale person", "drafting.failed", "run.deleted" })
        {
            seen.GetValueOrDefault(what).ShouldBeGreaterThan(sequences / 200, what);
        }
    }

    [Theory]
    [InlineData(SeededBug.StaleWriter, "R10")]
    [InlineData(SeededBug.LateDriver, "R10")]
    [InlineData(SeededBug.ApprovesTheNextGate, "R4")]
    [InlineData(SeededBug.DraftsAgain, "R7")]
    [InlineData(SeededBug.PassesWithErrors, "R5")]
    [InlineData(SeededBug.WritesTwice, "A8")]
    public void Every_seeded_bug_is_caught(SeededBug bug, string rule)
    {
        var failure = Should.Throw<Exception>(() => Check(seed: 20_261_121, 2_000, bug, new(StringComparer.Ordinal)));
        output.WriteLine(failure.Message);
        failure.ToString().ShouldContain($"{rule}: ");
    }

    private static void Check(ulong seed, int sequences, SeededBug bug, Dictionary<string, long> seen)
    {
        var lives = Gen.Choose(0, int.MaxValue - 1).ArrayOf(LengthOfLife);
        var shrinkable = Arb.From(lives, Shorter);
        var config = Config.QuickThrowOnFailure.WithMaxTest(sequences).WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(seed), FSharpOption<int>.None)))
            .WithParallelRunConfig(FSharpOption<ParallelRunConfig>.Some(new(Environment.ProcessorCount)));
        Prop.ForAll(shrinkable, life => Live(life, bug, seen)).Check(config);
    }

    // Without one half, without one step.
    private static IEnumerable<int[]> Shorter(int[] life)
    {
        if (life.Length > 1)
        {
            yield return life[..(life.Length / 2)];
            yield return life[(life.Length / 2)..];
        }

        for (var i = 0; i < life.Length; i++) yield return [.. life[..i], .. life[(i + 1)..]];
    }

    private static void Live(int[] life, SeededBug bug, Dictionary<string, long> seen)
    {
        var world = new PureWorld(bug);
        foreach (var step in life) world.Step(step);
        world.Check();
        lock (seen)
        {
            foreach (var (what, times) in world.Seen) seen[what] = seen.GetValueOrDefault(what) + times;
        }
    }
}
