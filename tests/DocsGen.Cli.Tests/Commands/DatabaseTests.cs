using DocsGen.TestSupport;

namespace DocsGen.Cli.Tests.Commands;

public sealed class DatabaseTests(ScratchPostgres server) : IClassFixture<ScratchPostgres>, IDisposable
{
    private readonly Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Every_run_command_works_on_a_database_and_names_it_without_its_password()
    {
        var address = server.NewDatabase();
        var shown = address.Replace(":secret", "", StringComparison.Ordinal);
        (await cli.RunAsync("run", "list", "--database", address)).ShouldExit(0).Out.ShouldBe("No runs yet. Start one with 'docsgen run start'.\n");
        (await cli.RunAsync("run", "show", "--database", address)).ShouldRefuse(2, $"The store at {shown} has no runs yet. Start one with 'docsgen run start'.");
        var started = (await cli.RunAsync("run", "start", Cli.Sample("minimal"), "--database", address)).ShouldExit(4);
        started.Error.ShouldStartWith($"{Cli.FirstRun}  Link Shelf  ({shown})\n");
        started.Out.ShouldContain($"  docsgen run approve {Cli.FirstRun} --execution phase0_exec_001 --database {shown}\n");
        cli.Environment["DOCSGEN_DATABASE"] = address;
        (await cli.RunAsync("run", "approve", "--execution", "phase0_exec_001")).ShouldExit(4);
        (await cli.RunAsync("run", "reject", "--execution", "phase1_exec_001", "--reason", "thin")).ShouldExit(0);
        (await cli.RunAsync("run", "regenerate", "--phase", "1", "--reason", "again")).ShouldExit(4);
        (await cli.RunAsync("run", "approve", "--execution", "phase1_exec_002", "--no-drive")).ShouldExit(0);
        (await cli.RunAsync("run", "cancel")).ShouldExit(0);
        foreach (var verb in new[] { "list", "show", "events", "artifacts", "issues", "report", "provenance" })
        {
            var answer = (await cli.RunAsync("run", verb)).ShouldExit(0);
            (answer.Out + answer.Error).ShouldNotContain("secret");
        }

        (await cli.RunAsync("run", "cat", "requirements.json")).ShouldExit(0).Raw.ShouldBe(await File.ReadAllBytesAsync(Path.Combine(Cli.Sample("minimal"), "requirements.json")));
        (await cli.RunAsync("verify")).ShouldExit(0).Masked.ShouldMatch($@"^ok  store  0 files, \d+ rows, \d+ contents\n(    note: PostgreSQL keeps no checksums [^\n]*\n)?ok  {Cli.FirstRun}  \d+ events, \d+ artifacts, N bytes\n$");
        Directory.EnumerateFileSystemEntries(cli.Root).ShouldBeEmpty("no folder is made beside a database");
    }

    [Fact]
    public async Task A_complete_run_is_shown_as_it_is_on_the_embedded_store()
    {
        var address = server.NewDatabase();
        await cli.CompleteAsync();
        await cli.CompleteAsync("--database", address);
        foreach (var args in new[] { new[] { "run", "list" }, ["run", "artifacts"], ["run", "issues"], ["run", "report"], ["run", "provenance", "--file", "link-shelf.md"], ["verify", Cli.FirstRun] })
        {
            (await cli.RunAsync([.. args, "--database", address])).ShouldExit(0).Out.ShouldBe((await cli.RunAsync(args)).ShouldExit(0).Out, string.Join(' ', args));
        }

        (await cli.RunAsync("run", "bundle", "-o", "b.zip", "--database", address)).ShouldExit(0);
        (await cli.RunAsync("verify", "b.zip")).ShouldExit(0).Out.ShouldContain($"it is the bundle of {Cli.FirstRun} in this store");
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_and_a_database_that_is_not_there_answer_7()
    {
        (await cli.RunAsync("run", "list", "--database", "postgres://ada:hush@127.0.0.1:1/docs")).ShouldRefuse(
            7, "postgres://ada@127.0.0.1:1/docs cannot be reached: Connection refused. Is the server running, and is the address right?");
        var gone = (await cli.RunAsync("run", "list", "--json", "--database", server.NewDatabase() + "x")).ShouldExit(7).ShouldBeDocument("error").GetProperty("error");
        gone.GetProperty("code").GetString().ShouldBe("store.failed");
        gone.GetProperty("message").GetString()!.ShouldContain("there is no such database. Make it with 'createdb ");
    }

    [Fact]
    public async Task Two_places_for_one_store_are_refused_and_a_flag_goes_before_settings()
    {
        (await cli.RunAsync("run", "list", "--store", "s", "--database", "postgres://h/d")).ShouldRefuse(
            2, "--store and --database both say where the store is. Name one of them.");
        cli.Environment["DOCSGEN_DATABASE"] = "postgres://ada:hush@127.0.0.1:1/docs";
        (await cli.RunAsync("run", "list", "--store", "s")).ShouldRefuse(2, "There is no store at WORK/s. 'docsgen run start' makes one; --store DIR names another.");
        cli.Write("docsgen.yaml", "store: s\n");
        (await cli.RunAsync("run", "list")).ShouldRefuse(
            2, "store (WORK/docsgen.yaml, line 1) and database (environment DOCSGEN_DATABASE) both say where the store is. Name one of them.");
    }

    [Fact]
    public async Task What_is_no_address_is_refused_and_no_output_ever_holds_a_password()
    {
        (await cli.RunAsync("run", "list", "--database", "mysql://ada:hush@h/d")).ShouldRefuse(
            2, "The address of the database must begin with postgres:// and be a URL; one looks like postgres://user@host:5432/docsgen.");
        cli.Environment["DOCSGEN_DATABASE"] = "mysql://ada:hush@h/d";
        (await cli.RunAsync("run", "list")).ShouldRefuse(2, "environment DOCSGEN_DATABASE: database must be an address such as postgres://user@host:5432/docsgen.");
        cli.Environment["DOCSGEN_DATABASE"] = "postgres://ada:hush@127.0.0.1:1/docs";
        var listed = (await cli.RunAsync("config", "list", "--show-origin")).ShouldExit(0).Out;
        listed.ShouldMatch(@"(?m)^database +postgres://ada@127\.0\.0\.1:1/docs +environment DOCSGEN_DATABASE$");
        listed.ShouldNotContain("hush");
        (await cli.RunAsync("config", "list", "--json")).ShouldExit(0).Out.ShouldNotContain("hush");
    }
}
