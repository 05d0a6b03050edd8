using Dapper;
using DocsGen.Core.Artifacts;
using DocsGen.Storage.Health;
using DocsGen.Storage.Sql;
using DocsGen.Storage.Sql.Sqlite;
using Microsoft.Data.Sqlite;

namespace DocsGen.Storage.Tests.Sql.Sqlite;

public sealed class SqliteFileTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("journal_mode", "wal")]
    [InlineData("synchronous", "2")]
    [InlineData("foreign_keys", "1")]
    [InlineData("recursive_triggers", "1")]
    [InlineData("trusted_schema", "0")]
    [InlineData("cell_size_check", "1")]
    [InlineData("wal_autocheckpoint", "1000")]
    [InlineData("temp_store", "2")]
    [InlineData("busy_timeout", "30000")]
    [InlineData("mmap_size", "0")]
    [InlineData("locking_mode", "normal")]
    public void The_writer_has_every_setting_that_durability_rests_on(string pragma, string value)
    {
        using var store = folder.OpenStore();
        store.Database.Write((c, t) => c.ExecuteScalar<string>($"PRAGMA {pragma}", transaction: t)).ShouldBe(value);
    }

    [Theory]
    [InlineData("query_only", "1")]
    [InlineData("trusted_schema", "0")]
    [InlineData("cell_size_check", "1")]
    [InlineData("wal_autocheckpoint", "0")]
    [InlineData("temp_store", "2")]
    [InlineData("busy_timeout", "30000")]
    [InlineData("mmap_size", "0")]
    public void A_reader_has_every_setting_that_keeps_it_from_writing(string pragma, string value)
    {
        using var store = folder.OpenStore();
        store.Database.Read(c => c.ExecuteScalar<string>($"PRAGMA {pragma}")).ShouldBe(value);
        Should.Throw<StoreFailedException>(() => store.Database.Read(c => c.Execute("DELETE FROM condemned")));
    }

    [Fact]
    public void A_new_store_is_there_whole_or_not_at_all()
    {
        // What a crash in the middle of making it left.
        Directory.CreateDirectory(folder[".docsgen"]);
        File.WriteAllText(folder[".docsgen/store.db.new"], "half");
        using var store = folder.OpenStore();
        Directory.GetFiles(folder[".docsgen"], "*.new*").ShouldBeEmpty();
        store.Database.Read(c => c.ExecuteScalar<string>("PRAGMA integrity_check")).ShouldBe("ok");
    }

    [Fact]
    public void Before_a_store_in_use_is_changed_a_copy_of_it_is_kept_and_a_crash_in_between_harms_nothing()
    {
        MakeOld(8);
        var old = ContentHash.Of(File.ReadAllBytes(folder[".docsgen/store.db"]));
        File.WriteAllText(folder[".docsgen/store.db.schema8.new"], "what a crash left");
        folder.OpenStore().Dispose();
        Count(folder[".docsgen/store.db"]).ShouldBe(Migration.Load("Sqlite").Count);
        Count(folder[".docsgen/store.db.schema8"]).ShouldBe(8);
        Directory.GetFiles(folder[".docsgen"], "*.new*").ShouldBeEmpty();
        var kept = ContentHash.Of(File.ReadAllBytes(folder[".docsgen/store.db.schema8"]));
        // As if it had been cut off after the copy: the copy stays, and the rest is done again.
        File.Delete(folder[".docsgen/store.db"]);
        MakeOld(8);
        ContentHash.Of(File.ReadAllBytes(folder[".docsgen/store.db"])).ShouldBe(old);
        folder.OpenStore().Dispose();
        Count(folder[".docsgen/store.db"]).ShouldBe(Migration.Load("Sqlite").Count);
        ContentHash.Of(File.ReadAllBytes(folder[".docsgen/store.db.schema8"])).ShouldBe(kept);
    }

    [Fact]
    public void A_new_store_keeps_no_copy()
    {
        folder.OpenStore().Dispose();
        folder.OpenStore().Dispose();
        Directory.GetFiles(folder[".docsgen"], "*schema*").ShouldBeEmpty();
    }

    [Fact]
    public void An_empty_database_is_refused_and_left_alone()
    {
        folder.OpenStore().Dispose();
        File.WriteAllBytes(folder[".docsgen/store.db"], []);
        Should.Throw<StoreDamagedException>(() => folder.OpenStore()).Message.ShouldContain("is empty, which no store ever is");
        new FileInfo(folder[".docsgen/store.db"]).Length.ShouldBe(0);
    }

    [Theory]
    [InlineData("nfs4", true)]
    [InlineData("fuse.sshfs", true)]
    [InlineData("ext4", false)]
    public void A_store_on_a_network_file_system_is_told_of(string type, bool isTold)
    {
        var mounts = $"/dev/sda1 / ext4 rw 0 0\nserver:/x {folder.Path.Replace(" ", "\\040", StringComparison.Ordinal)} {type} rw 0 0\ntmpfs {folder.Path}-other nfs rw 0 0\n";
        new StoreFolder(folder.Path, DateTimeOffset.UnixEpoch) { Mounts = () => mounts }.Examine().Any(a => a.Code == "disk.network").ShouldBe(isTold);
    }

    [Theory]
    [InlineData(900_000_000, true)]
    [InlineData(2_000_000_000, false)]
    public void A_disk_that_is_nearly_full_is_told_of(long free, bool isTold) =>
        new StoreFolder(folder.Path, DateTimeOffset.UnixEpoch) { FreeBytes = _ => free }.Examine().Any(a => a.Code == "disk.full").ShouldBe(isTold);

    [Fact]
    public async Task After_a_failed_fsync_nothing_more_is_written_and_waiting_for_the_lock_in_vain_is_no_such_failure()
    {
        using var store = EmbeddedStore.Open(folder[".docsgen"], TimeProvider.System, Path.GetRandomFileName, TimeSpan.FromMilliseconds(50));
        await using (new FileStream(folder[".docsgen/writer.lock"], FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            await Should.ThrowAsync<StoreBusyException>(async () => await store.Blobs.StageAsync(new MemoryStream(new byte[100_000]), default));
        }

        await store.Blobs.StageAsync(new MemoryStream(new byte[100_000]), default);
        store.Database.Fail(new DiskFailedException("fsync failed on x"));
        var refused = await Should.ThrowAsync<StoreFailedException>(async () => await store.Blobs.StageAsync(new MemoryStream(new byte[100_000]), default));
        refused.Message.ShouldBe("store.failed: nothing more is written until this program is started again, since fsync failed on x: what reached the disk is unknown. Look at the disk, then run 'docsgen verify'.");
        await Should.ThrowAsync<StoreFailedException>(async () => await store.Runs.ReserveIdAsync(new(2026, 1, 2), default));
        (await store.Runs.ListAsync(default)).ShouldBeEmpty("what is there can still be read");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_store_that_failed_leaves_its_log_to_whoever_opens_it_next_and_one_that_did_not_takes_it_over(bool hasFailed)
    {
        using (var store = folder.OpenStore())
        {
            await store.Runs.ReserveIdAsync(new(2026, 1, 2), default);
            if (hasFailed) store.Database.Fail(new DiskFailedException("fsync failed on x"));
        }

        File.Exists(folder[".docsgen/store.db-wal"]).ShouldBe(hasFailed);
        using var again = folder.OpenStore();
        (await again.Runs.ReserveIdAsync(new(2026, 1, 2), default)).Value.ShouldBe("run_2026_01_02_0002");
    }

    private void MakeOld(int schema)
    {
        Directory.CreateDirectory(folder[".docsgen"]);
        using var connection = new SqliteConnection($"Data Source={folder[".docsgen/store.db"]};Pooling=False");
        connection.Open();
        connection.Execute("CREATE TABLE migrations (version INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL CHECK (length(sha256) = 64))");
        foreach (var migration in Migration.Load("Sqlite").Take(schema))
        {
            connection.Execute(migration.Sql);
            connection.Execute("INSERT INTO migrations (version, name, sha256) VALUES (@Version, @Name, @Sha256)", migration);
        }
    }

    private static long Count(string path)
    {
        using var connection = SqliteFile.OpenStill(path);
        return connection.ExecuteScalar<long>("SELECT count(*) FROM migrations");
    }
}
