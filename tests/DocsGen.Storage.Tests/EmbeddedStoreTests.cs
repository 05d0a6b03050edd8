using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs;
using Microsoft.Data.Sqlite;

namespace DocsGen.Storage.Tests;

public sealed class EmbeddedArtifactStoreTests : ArtifactStoreContract, IDisposable
{
    private readonly TempFolder folder = new();
    private readonly EmbeddedStore store;

    public EmbeddedArtifactStoreTests() => store = folder.OpenStore(Clock);

    protected override IBlobStore Blobs => store.Blobs;

    protected override IArtifactStore Artifacts => store.Artifacts;

    [Fact]
    public async Task A4_a_damaged_file_is_never_handed_out()
    {
        var staged = await Blobs.StageAsync(new MemoryStream(Pattern(200_000)), default);
        await StoredAsync(LogicalPath.Parse("run_2026_01_02_0001/phase1/large.bin"), staged);
        var file = Directory.GetFiles(folder[".docsgen/blobs"], "*", SearchOption.AllDirectories).ShouldHaveSingleItem();
        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
        (await Should.ThrowAsync<ArtifactCorruptException>(async () => await Blobs.OpenAsync(staged.Hash, default))).Hash.ShouldBe(staged.Hash);
        File.Delete(file);
        await Should.ThrowAsync<ArtifactCorruptException>(async () => await Blobs.OpenAsync(staged.Hash, default));
    }

    [Fact]
    public async Task A4_a_damaged_row_is_never_handed_out()
    {
        var stored = await StoredAsync(LogicalPath.Parse("run_2026_01_02_0001/phase1/a.md"), "one");
        Sql("DROP TRIGGER blobs_never_change; UPDATE blobs SET bytes = CAST('two' AS BLOB)");
        await Should.ThrowAsync<ArtifactCorruptException>(async () => await Blobs.OpenAsync(stored.Hash, default));
    }

    [Theory]
    [InlineData("UPDATE artifacts SET size = 4")]
    [InlineData("DELETE FROM artifacts")]
    [InlineData("INSERT INTO artifacts SELECT path || 'x', path_fold || 'X', 1, run_id, hash, size, type, created_by, created_utc FROM artifacts; DELETE FROM artifacts WHERE path LIKE '%x'")]
    [InlineData("UPDATE blobs SET bytes = CAST('two' AS BLOB)")]
    public async Task A1_the_database_itself_refuses_to_change_what_is_immutable(string statement)
    {
        await StoredAsync(LogicalPath.Parse("run_2026_01_02_0001/phase1/a.md"), "one");
        Should.Throw<SqliteException>(() => Sql(statement)).Message.ShouldContain("immutable");
    }

