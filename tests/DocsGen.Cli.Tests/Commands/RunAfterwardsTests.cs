namespace DocsGen.Cli.Tests.Commands;

/// <summary>What a person meets who changes their mind later: deleted and archived runs, files that an agent no longer has, replans in a diff.</summary>
public sealed class RunAfterwardsTests : IDisposable
{
    private readonly Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Of_a_deleted_run_nothing_is_attested_rebuilt_or_overridden_and_nobody_cries_damage()
    {
        await cli.CompleteAsync();
        (await cli.RunAsync("key", "new", "-o", "k.pem")).ShouldExit(0);
        (await cli.RunAsync("run", "delete", Cli.FirstRun, "--reason", "old")).ShouldExit(0);
        foreach (var command in new string[][]
        {
            ["run", "attest", Cli.FirstRun, "--key", "k.pem"],
            ["run", "rebuild", Cli.FirstRun, "--reason", "again"],
            ["run", "override", Cli.FirstRun, "--issue", "0123456789abcdef", "--expires", "10d", "--reason", "x"],
        })
        {
            var answer = (await cli.RunAsync([.. command, "--json"])).ShouldExit(5);
            answer.ShouldBeDocument("error").GetProperty("error").GetProperty("code").GetString().ShouldBe("run.deleted", string.Join(' ', command));
        }
    }

    [Fact]
    public async Task An_archived_run_that_goes_on_is_in_sight_again_and_can_be_pinned()
    {
        await cli.CompleteAsync();
        (await cli.RunAsync("run", "archive", "--reason", "done")).ShouldExit(0);
        (await cli.RunAsync("run", "list")).ShouldExit(0).Out.ShouldNotContain(Cli.FirstRun);
        await cli.RunAsync("run", "revalidate", Cli.FirstRun, "--phase", "5", "--reason", "look again", "--no-drive");
        (await cli.RunAsync("run", "list")).ShouldExit(0).Out.ShouldContain(Cli.FirstRun);
        (await cli.RunAsync("run", "pin", Cli.FirstRun, "--reason", "keep")).ShouldExit(0);
    }

    [Fact]
    public async Task A_file_that_is_asked_for_again_and_that_the_agent_no_longer_has_stops_the_run()
    {
        await cli.CompleteAsync("--store", "elsewhere");
        (await cli.RunAsync("run", "bundle", "-o", "b.zip", "--store", "elsewhere")).ShouldExit(0);
        System.IO.Compression.ZipFile.ExtractToDirectory(cli["b.zip"], cli["docs"]);
        await cli.CompleteAsync("--agent", "folder=docs");
        File.Delete(cli["docs/link-shelf-17-arch-js.md"]);
        var answer = (await cli.RunAsync("run", "regenerate", "--phase", "3", "--file", "link-shelf-17-arch-js.md", "--reason", "newer")).ShouldExit(1);
        (answer.Error + answer.Out).ShouldContain("link-shelf-17-arch-js.md is not in");
    }

    [Fact]
    public async Task A_replan_shows_in_the_diff_of_two_snapshots_of_a_run()
    {
        await cli.CompleteAsync();
        (await cli.RunAsync("run", "regenerate", "--replan", "--profile", "minimal", "--yes", "--reason", "less")).ShouldExit(3);
        (await cli.RunAsync("run", "diff", "--phase", "1", "--from", "1", "--to", "2")).ShouldExit(0).Out.ShouldContain("profile: full -> minimal");
    }
}
