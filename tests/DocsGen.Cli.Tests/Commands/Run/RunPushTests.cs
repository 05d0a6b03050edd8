using System.Text.Json;

namespace DocsGen.Cli.Tests.Commands.Run;

public sealed class RunPushTests : IDisposable
{
    private readonly Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task A_push_stands_in_the_log_of_its_run_once_however_often_it_is_repeated()
    {
        await PreparedAsync();
        (await cli.RunAsync("run", "push", "--prefix", "guide")).ShouldExit(0);
        (await cli.RunAsync("run", "push", "--prefix", "guide")).ShouldExit(0).Out.ShouldContain("The same was pushed before: changeset 1 of handbook");
        var pushed = (await PushedAsync()).ShouldHaveSingleItem();
        var manifest = pushed.GetProperty("data").GetProperty("manifest").GetString()!;
        pushed.GetProperty("data").GetRawText().ShouldBe($$"""{"space":"handbook","changeset":1,"manifest":"{{manifest}}"}""");
        pushed.GetProperty("actor").GetString().ShouldBe("user:ada");
        (await cli.RunAsync("run", "events")).Out.ShouldContain($"Pushed to 'handbook' as changeset 1 (manifest {manifest[..12]}).\n");
        (await cli.RunAsync("run", "show")).Out.ShouldContain($"\npushed to handbook as changeset 1 by ada at 2026-01-02T03:04:05.000Z, manifest {manifest[..12]}\n");
        var shown = (await cli.RunAsync("run", "show", "--json")).Json.GetProperty("run");
        shown.GetProperty("status").GetString().ShouldBe("complete");
        shown.GetProperty("pushes").GetRawText().ShouldContain("\"changeset\": 1");
        shown.GetProperty("executions").EnumerateArray().Last().GetProperty("snapshot").GetString().ShouldBe(manifest, "it names the manifest of the last gate");
        (await cli.RunAsync("run", "push", "--prefix", "other")).ShouldExit(0);
        (await cli.RunAsync("run", "push", "--prefix", "guide", "--again")).ShouldExit(0);
        (await PushedAsync()).Select(e => e.GetProperty("data").GetProperty("changeset").GetInt32()).ShouldBe([1, 2, 3]);
        (await cli.RunAsync("verify")).ShouldExit(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_crash_between_push_and_record_left_is_made_good_by_the_next_push(bool publishedMeanwhile)
    {
        await PreparedAsync();
        // The run's commit fails, as if the program had died after the push.
        Sql("CREATE TRIGGER crash BEFORE INSERT ON run_events WHEN NEW.type = 'changeset.pushed' BEGIN SELECT RAISE(ABORT, 'crash'); END");
        (await cli.RunAsync("run", "push")).Code.ShouldNotBe(0);
        (await PushedAsync()).ShouldBeEmpty();
        Sql("DROP TRIGGER crash");
        if (publishedMeanwhile)
        {
            (await cli.RunAsync("changeset", "review", "1", "--accept-all")).ShouldExit(0);
            (await cli.RunAsync("changeset", "publish", "1")).ShouldExit(0);
        }

        cli.Environment["DOCSGEN_USER"] = "ben";
        (await cli.RunAsync("run", "push")).ShouldExit(publishedMeanwhile ? 2 : 0);
        var pushed = (await PushedAsync()).ShouldHaveSingleItem();
        pushed.GetProperty("data").GetProperty("changeset").GetInt32().ShouldBe(1);
        pushed.GetProperty("actor").GetString().ShouldBe("user:ada", "who pushed it, not who made it good");
    }

    [Fact]
    public async Task A_changeset_that_only_borrows_the_name_of_a_run_is_none_of_its_pushes()
    {
        await PreparedAsync();
        (await cli.RunAsync("run", "push")).ShouldExit(0);
        var client = (await cli.RunAsync("changeset", "show", "1", "--json")).Json.GetProperty("changeset").GetProperty("clientChangesetId").GetString()!;
        cli.Write("docs/a.md", "# A\n");
        (await cli.RunAsync("push", "docs", "--id", client + "borrowed")).ShouldExit(0);
        (await cli.RunAsync("run", "push")).ShouldExit(0);
        (await PushedAsync()).ShouldHaveSingleItem();
    }

    private async Task PreparedAsync()
    {
        await cli.CompleteAsync();
        (await cli.RunAsync("space", "create", "handbook")).ShouldExit(0);
    }

    private void Sql(string statement) => cli.Sql($"CREATE TEMP TABLE counted (x); {statement}; INSERT INTO counted VALUES (1)");

    private async Task<List<JsonElement>> PushedAsync() =>
        [.. (await cli.RunAsync("run", "events", "--json")).Json.GetProperty("events").EnumerateArray().Where(e => e.GetProperty("type").GetString() == "changeset.pushed")];
}
