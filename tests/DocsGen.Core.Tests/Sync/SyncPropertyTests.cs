using DocsGen.TestSupport.Sync;
using Xunit.Abstractions;

namespace DocsGen.Core.Tests.Sync;

/// <summary>Random lives of a space on the pure core.</summary>
public sealed class SyncPropertyTests(ITestOutputHelper output)
{
    private const int LengthOfLife = 60;

    private static readonly int Lives = Environment.GetEnvironmentVariable("DOCSGEN_SOAK") == "1" ? 100_000 : 10_000;

    [Fact]
    public async Task S1_S2_S3_S4_S5_S6_S7_S8_S9_S11_hold_over_random_lives_of_spaces()
    {
        var seed = (ulong)(uint)Environment.TickCount;
        var seen = await LiveAsync(seed, Lives, SyncBug.None);
        var rounds = $"Sync model: seed {seed}: {Lives} random lives; " + string.Join(", ", seen.OrderByDescending(s => s.Value).Select(s => $"{s.Value} {s.Key}"));
        output.WriteLine(rounds);
        if (Environment.GetEnvironmentVariable("TEST_ROUNDS") is { Length: > 0 } log) await File.AppendAllTextAsync(log, rounds + "\n");
        // A property over lives in which nothing happens would prove nothing.
        foreach (var what in new[] { "publish published", "publish rejected", "publish reviewing", "publish POLICY_UNMET", "rebased", "revert", "late publisher", "withdrawn", "merged at publish", "pull of a page", "review Amend" })
        {
            seen.GetValueOrDefault(what).ShouldBeGreaterThan(Lives / 100, what);
        }
    }

    [Theory]
    [InlineData(SyncBug.PushPublishes, "S1")]
    [InlineData(SyncBug.BaseIsLive, "S3")]
    [InlineData(SyncBug.NoFence, "S4")]
    [InlineData(SyncBug.HalfPublish, "S5")]
    [InlineData(SyncBug.PullSkips, "S8")]
    public async Task Every_seeded_fault_is_noticed(SyncBug bug, string invariant) =>
        (await Should.ThrowAsync<Exception>(() => LiveAsync(20_261_121, 500, bug))).ToString().ShouldContain($"{invariant}: ");

    // Kept from a run that failed: a rebase brought back the very content that had been decided on before it lapsed.
    [Theory]
    [InlineData(31847567ul, 2720)]
    public async Task A_life_that_failed_once_holds(ulong seed, int life)
    {
        var memory = new MemorySync();
        var seen = new Dictionary<string, long>(StringComparer.Ordinal);
        await new SyncLife(memory.Ports, new(seed + ((ulong)life * 1_000_003)), seen, memory.Pass).LiveAsync("space", LengthOfLife);
        seen.ShouldContainKey("rebased");
    }

    private static async Task<Dictionary<string, long>> LiveAsync(ulong seed, int lives, SyncBug bug)
    {
        var seen = new Dictionary<string, long>(StringComparer.Ordinal);
        await Parallel.ForAsync(0, lives, async (life, _) =>
        {
            var memory = new MemorySync(bug);
            try
            {
                await new SyncLife(memory.Ports, new(seed + ((ulong)life * 1_000_003)), seen, memory.Pass).LiveAsync("space", LengthOfLife);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"seed {seed}, life {life}: {exception.Message}", exception);
            }
        });
        return seen;
    }
}
