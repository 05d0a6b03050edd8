namespace DocsGen.Cli.Tests.Commands;

public sealed class AuditTests : IDisposable
{
    private readonly Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Events_of_people_tokens_and_spaces_are_listed_newest_last()
    {
        await ThreeEventsAsync();
        (await cli.RunAsync("audit")).ShouldExit(0).Out.ShouldBe(
            """
            2026-01-02T03:04:05.000Z  space docs 1  space.created  ada made the space 'docs'.
            2026-01-02T03:05:05.000Z  access 1  user.added  ada added the user ben.
            2026-01-02T03:06:05.000Z  access 2  user.disabled  eve disabled ben. (he left)

            """);
        (await cli.RunAsync("audit", "--by", "eve")).ShouldExit(0).Out.ShouldBe("2026-01-02T03:06:05.000Z  access 2  user.disabled  eve disabled ben. (he left)\n");
        (await cli.RunAsync("audit", "--space", "docs")).ShouldExit(0).Out.ShouldStartWith("2026-01-02T03:04:05.000Z  space docs 1  space.created");
        (await cli.RunAsync("audit", "--since", "2026-01-02T03:05:05Z", "--limit", "1")).ShouldExit(0).Out.ShouldStartWith("2026-01-02T03:06:05.000Z  access 2");
        (await cli.RunAsync("audit", "--since", "1m")).ShouldExit(0).Out.Split('\n').Length.ShouldBe(3);
        (await cli.RunAsync("audit", "--since", "2026-01-03")).ShouldExit(0).Out.ShouldBe("Nothing.\n");
        (await cli.RunAsync("audit", "--since", "x")).ShouldRefuse(2, "--since is 'x'; give a day such as 2026-12-31, a time such as 2026-12-31T08:00:00Z, or a span such as 7d.");
        var last = (await cli.RunAsync("audit", "--json")).ShouldExit(0).ShouldBeDocument("audit").GetProperty("events")[2];
        (last.GetProperty("chain").GetString(), last.GetProperty("event").GetProperty("data").GetProperty("reason").GetString()).ShouldBe(("access", "he left"));
    }

    [Theory]
    [InlineData("UPDATE access_events SET body = replace(body, 'eve', 'ada') WHERE seq = 2", "access: event 2 was changed after it was written")]
    [InlineData("DELETE FROM access_events WHERE seq = 1", "access: event 1 is missing; 2 stands in its place")]
    [InlineData("DELETE FROM access_events WHERE seq = 2", "access: 2 events were written, 1 are there")]
    public async Task A_chain_that_somebody_broke_shows(string statement, string sentence)
    {
        await ThreeEventsAsync();
        (await cli.RunAsync("audit", "verify")).ShouldExit(0).Out.ShouldBe("ok  2 chains, 3 events\n");
        Break(statement);
        (await cli.RunAsync("audit", "verify")).ShouldExit(3).Out.ShouldContain($"DAMAGED  {sentence}\n");
        (await cli.RunAsync("audit", "--verify")).ShouldExit(3).Out.ShouldContain($"DAMAGED  {sentence}\n");
        (await cli.RunAsync("verify")).ShouldExit(3).Out.ShouldContain("DAMAGED  users and tokens");
    }

    [Fact]
    public async Task A_head_that_is_kept_elsewhere_shows_a_tail_that_was_cut_with_its_counter()
    {
        await ThreeEventsAsync();
        (await cli.RunAsync("audit", "head", "-o", "head.json")).ShouldExit(0).Out.ShouldContain("2 chains stand in WORK/head.json.");
        (await cli.RunAsync("user", "enable", "ben")).ShouldExit(0);
        (await cli.RunAsync("audit", "verify", "--head", "head.json")).ShouldExit(0).Out.ShouldBe("ok  2 chains, 4 events, all that were there at 2026-01-02T03:06:05.000Z\n");
        Break("DELETE FROM access_events WHERE seq >= 2; DROP TRIGGER access_log_never_falls; UPDATE access_log SET events = 1, last_hash = (SELECT hash FROM access_events WHERE seq = 1)");
        (await cli.RunAsync("audit", "verify")).ShouldExit(0).Out.ShouldBe("ok  2 chains, 2 events\n", "without a head nobody can tell");
        (await cli.RunAsync("audit", "verify", "--head", "head.json")).ShouldExit(3).Out.ShouldBe("DAMAGED  access: 2 events were there at 2026-01-02T03:06:05.000Z, 1 are left\n");
    }

    [Fact]
    public async Task A_signed_head_is_believed_with_its_key_alone()
    {
        await ThreeEventsAsync();
        (await cli.RunAsync("key", "new", "--out", "a.pem")).ShouldExit(0);
        (await cli.RunAsync("key", "new", "--out", "b.pem")).ShouldExit(0);
        (await cli.RunAsync("audit", "head", "--key", "a.pem", "-o", "head.json")).ShouldExit(0);
        (await cli.RunAsync("audit", "verify", "--head", "head.json", "--key", "a.pem.pub")).ShouldExit(0);
        (await cli.RunAsync("audit", "verify", "--head", "head.json")).ShouldExit(0);
        (await cli.RunAsync("audit", "verify", "--head", "head.json", "--key", "b.pem.pub")).ShouldRefuse(3, "WORK/head.json is not signed by that key, or holds something else.");
        (await cli.RunAsync("audit", "head", "-o", "plain.json")).ShouldExit(0);
        (await cli.RunAsync("audit", "verify", "--head", "plain.json", "--key", "a.pem.pub")).ShouldRefuse(3, "WORK/plain.json is not signed.");
        cli.Write("odd.json", "{}");
        (await cli.RunAsync("audit", "verify", "--head", "odd.json")).ShouldRefuse(2, "WORK/odd.json is no audit head, as 'docsgen audit head' writes it.");
        (await cli.RunAsync("audit", "head")).ShouldExit(0).Out.ShouldContain("\"chain\": \"access\"");
    }

    private async Task ThreeEventsAsync()
    {
        (await cli.RunAsync("space", "create", "docs")).ShouldExit(0);
        cli.Now += TimeSpan.FromMinutes(1);
        (await cli.RunAsync("user", "add", "ben")).ShouldExit(0);
        cli.Now += TimeSpan.FromMinutes(1);
        cli.Environment["DOCSGEN_USER"] = "eve";
        (await cli.RunAsync("user", "disable", "ben", "--reason", "he left")).ShouldExit(0);
    }

    private void Break(string statement) => cli.Sql($"DROP TRIGGER access_events_never_change; DROP TRIGGER access_events_never_go; {statement}");
}
