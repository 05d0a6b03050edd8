namespace DocsGen.Cli.Tests.Commands;

/// <summary><c>docsgen doctor</c>: each thing that can be wrong, the command that mends it, and that it does.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task A_store_that_is_well_answers_0_and_tells_of_its_last_backup()
    {
        await cli.WaitingAsync();
        (await cli.RunAsync("doctor")).ShouldExit(0).Out.ShouldBe("note  no backup was ever made of it by 'docsgen backup'\n    docsgen backup DIR\nok  WORK/.docsgen; 'docsgen verify' reads all of it\n");
        (await cli.RunAsync("backup", "copy")).ShouldExit(0);
        (await cli.RunAsync("doctor")).ShouldExit(0).Out.ShouldStartWith("note  the last backup is of 2026-01-02 03:04 UTC, in WORK/copy\n");
        cli.Now += TimeSpan.FromDays(8);
        (await cli.RunAsync("doctor")).ShouldExit(0).Out.ShouldStartWith("note  the last backup is of 2026-01-02 03:04 UTC, in WORK/copy, more than a week ago\n");
    }

    [Theory]
    [InlineData("UPDATE runs SET driver = 'eve', driver_process = 'x', driver_since = 1, driver_until = 2", "lease.lapsed", "docsgen run resume run_2026_01_02_0001")]
    [InlineData("INSERT INTO condemned (hash, since) VALUES ('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 1)", "garbage.waits", "docsgen gc --apply")]
    [InlineData("INSERT INTO migrations (version, name, sha256) VALUES (99, 'x', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')", "store.too_new", "Use the newer version")]
    [InlineData("UPDATE migrations SET sha256 = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' WHERE version = 2", "store.damaged", "docsgen verify, then docsgen restore DIR --replace with the last sound backup")]
    [InlineData("DELETE FROM migrations WHERE version > 8", "schema.old", "docsgen run list: the first command brings it up to date, and keeps store.db.schema8 beside it")]
    public async Task What_the_rows_say_is_told_with_what_mends_it(string statement, string code, string mend)
    {
        await cli.WaitingAsync();
        cli.Sql(statement);
        await ShouldTellAsync(code, mend);
    }

    [Fact]
    public async Task A_publish_that_stopped_without_a_word_is_told_of()
    {
        cli.Write("docs/a.md", "one\n");
        (await cli.RunAsync("space", "create", "handbook")).ShouldExit(0);
        (await cli.RunAsync("push", "docs", "--space", "handbook")).ShouldExit(0);
        cli.Sql("UPDATE changesets SET status = 'publishing', status_before = 'ready', claimed_by = 'user:eve', claim_process = 'x', claim_since = 1, claim_until = 2");
        await ShouldTellAsync("claim.lapsed", "docsgen changeset publish 1 --space handbook");
    }

    [Fact]
    public async Task What_crashes_left_is_told_of_and_collected()
    {
        await cli.WaitingAsync();
        File.SetLastWriteTimeUtc(cli.Write(".docsgen/tmp/left", "x"), new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await ShouldTellAsync("tmp.left", "docsgen gc --apply");
        (await cli.RunAsync("gc", "--apply")).ShouldExit(0);
        (await cli.RunAsync("doctor")).ShouldExit(0);
        File.SetLastWriteTimeUtc(cli.Write(".docsgen/store.db.new", "x"), new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await ShouldTellAsync("file.half_made", "rm WORK/.docsgen/store.db.new");
    }

    [Fact]
    public async Task Permissions_and_a_log_that_nobody_takes_over_are_told_of()
    {
        await cli.WaitingAsync();
        File.SetUnixFileMode(cli[".docsgen/store.db"], (UnixFileMode)0b110_100_110);
        await ShouldTellAsync("permissions.open", "chmod o-w WORK/.docsgen/store.db");
        File.SetUnixFileMode(cli[".docsgen/store.db"], (UnixFileMode)0b110_100_100);
        cli.Write(".docsgen/blobs/aa/bb/x", "x");
        await ShouldTellAsync("permissions.contents", "find WORK/.docsgen/blobs -type f -exec chmod 444 {} +");
        Directory.Delete(cli[".docsgen/blobs"], recursive: true);
        await using (var log = File.Create(cli[".docsgen/store.db-wal"])) log.SetLength(70_000_000);
        await ShouldTellAsync("log.large", "End the process that has read for so long; the next write does the rest");
    }

    [Fact]
    public async Task A_database_that_is_gone_empty_or_damaged_is_told_of_and_nothing_is_made()
    {
        await cli.WaitingAsync();
        File.Delete(cli[".docsgen/store.db"]);
        await ShouldTellAsync("store.missing", "docsgen restore DIR --replace, with the last sound backup", "--store", ".docsgen");
        cli.Write(".docsgen/store.db", "");
        await ShouldTellAsync("store.damaged", "docsgen verify, then docsgen restore DIR --replace with the last sound backup");
        cli.Write(".docsgen/store.db", new string('x', 5000));
        await ShouldTellAsync("store.damaged", "docsgen verify, then docsgen restore DIR --replace with the last sound backup");
        new FileInfo(cli[".docsgen/store.db"]).Length.ShouldBe(5000);
        (await cli.RunAsync("doctor", "--store", "gone")).ShouldRefuse(2, "There is no store at WORK/gone. 'docsgen run start' makes one; --store DIR names another.");
    }

    [Fact]
    public async Task Whoever_keeps_the_writers_lock_is_named()
    {
        await cli.WaitingAsync();
        // As another process's writer would hold it.
        await using var holder = new FileStream(cli[".docsgen/writer.lock"], FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        var told = (await cli.RunAsync("doctor", "--json")).ShouldExit(3).ShouldBeDocument("doctor").GetProperty("findings").EnumerateArray().Single(f => f.GetProperty("code").GetString() == "writer.stuck");
        told.GetProperty("what").GetString()!.ShouldEndWith(" holds the writer's lock, and lets nobody else write");
    }

    private async Task ShouldTellAsync(string code, string mend, params string[] more)
    {
        var json = (await cli.RunAsync(["doctor", "--json", .. more])).ShouldExit(3).ShouldBeDocument("doctor");
        json.GetProperty("well").GetBoolean().ShouldBeFalse();
        json.GetProperty("findings").EnumerateArray().Where(f => !f.GetProperty("note").GetBoolean()).Select(f => (f.GetProperty("code").GetString(), f.GetProperty("mend").GetString()))
            .ShouldBe([(code, mend)]);
    }
}
