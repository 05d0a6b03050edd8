using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;

namespace DocsGen.Storage.Tests;

public sealed class StoreCopyTests : IDisposable
{
    private static readonly Actor Ada = Actor.User("ada");

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_backup_beside_writers_is_sound_and_holds_everything_that_was_acknowledged_before_it_began()
    {
        folder.OpenStore().Dispose();
        using var enough = new CancellationTokenSource();
        var acknowledged = new ConcurrentQueue<(LogicalPath Path, ContentHash Hash)>();
        // Each writer has the store open for itself, with a lock of its own, as a process has.
        var writers = Enumerable.Range(0, 3).Select(w => Task.Run(async () =>
        {
            using var store = folder.OpenStore();
            for (var n = 0; !enough.IsCancellationRequested; n++)
            {
                var staged = await store.Blobs.StageAsync(new MemoryStream(Bytes(n % 3 == 0 ? 80_000 : 900, w, n)), default);
                var path = LogicalPath.Parse(string.Create(CultureInfo.InvariantCulture, $"run_2026_01_02_000{w + 1}/input/{n}.bin"));
                (await store.Artifacts.WriteAsync(new(path, staged, ArtifactType.Input, Ada, DateTimeOffset.UnixEpoch), null, default)).ShouldBeOfType<ArtifactWrite.Stored>();
                acknowledged.Enqueue((path, staged.Hash));
            }
        })).ToList();
        var copies = new List<(string Folder, int Acknowledged)>();
        using (var store = folder.OpenStore())
        {
            for (var n = 0; n < 4; n++)
            {
                await UntilAsync(() => acknowledged.Count >= (n + 1) * 30 || writers.Exists(w => w.IsFaulted));
                copies.Add((folder[$"copy{n}"], acknowledged.Count));
                await StoreCopy.TakeAsync(store, copies[^1].Folder, DateTimeOffset.UnixEpoch, default);
            }
        }

        await enough.CancelAsync();
        await Task.WhenAll(writers);
        foreach (var (copy, count) in copies) await ShouldHoldAsync(copy, acknowledged.Take(count));
        copies.ShouldAllBe(c => c.Acknowledged < acknowledged.Count, "the writers went on");
    }

    [Fact]
    public async Task A_copy_is_sealed_last_and_one_that_was_cut_off_is_no_backup()
    {
        using var store = folder.OpenStore();
        var staged = await store.Blobs.StageAsync(new MemoryStream(Bytes(80_000, 0, 0)), default);
        await store.Artifacts.WriteAsync(new(LogicalPath.Parse("run_2026_01_02_0001/input/a.bin"), staged, ArtifactType.Input, Ada, DateTimeOffset.UnixEpoch), null, default);
        using var cut = new CancellationTokenSource();
        await cut.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => await StoreCopy.TakeAsync(store, folder["cut"], DateTimeOffset.UnixEpoch, cut.Token));
        SealFile.Read(folder["cut"], StoreCopy.Seal).ShouldBeNull();
        SealFile.Read(store.Folder, SealFile.LastBackup).ShouldBeNull();
        await StoreCopy.TakeAsync(store, folder["whole"], DateTimeOffset.UnixEpoch, default);
        SealFile.Read(folder["whole"], StoreCopy.Seal).ShouldBe(new SealFile(DateTimeOffset.UnixEpoch, store.Folder));
        SealFile.Read(store.Folder, SealFile.LastBackup).ShouldBe(new SealFile(DateTimeOffset.UnixEpoch, folder["whole"]));
    }

    [Fact]
    public async Task A_backup_is_restored_from_where_nothing_can_be_written_and_stays_as_it_is()
    {
        using (var store = folder.OpenStore())
        {
            await new CreateSpace(store.Sync).ExecuteAsync(SpaceSlug.Parse("docs"), null, new(), Ada, default);
            await StoreCopy.TakeAsync(store, folder["copy"], DateTimeOffset.UnixEpoch, default);
        }

        var before = Directory.GetFiles(folder["copy"]).Order(StringComparer.Ordinal).Select(f => (f, ContentHash.Of(File.ReadAllBytes(f)))).ToList();
        File.SetUnixFileMode(folder["copy/store.db"], UnixFileMode.UserRead);
        await StoreCopy.RestoreAsync(folder["copy"], SealFile.Read(folder["copy"], StoreCopy.Seal)!, folder["restored"], default);
        SealFile.Read(folder["restored"], StoreCopy.Seal).ShouldBeNull("a store that goes on is no backup");
        Directory.GetFiles(folder["copy"]).Order(StringComparer.Ordinal).Select(f => (f, ContentHash.Of(File.ReadAllBytes(f)))).ShouldBe(before);
        using var restored = EmbeddedStore.Open(folder["restored"], TimeProvider.System, Path.GetRandomFileName);
        (await restored.Sync.Spaces.FindAsync(SpaceSlug.Parse("docs"), default)).ShouldNotBeNull();
    }

    private static async Task ShouldHoldAsync(string copy, IEnumerable<(LogicalPath Path, ContentHash Hash)> all)
    {
        using var store = EmbeddedStore.Open(copy, TimeProvider.System, Path.GetRandomFileName);
        // Nothing drives these runs, so that their artifacts stand without events; everything below that is proved.
        (await store.Check.SurveyAsync(new Progress<long>(), default)).Problems.ShouldBeEmpty();
        foreach (var (path, hash) in all)
        {
            (await store.Artifacts.FindAsync(path, default))?.Hash.ShouldBe(hash, path.Value);
            (await store.Blobs.ReadAsync(hash, default)).Length.ShouldBeGreaterThan(0);
        }
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var guard = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (!isSo()) await Task.Delay(5, guard.Token);
    }

    private static byte[] Bytes(int size, int writer, int n)
    {
        var bytes = new byte[size];
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{writer}/{n}")).CopyTo(bytes, 0);
        return bytes;
    }
}
