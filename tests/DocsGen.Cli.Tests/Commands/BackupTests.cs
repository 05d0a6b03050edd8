using System.Globalization;
using DocsGen.Core.Artifacts;

namespace DocsGen.Cli.Tests.Commands;

/// <summary><c>docsgen backup</c> and <c>docsgen restore</c>.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task A_store_is_backed_up_lost_and_restored_with_everything_in_it_and_cursors_of_before_are_foreign()
    {
        await FillAsync();
        var before = (await cli.RunAsync("space", "events", "--space", "handbook", "--json")).ShouldExit(0).Out;
        var backup = (await cli.RunAsync("backup", "copy", "--json")).ShouldExit(0).ShouldBeDocument("backup");
        backup.GetProperty("sound").GetBoolean().ShouldBeTrue();
        backup.GetProperty("files").GetInt32().ShouldBe(2, "the database and one large content");
        Directory.Delete(cli[".docsgen"], recursive: true);
        (await cli.RunAsync("restore", "copy")).ShouldExit(0).Out.ShouldEndWith(
            "Restored: the store of 2026-01-02 03:04:05 UTC is at WORK/.docsgen.\n    1 space is in a new epoch: clients read everything anew\n    docsgen run resume\n");
        (await cli.RunAsync("verify")).ShouldExit(0);
        File.ReadAllText(cli[".docsgen/.gitignore"]).ShouldBe("*\n");
        var after = (await cli.RunAsync("space", "events", "--space", "handbook", "--json")).ShouldExit(0).Out;
        after.ShouldStartWith(before[..^20]);
        after.ShouldContain("space.epoch_raised");
        (await cli.RunAsync("pull", "out", "--space", "handbook")).ShouldExit(0);
        File.ReadAllText(cli["out/big.md"]).ShouldBe(File.ReadAllText(cli["docs/big.md"]));
        (await cli.RunAsync("run", "bundle", Cli.FirstRun, "-o", "b.zip")).ShouldExit(0);
    }

    [Fact]
    public async Task R11_a_run_that_waited_goes_on_in_the_restored_store_to_the_same_bundle()
    {
        await cli.WaitingAsync();
        (await cli.RunAsync("backup", "copy")).ShouldExit(0);
        var original = await FinishAsync();
        (await cli.RunAsync("restore", "copy", "--store", "elsewhere")).ShouldExit(0);
        (await FinishAsync("--store", "elsewhere")).ShouldBe(original);
        (await cli.RunAsync("verify", "--store", "elsewhere")).ShouldExit(0);
    }

    [Fact]
    public async Task Nothing_is_overwritten_neither_by_a_backup_nor_by_a_restore()
    {
        await FillAsync();
        cli.Write("taken/file", "x");
        (await cli.RunAsync("backup", "taken")).ShouldRefuse(7, "WORK/taken is not empty. Name a folder that is, or one that is not there yet.", progress: "copying WORK/.docsgen to WORK/taken");
        (await cli.RunAsync("backup", ".docsgen/copy")).ShouldRefuse(2, "WORK/.docsgen/copy is within the store itself. A backup belongs elsewhere, best on another disk.");
        (await cli.RunAsync("restore", "taken")).ShouldRefuse(2, "WORK/taken is no whole backup: it has no backup.json. 'docsgen backup DIR' makes one.");
        (await cli.RunAsync("backup", "copy")).ShouldExit(0);
        (await cli.RunAsync("restore", "copy")).ShouldRefuse(5, "There is something at WORK/.docsgen already. Name another place with --store DIR, or give --replace, which moves it aside.");
        (await cli.RunAsync("space", "create", "later")).ShouldExit(0);
        (await cli.RunAsync("restore", "copy", "--replace")).ShouldExit(0).Out.ShouldContain("    what was there is now WORK/.docsgen.before-20260102T030405Z\n");
        (await cli.RunAsync("space", "list")).ShouldExit(0).Out.ShouldNotContain("later");
        (await cli.RunAsync("space", "list", "--store", ".docsgen.before-20260102T030405Z")).ShouldExit(0).Out.ShouldContain("later");
    }

    [Fact]
    public async Task A_damaged_store_is_no_backup_and_a_damaged_backup_restores_nothing()
    {
        await FillAsync();
        (await cli.RunAsync("backup", "copy")).ShouldExit(0);
        Flip(cli[".docsgen"]);
        (await cli.RunAsync("backup", "second")).ShouldExit(7).Error.ShouldContain(": nothing was backed up. 'docsgen verify' says what else is damaged.");
        File.Exists(cli["second/backup.json"]).ShouldBeFalse("only a whole copy has it");
        Directory.Delete(cli[".docsgen"], recursive: true);
        Flip(cli["copy"]);
        (await cli.RunAsync("restore", "copy")).ShouldExit(7);
        Directory.Exists(cli[".docsgen"]).ShouldBeFalse();
    }

    [Fact]
    public async Task A_database_has_tools_of_its_own()
    {
        (await cli.RunAsync("backup", "copy", "--database", "postgres://ada:hush@127.0.0.1:1/docs")).ShouldRefuse(
            2, "postgres://ada@127.0.0.1:1/docs is backed up with PostgreSQL's own tools: 'pg_dump --format=custom --file=FILE DATABASE'. Everything is in it.");
        (await cli.RunAsync("restore", "copy", "--database", "postgres://ada:hush@127.0.0.1:1/docs")).Code.ShouldBe(2);
    }

    private async Task FillAsync()
    {
        await cli.CompleteAsync();
        cli.Write("docs/a.md", "one\n");
        cli.Write("docs/big.md", string.Concat(Enumerable.Range(0, 9000).Select(i => string.Create(CultureInfo.InvariantCulture, $"line {i}\n"))));
        foreach (var args in new string[][]
        {
            ["space", "create", "handbook"], ["push", "docs", "--space", "handbook"], ["changeset", "review", "1", "--accept-all", "--space", "handbook"], ["changeset", "publish", "1", "--space", "handbook"],
        })
        {
            (await cli.RunAsync(args)).ShouldExit(0);
        }
    }

    // Approves what waits until nothing does; the hash of the bundle.
    private async Task<ContentHash> FinishAsync(params string[] store)
    {
        for (var phase = 0; phase < 6; phase++)
        {
            var execution = string.Create(CultureInfo.InvariantCulture, $"phase{phase}_exec_001");
            (await cli.RunAsync(["run", "approve", Cli.FirstRun, "--execution", execution, .. store])).Code.ShouldBe(phase == 5 ? 0 : 4);
        }

        (await cli.RunAsync(["run", "bundle", Cli.FirstRun, "-o", "bundle.zip", .. store])).ShouldExit(0);
        var bytes = await File.ReadAllBytesAsync(cli["bundle.zip"]);
        File.Delete(cli["bundle.zip"]);
        return ContentHash.Of(bytes);
    }

    private static void Flip(string store)
    {
        var file = Directory.EnumerateFiles(Path.Combine(store, "blobs"), "*", SearchOption.AllDirectories).First();
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var bytes = File.ReadAllBytes(file);
        bytes[100] ^= 4;
        File.WriteAllBytes(file, bytes);
    }
}
