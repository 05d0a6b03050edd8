using DocsGen.TestSupport.Audit;
using DocsGen.TestSupport.Sync;

namespace DocsGen.Storage.Tests;

/// <summary>Random lives of spaces, and the proof that they notice a broken claim.</summary>
public abstract partial class SyncStoreContract
{
    [Fact]
    public async Task Random_lives_hold_every_invariant()
    {
        var seed = (ulong)(uint)Environment.TickCount;
        var seen = new Dictionary<string, long>(StringComparer.Ordinal);
        var lives = Environment.GetEnvironmentVariable("DOCSGEN_SOAK") == "1" ? Lives * 10 : Lives;
        await Parallel.ForAsync(0, lives, new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (life, _) =>
        {
            try
            {
                var clocked = new ClockedChangesets(Sync.Changesets);
                await new SyncLife(Sync with { Changesets = clocked }, new(seed + ((ulong)life * 1_000_003)), seen, clocked.Pass).LiveAsync($"life-{life}", 40);
            }
            catch (InvalidOperationException exception)
            {
                throw new InvalidOperationException($"seed {seed}, life {life}: {exception.Message}", exception);
            }
        });
        var rounds = $"{GetType().Name}: seed {seed}: {lives} random lives; " + string.Join(", ", seen.OrderByDescending(s => s.Value).Select(s => $"{s.Value} {s.Key}"));
        if (Environment.GetEnvironmentVariable("TEST_ROUNDS") is { Length: > 0 } log) await File.AppendAllTextAsync(log, rounds + "\n");
        seen["publish published"].ShouldBeGreaterThan(lives);
        seen["late publisher"].ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData(PublishBug.NoFence, "S4: a publisher whose claim had lapsed was let through")]
    [InlineData(PublishBug.LeaseFromCreation, "S4: two publishers hold one changeset")]
    public async Task A_broken_claim_does_not_survive_random_lives(PublishBug bug, string caught)
    {
        var broken = await Should.ThrowAsync<InvalidOperationException>(async () =>
        {
            for (var life = 0; life < 50; life++)
            {
                var clocked = new ClockedChangesets(new BrokenChangesets(Sync.Changesets, bug));
                await new SyncLife(Sync with { Changesets = clocked }, new(20_261_121 + (ulong)life), [], clocked.Pass).LiveAsync($"broken-{life}", 40);
            }
        });
        broken.Message.ShouldStartWith(caught);
    }
}