    [Fact]
    public async Task A5_a_large_blob_that_is_there_already_is_hashed_before_it_is_trusted()
    {
        var bytes = Pattern(200_000);
        await Blobs.StageAsync(new MemoryStream(bytes), default);
        await Blobs.StageAsync(new MemoryStream(bytes), default);
        var file = Directory.GetFiles(folder[".docsgen/blobs"], "*", SearchOption.AllDirectories).ShouldHaveSingleItem();
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.WriteAllBytesAsync(file, bytes[..1000]);
        await Should.ThrowAsync<ArtifactCorruptException>(async () => await Blobs.StageAsync(new MemoryStream(bytes), default));
        Directory.GetFiles(folder[".docsgen/tmp"]).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_stores_on_one_folder_see_each_others_writes_at_once()
    {
        using var other = folder.OpenStore(Clock);
        var stored = await StoredAsync(LogicalPath.Parse("run_2026_01_02_0001/phase1/a.md"), "one");
        (await other.Artifacts.FindAsync(stored.Path, default)).ShouldBe(stored);
        (await other.Artifacts.WriteAsync(New(stored.Path, "two"), null, default)).ShouldBeOfType<ArtifactWrite.Conflict>();
    }

    [Fact]
    public async Task A_store_opens_while_another_process_holds_the_writers_lock()
    {
        // A FileStream would be refused here: it locks while it opens.
        using var holder = new SafeFileHandleHolder(folder[".docsgen/writer.lock"]);
        var opening = Task.Run(() => folder.OpenStore(Clock));
        await Task.Delay(200);
        opening.IsCompleted.ShouldBeFalse("it waits for its turn");
        holder.Dispose();
        (await opening).Dispose();
    }

    [Fact]
    public void A_store_of_a_newer_version_is_refused()
    {
        Sql("INSERT INTO migrations (version, name, sha256) VALUES (9999, 'future.sql', '" + new string('0', 64) + "')");
        Should.Throw<StoreTooNewException>(() => folder.OpenStore(Clock));
    }

    [Fact]
    public void A_migration_that_other_hands_changed_is_refused()
    {
        Sql("UPDATE migrations SET sha256 = '" + new string('0', 64) + "' WHERE version = 1");
        Should.Throw<StoreFailedException>(() => folder.OpenStore(Clock)).Message.ShouldContain("0001_initial.sql");
    }

    public void Dispose()
    {
        store.Dispose();
        folder.Dispose();
    }

    // FileShare.None is an exclusive flock, as another process's writer would hold it.
    private sealed class SafeFileHandleHolder(string path) : IDisposable
    {
        private readonly FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        public void Dispose() => file.Dispose();
    }

    private void Sql(string statement)
    {
        using var connection = new SqliteConnection($"Data Source={folder[".docsgen/store.db"]};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }
}

public sealed class EmbeddedGarbageTests : GarbageContract, IDisposable
{
    private readonly TempFolder folder = new();
    private readonly EmbeddedStore store;

    public EmbeddedGarbageTests() => store = folder.OpenStore();

    protected override IGarbageCollector Garbage => store.Garbage;

    protected override IBlobStore Blobs => store.Blobs;

    protected override IArtifactStore Artifacts => store.Artifacts;

    protected override IRunStore Runs => store.Runs;

    [Fact]
    public async Task Files_that_a_crash_left_are_freed_and_young_ones_are_not()
    {
        var staged = await store.Blobs.StageAsync(new MemoryStream(new byte[100_000]), default);
        Directory.CreateDirectory(folder[".docsgen/tmp"]);
        await File.WriteAllTextAsync(folder[".docsgen/tmp/left"], "x");
        var hour = TimeSpan.FromHours(1);
        (await store.Garbage.CollectAsync(hour, default)).ShouldBe(new(new(0, 0), new(0, 0), new(0, 0), 0));
        foreach (var file in Directory.GetFiles(folder[".docsgen"], "*", SearchOption.AllDirectories).Where(f => f.EndsWith("left", StringComparison.Ordinal) || f.EndsWith(staged.Hash.Value, StringComparison.Ordinal)))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
        }

        var condemned = await store.Garbage.CollectAsync(hour, default);
        (condemned.Condemned, condemned.TempFiles).ShouldBe((new BlobSum(1, 100_000), 1));
        Sql("UPDATE condemned SET since = 0");
        // Staged again, its file is young: whoever staged it is about to name it.
        await store.Blobs.StageAsync(new MemoryStream(new byte[100_000]), default);
        (await store.Garbage.CollectAsync(hour, default)).Freed.Count.ShouldBe(0);
        File.SetLastWriteTimeUtc(Directory.GetFiles(folder[".docsgen/blobs"], "*", SearchOption.AllDirectories).Single(), DateTime.UnixEpoch);
        (await store.Garbage.CollectAsync(hour, default)).Freed.ShouldBe(new(1, 100_000));
        Directory.GetFiles(folder[".docsgen/blobs"], "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task A5_a_commit_never_names_a_file_that_is_gone()
    {
        var staged = await store.Blobs.StageAsync(new MemoryStream(new byte[100_000]), default);
        File.Delete(Directory.GetFiles(folder[".docsgen/blobs"], "*", SearchOption.AllDirectories).Single());
        var write = new NewArtifact(LogicalPath.Parse("run_2026_01_02_0001/input/a.bin"), staged, ArtifactType.Input, Actor.User("ada"), DateTimeOffset.UnixEpoch);
        await Should.ThrowAsync<StoreFailedException>(async () => await store.Artifacts.WriteAsync(write, null, default));
        (await store.Artifacts.FindAsync(write.Path, default)).ShouldBeNull();
    }

    public void Dispose()
    {
        store.Dispose();
        folder.Dispose();
    }

    private void Sql(string statement)
    {
        using var connection = new SqliteConnection($"Data Source={folder[".docsgen/store.db"]};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery().ShouldBeGreaterThan(0);
    }
}

public sealed class EmbeddedRunStoreTests : RunStoreContract, IDisposable
{
    private readonly TempFolder folder = new();
    private readonly EmbeddedStore store;

    public EmbeddedRunStoreTests() => store = folder.OpenStore();

    protected override IRunStore Runs => store.Runs;

    protected override IRunLeases Leases => store.Leases;

    protected override IArtifactStore Artifacts => store.Artifacts;

    public void Dispose()
    {
        store.Dispose();
        folder.Dispose();
    }
}
