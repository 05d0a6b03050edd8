using DocsGen.Core.Artifacts;
using DocsGen.Core.Formulas;
using DocsGen.Core.Runs;

namespace DocsGen.Storage.Tests;

/// <summary>What every backend of <see cref="IGarbageCollector"/> must do.</summary>
public abstract class GarbageContract
{
    private static readonly Actor Ada = Actor.User("ada");
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(300);

    protected abstract IGarbageCollector Garbage { get; }

    protected abstract IBlobStore Blobs { get; }

    protected abstract IArtifactStore Artifacts { get; }

    protected abstract IRunStore Runs { get; }

    [Theory]
    [InlineData(100)]
    [InlineData(200_000)]
    public async Task What_a_deleted_run_alone_named_is_condemned_first_and_freed_after_its_grace(int size)
    {
        var mine = await RunAsync(Bytes(size, 1), Bytes(size, 2));
        var other = await RunAsync(Bytes(size, 2));
        (await Garbage.CollectAsync(Grace, default)).Freed.Count.ShouldBe(0);
        await DeleteAsync(mine);
        (await Garbage.SurveyAsync(Grace, default)).Condemned.Count.ShouldBe(1);
        (await Garbage.CollectAsync(Grace, default)).Freed.Count.ShouldBe(0, "it is condemned now, and not older than that");
        await Task.Delay(Grace * 2);
        (await Garbage.SurveyAsync(Grace, default)).Freed.ShouldBe(new(1, size), "a survey says what would be freed, and changes nothing");
        (await Garbage.CollectAsync(Grace, default)).Freed.ShouldBe(new(1, size));
        await Should.ThrowAsync<ArtifactCorruptException>(async () => await Blobs.OpenAsync(ContentHash.Of(Bytes(size, 1)), default));
        (await Blobs.ReadAsync(ContentHash.Of(Bytes(size, 2)), default)).Length.ShouldBe(size, "the other run names it");
        (await Artifacts.ListAsync(other.Id, default)).ShouldHaveSingleItem();
        (await Garbage.SurveyAsync(Grace, default)).Condemned.Count.ShouldBe(0);
    }

    [Fact]
    public async Task What_is_named_again_is_forgiven_and_begins_its_grace_anew()
    {
        await DeleteAsync(await RunAsync(Bytes(200_000, 1)));
        await Garbage.CollectAsync(Grace, default);
        await Task.Delay(Grace * 2);
        var again = await RunAsync(Bytes(200_000, 1));
        (await Garbage.CollectAsync(Grace, default)).Freed.Count.ShouldBe(0);
        (await Blobs.ReadAsync(ContentHash.Of(Bytes(200_000, 1)), default)).Length.ShouldBe(200_000);
        await DeleteAsync(again);
        (await Garbage.CollectAsync(Grace, default)).Freed.Count.ShouldBe(0, "it was condemned anew just now");
    }

    [Fact]
    public async Task No_writer_ever_names_what_a_collector_beside_it_frees()
    {
        // Both sides go on until each has won often enough: how long that takes is the disk's affair, and no verdict.
        using var enough = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        const int Wins = 25;
        var (commits, freed) = (0, 0);
        bool GoesOn() => !enough.IsCancellationRequested && (Volatile.Read(ref commits) < Wins || Volatile.Read(ref freed) < Wins);
        // The same few contents again and again: each is garbage most of the time, and the grace is over at once.
        var writers = Enumerable.Range(0, 3).Select(w => Task.Run(async () =>
        {
            for (var n = w; GoesOn(); n++)
            {
                if (await TryRunAsync(Bytes(100 + (n % 7), n % 7), Bytes(80_000 + (n % 7), n % 7)) is not { } run) continue;
                foreach (var artifact in await Artifacts.ListAsync(run.Id, default)) (await Blobs.ReadAsync(artifact.Hash, default)).Length.ShouldBe((int)artifact.Size);
                Interlocked.Increment(ref commits);
                await DeleteAsync(run);
            }
        }));
        var collector = Task.Run(async () =>
        {
            // Where the disk is slow, a write takes longer than the shortest grace; the longer ones let it through.
            int[] graces = [20, 80, 320];
            for (var round = 0; GoesOn(); round++) Interlocked.Add(ref freed, (await Garbage.CollectAsync(TimeSpan.FromMilliseconds(graces[round % 3]), default)).Freed.Count);
        });
        await Task.WhenAll([.. writers, collector]);
        commits.ShouldBeGreaterThanOrEqualTo(Wins);
        freed.ShouldBeGreaterThanOrEqualTo(Wins);
    }

    private static byte[] Bytes(int size, int seed)
    {
        var bytes = new byte[size];
        for (var i = 0; i < size; i++) bytes[i] = (byte)((i * 31) + seed);
        return bytes;
    }

    // With a grace shorter than a write, a commit may find its bytes gone. It then says so and names nothing.
    private async Task<RunState?> TryRunAsync(params byte[][] contents)
    {
        try
        {
            return await RunAsync(contents);
        }
        catch (StoreFailedException gone) when (gone.Message.Contains("are gone", StringComparison.Ordinal))
        {
            return null;
        }
    }

    private async Task<RunState> RunAsync(params byte[][] contents)
    {
        var id = await Runs.ReserveIdAsync(new(2026, 1, 2), default);
        var settings = new RunSettings
        {
            Slug = "sample",
            Name = "Sample",
            Formula = "plugin",
            FormulaVersion = "1",
            Profile = "full",
            Strictness = Strictness.Strict,
            ReviewMode = ReviewMode.Interactive,
            Agent = "template",
            Tool = "0",
        };
        var now = DateTimeOffset.UnixEpoch;
        var artifacts = new List<NewArtifact>();
        foreach (var (bytes, n) in contents.Select((c, n) => (c, n))) artifacts.Add(new(LogicalPath.In(id, $"input/{n}.bin"), await Blobs.StageAsync(new MemoryStream(bytes), default), ArtifactType.Input, Ada, now));
        var (created, first) = RunLog.Begin(id, new(settings, []), Ada, now);
        var (state, rest) = RunLog.Append(created, [new RunEvent.Canceled("at once")], Ada, now);
        (await Runs.CommitAsync(new() { After = state, ExpectedVersion = 0, Events = [.. first, .. rest], Artifacts = artifacts }, default)).ShouldBe(CommitOutcome.Committed);
        return state;
    }

    private async Task DeleteAsync(RunState state)
    {
        var (after, stored) = RunLog.Append(state, [new RunEvent.Deleted("too old")], Ada, DateTimeOffset.UnixEpoch);
        (await Runs.CommitAsync(new() { After = after, ExpectedVersion = state.Version, Events = stored }, default)).ShouldBe(CommitOutcome.Committed);
    }
}
