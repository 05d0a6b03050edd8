namespace DocsGen.Cli.Tests.Commands;

public sealed class StoreTests : IDisposable
{
    private static readonly string[] Reading = ["list", "show", "watch", "resume", "cancel", "events", "artifacts", "issues", "report", "bundle"];

    private readonly Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Commands_that_read_never_make_a_store()
    {
        const string sentence = "There is no store at WORK/.docsgen. 'docsgen run start' makes one; --store DIR names another.";
        foreach (var verb in Reading) (await cli.RunAsync("run", verb)).ShouldRefuse(2, sentence);
        (await cli.RunAsync("run", "cat", "x.md")).ShouldRefuse(2, sentence);
        (await cli.RunAsync("run", "approve", "--execution", "phase0_exec_001")).ShouldRefuse(2, sentence);
        (await cli.RunAsync("run", "reject", "--execution", "phase0_exec_001", "--reason", "no")).ShouldRefuse(2, sentence);
        (await cli.RunAsync("verify")).ShouldRefuse(2, sentence);
        (await cli.RunAsync("run", "list", "--json")).ShouldExit(2).ShouldBeDocument("error").GetProperty("error").GetProperty("code").GetString().ShouldBe("store.not_found");
        Directory.EnumerateFileSystemEntries(cli.Root).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_store_is_found_by_walking_up()
    {
        await cli.WaitingAsync();
        cli.Folder = Directory.CreateDirectory(cli["a/b/c"]).FullName;
        (await cli.RunAsync("run", "list")).ShouldExit(0).Out.ShouldContain(Cli.FirstRun);
        (await cli.WaitingAsync()).Error.ShouldStartWith("run_2026_01_02_0002  Link Shelf  (WORK/.docsgen)\n");
        Directory.EnumerateFileSystemEntries(cli.Folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_folder_that_only_looks_like_a_store_is_walked_past()
    {
        await cli.WaitingAsync();
        cli.Folder = Directory.CreateDirectory(cli["a"]).FullName;
        Directory.CreateDirectory(cli["a/.docsgen"]);
        (await cli.RunAsync("run", "list")).ShouldExit(0).Out.ShouldContain(Cli.FirstRun);
    }

    [Fact]
    public async Task The_named_store_counts_on_every_command()
    {
        (await cli.CompleteAsync("--store", "elsewhere")).Error.ShouldContain("(WORK/elsewhere)");
        foreach (var verb in Reading.Except(["cancel"])) (await cli.RunAsync("run", verb, "--store", "elsewhere")).ShouldExit(0);
        (await cli.RunAsync("--store", "elsewhere", "verify")).ShouldExit(0);
        cli.Environment["DOCSGEN_STORE"] = "elsewhere";
        (await cli.RunAsync("run", "list")).ShouldExit(0);
        (await cli.RunAsync("run", "list", "--store", "gone")).ShouldRefuse(2, "There is no store at WORK/gone. 'docsgen run start' makes one; --store DIR names another.");
    }

    [Fact]
    public async Task A_store_without_runs_says_how_to_start_one()
    {
        Storage.EmbeddedStore.Open(cli[".docsgen"], TimeProvider.System, () => "x").Dispose();
        (await cli.RunAsync("run", "list")).ShouldExit(0).Out.ShouldBe("No runs yet. Start one with 'docsgen run start'.\n");
        (await cli.RunAsync("run", "show")).ShouldRefuse(2, "The store at WORK/.docsgen has no runs yet. Start one with 'docsgen run start'.");
        (await cli.RunAsync("verify")).ShouldExit(0);
    }

    [Fact]
    public async Task A_store_that_cannot_be_made_answers_7()
    {
        cli.Write("taken", "a file");
        var answer = (await cli.RunAsync("run", "start", Cli.Sample("minimal"), "--store", "taken", "--json")).ShouldExit(7);
        var error = answer.ShouldBeDocument("error").GetProperty("error");
        error.GetProperty("code").GetString().ShouldBe("store.failed");
        error.GetProperty("message").GetString()!.ShouldStartWith("WORK/taken cannot be opened: ");
    }

    [Fact]
    public async Task A_store_that_is_no_database_answers_7()
    {
        cli.Write("bad/store.db", new string('x', 5000));
        var answer = (await cli.RunAsync("run", "list", "--store", "bad")).ShouldExit(7);
        answer.Error.ShouldStartWith("error: WORK/bad cannot be opened: ");
        answer.Out.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_store_of_a_newer_version_answers_7_and_is_left_alone()
    {
        await cli.WaitingAsync();
        cli.Sql("INSERT INTO migrations (version, name, sha256) VALUES (99, '0099_later.sql', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')");
        var answer = (await cli.RunAsync("run", "list", "--json")).ShouldExit(7);
        var error = answer.ShouldBeDocument("error").GetProperty("error");
        error.GetProperty("code").GetString().ShouldBe("store.too_new");
        error.GetProperty("message").GetString().ShouldBe("the store has schema 10; this version of DocsGen knows up to 9. Use the newer version.");
    }
}
