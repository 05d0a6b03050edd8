namespace DocsGen.Cli.Tests.Commands;

public sealed class VerifyTests : IDisposable
{
    private readonly Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task A_sound_store_run_and_bundle_are_proved()
    {
        await cli.CompleteAsync();
        await cli.WaitingAsync();
        (await cli.RunAsync("verify")).ShouldExit(0).Masked.ShouldMatch(
            @"^ok  store  \d+ files, \d+ rows, \d+ contents\nok  run_2026_01_02_0002  \d+ events, 5 artifacts, N bytes\nok  run_2026_01_02_0001  \d+ events, \d+ artifacts, N bytes\n$");
        (await cli.RunAsync("verify", Cli.FirstRun)).ShouldExit(0).Out.ShouldStartWith($"ok  {Cli.FirstRun}  ");
        await cli.RunAsync("run", "bundle", Cli.FirstRun, "-o", "b.zip");
        (await cli.RunAsync("verify", "b.zip")).ShouldExit(0).Masked.ShouldBe(
            $"ok  WORK/b.zip  46 files, N bytes, sha256 HASH\n    it is the bundle of {Cli.FirstRun} in this store\n");
        (await cli.RunAsync("verify", "b.zip", "--store", "gone")).ShouldExit(0).Masked.ShouldBe("ok  WORK/b.zip  46 files, N bytes, sha256 HASH\n");
        (await cli.RunAsync("verify", "b.zip", "--json")).ShouldBeDocument("verification").GetProperty("runId").GetString().ShouldBe(Cli.FirstRun);
    }

    [Fact]
    public async Task A4_flipped_bytes_in_the_store_answer_3_and_name_the_artifact()
    {
        await cli.CompleteAsync();
        cli.Sql("""
            DROP TRIGGER blobs_never_change;
            UPDATE blobs SET bytes = CAST('#' || substr(bytes, 2, size - 2) || '!' AS BLOB)
            WHERE hash = (SELECT hash FROM artifacts WHERE path LIKE '%/link-shelf.md');
            """);
        var answer = (await cli.RunAsync("verify")).ShouldExit(3);
        answer.Masked.ShouldMatch(
            $@"^DAMAGED  store  [^\n]*\n    store\.db, table blobs, hash HASH: the database holds HASH\.\n    store\.db: the trigger blobs_never_change is missing\nDAMAGED  {Cli.FirstRun}  \d+ events, \d+ artifacts, N bytes\n    phase1/link-shelf\.md: .*the stored bytes of HASH are damaged: the database holds HASH\.[^\n]*\n$");
        var run = (await cli.RunAsync("verify", "--json")).ShouldExit(3).ShouldBeDocument("verification").GetProperty("runs")[0];
        run.GetProperty("problems").GetArrayLength().ShouldBe(1);
        (await cli.RunAsync("run", "cat", "link-shelf.md")).ShouldExit(7).Error.ShouldStartWith("error: the stored bytes of ");
    }

    [Fact]
    public async Task R10_a_changed_event_breaks_the_chain()
    {
        await cli.WaitingAsync();
        cli.Sql("DROP TRIGGER events_never_change; UPDATE run_events SET body = replace(body, 'ada', 'eve') WHERE seq = 1");
        (await cli.RunAsync("verify")).ShouldExit(3).Out.ShouldContain("    the event chain is broken: ");
    }

    [Fact]
    public async Task A_damaged_or_foreign_bundle_answers_3()
    {
        await cli.CompleteAsync();
        await cli.RunAsync("run", "bundle", "-o", "b.zip");
        var bytes = await File.ReadAllBytesAsync(cli["b.zip"]);
        bytes[200] ^= 1;
        await File.WriteAllBytesAsync(cli["b.zip"], bytes);
        var damaged = (await cli.RunAsync("verify", "b.zip")).ShouldExit(3);
        damaged.Masked.ShouldStartWith("DAMAGED  WORK/b.zip  46 files, N bytes, sha256 HASH\n    ");
        damaged.Out.ShouldContain("README.md");
        damaged.Out.ShouldNotContain("it is the bundle of");
        await File.WriteAllBytesAsync(cli["b.zip"], bytes[..5000]);
        (await cli.RunAsync("verify", "b.zip", "--json")).ShouldExit(3).ShouldBeDocument("verification").GetProperty("problems").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task What_is_neither_a_run_nor_a_file_is_refused()
    {
        await cli.WaitingAsync();
        (await cli.RunAsync("verify", "gone.zip")).ShouldRefuse(2, "There is no file WORK/gone.zip, and that is no run id.");
        (await cli.RunAsync("verify", "run_2026_01_02_0099")).ShouldRefuse(2, "There is no run run_2026_01_02_0099 in this store. See 'docsgen run list'.");
    }
}
