using System.Text.RegularExpressions;
using DocsGen.TestSupport;

namespace DocsGen.Cli.Tests.Commands;

/// <summary>What <c>docsgen verify</c> proves of spaces, on both engines: each way to tamper is found, and named by its place.</summary>
public sealed partial class VerifySpaceTests(ScratchPostgres server) : IClassFixture<ScratchPostgres>, IDisposable
{
    private const string Sound = "ok  space handbook  8 events, 3 changesets, 2 documents in 3 versions, N bytes\n";

    private readonly Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task A_sound_store_is_proved_runs_and_spaces_or_one_space_alone()
    {
        await cli.WaitingAsync();
        await FillAsync();
        (await cli.RunAsync("space", "create", "empty")).ShouldExit(0);
        (await cli.RunAsync("verify")).ShouldExit(0).Masked.ShouldMatch(
            $@"^ok  store  [^\n]*\nok  {Cli.FirstRun}  \d+ events, \d+ artifacts, N bytes\nok  space empty  1 events, 0 changesets, 0 documents in 0 versions, N bytes\n{Regex.Escape(Sound)}$");
        (await cli.RunAsync("verify", "--space", "handbook")).ShouldExit(0).Masked.ShouldBe(Sound);
        var json = (await cli.RunAsync("verify", "--space", "handbook", "--json")).ShouldExit(0).ShouldBeDocument("verification");
        json.GetProperty("sound").GetBoolean().ShouldBeTrue();
        json.GetProperty("runs").GetArrayLength().ShouldBe(0);
        var space = json.GetProperty("spaces")[0];
        space.GetProperty("slug").GetString().ShouldBe("handbook");
        space.GetProperty("versions").GetInt32().ShouldBe(3);
        space.GetProperty("problems").GetArrayLength().ShouldBe(0);
        (await cli.RunAsync("verify", "--space", "gone")).ShouldRefuse(2, "There is no space 'gone'. 'docsgen space list' shows them; 'docsgen space create gone' makes it.");
        (await cli.RunAsync("verify", Cli.FirstRun, "--space", "handbook")).ShouldRefuse(2, "--space goes alone.");
    }

    [Theory]
    [InlineData("UPDATE space_events SET body = replace(body, 'ada', 'eve') WHERE seq = 3", "the event chain is broken: event 3 was changed after it was written")]
    [InlineData("UPDATE space_events SET type = 'nothing' WHERE seq = 2", "the event chain is broken: event 2 was changed after it was written: its row calls it nothing")]
    [InlineData("DELETE FROM space_events WHERE seq = 2", "the event chain is broken: event 2 is missing; 3 stands in its place")]
    [InlineData("DELETE FROM space_events WHERE seq = 8", "the space counts 8 events, 7 are there")]
    [InlineData("UPDATE spaces SET last_hash = payload FROM changesets WHERE changesets.id = 1", "event 8 is not the last one that the space knows")]
    [InlineData("UPDATE spaces SET policy = replace(policy, '\"approvals\":0', '\"approvals\":1')", "its policy is not the one that its events tell of")]
    [InlineData("UPDATE spaces SET policy = '{'", "its policy is not the one that its events tell of")]
    [InlineData("UPDATE spaces SET epoch = 4", "its epoch is 4, its events tell of 0")]
    [InlineData("UPDATE spaces SET slug = 'handbook', pushes = 9", "the space counts 9 changesets, 3 are there")]
    [InlineData(
        "DELETE FROM document_versions WHERE path = 'a.md' AND version = 1",
        "a.md (ID): version 1 is missing; 2 stands in its place|big.md v1: it has number 3, after 1|changeset 1, a.md: it says that it is live as v1 with number 2, which it is not")]
    [InlineData("UPDATE document_versions SET sequence = 9 WHERE path = 'a.md' AND version = 2", "a.md v2: it has number 9, after 3|the space stands at number 4, its last version has 9|a.md (ID): v2 with number 4 is live, the latest is v2 with 9|changeset 2, a.md: it says that it is live as v2 with number 4, which it is not")]
    [InlineData("UPDATE document_versions SET changeset_id = 77 WHERE path = 'big.md'", "big.md v1: there is no changeset 77|changeset 1, big.md: it says that it is live as v1 with number 3, which it is not")]
    [InlineData("UPDATE spaces SET sequence = 99", "the space stands at number 99, its last version has 4")]
    [InlineData("UPDATE documents SET hash = (SELECT hash FROM document_versions WHERE path = 'a.md' AND version = 1) WHERE path = 'a.md'", "a.md (ID): what is live is not v2, which has a.md and HASH")]
    [InlineData("UPDATE documents SET path_fold = 'b.md' WHERE path = 'a.md'", "a.md (ID): its path is not the one that it is found by")]
    [InlineData("DELETE FROM documents WHERE path = 'big.md'", "big.md v1: no live document or tombstone goes with it")]
    [InlineData("UPDATE changesets SET report = '{' WHERE id = 1", "changeset 1: it is published, but its report cannot be read")]
    [InlineData("UPDATE changeset_files SET base_hash = hash WHERE base_version = 1 AND changeset_id = 2", "changeset 2, a.md: its base is HASH, v1 has HASH")]
    [InlineData("UPDATE changeset_files SET size = 5 WHERE changeset_id = 3", "changeset 3, a.md: the record says N bytes, the store holds 6")]
    public async Task What_was_tampered_with_is_named_by_its_place(string statement, string problems)
    {
        await FillAsync();
        foreach (var trigger in new[] { "space_events_never_change", "space_events_never_go", "versions_never_change", "versions_never_go", "applied_files_are_frozen", "changesets_end", "documents_never_go" }) Drop(trigger);
        cli.Sql($"PRAGMA foreign_keys = OFF; {statement}");
        await ShouldTellAsync(problems);
        var address = server.NewDatabase();
        cli.Environment["DOCSGEN_DATABASE"] = address;
        await FillAsync();
        // A replica runs no triggers and holds no foreign keys.
        server.Sql(address, $"SET session_replication_role = replica; {statement}").ShouldBe(1);
        await ShouldTellAsync(problems);
    }

    [Fact]
    public async Task A4_bytes_that_changed_in_the_database_or_on_disk_are_named_by_what_names_them()
    {
        await FillAsync();
        Drop("blobs_never_change");
        cli.Sql("UPDATE blobs SET bytes = CAST('#' || substr(bytes, 2) AS BLOB) WHERE hash = (SELECT amended_hash FROM decisions WHERE amended_hash IS NOT NULL)");
        (await cli.RunAsync("verify", "--space", "handbook")).ShouldExit(3).Masked.ShouldMatch(
            @"^DAMAGED  space handbook  [^\n]*\n    a\.md v2 and 2 more: artifact\.corrupt: the stored bytes of HASH are damaged: the database holds HASH\.[^\n]*\n$");
        var large = Directory.EnumerateFiles(cli[".docsgen/blobs"], "*", SearchOption.AllDirectories).ShouldHaveSingleItem();
        File.SetUnixFileMode(large, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.WriteAllTextAsync(large, "something else");
        var json = (await cli.RunAsync("verify", "--json")).ShouldExit(3).ShouldBeDocument("verification");
        json.GetProperty("sound").GetBoolean().ShouldBeFalse();
        var problems = json.GetProperty("spaces")[0].GetProperty("problems");
        problems.GetArrayLength().ShouldBe(2);
        problems[1].GetString().ShouldStartWith("big.md v1 and 1 more: artifact.corrupt: the stored bytes of ");
    }

    [Fact]
    public async Task What_was_said_and_numbered_stays_there_on_both_engines()
    {
        (string Statement, string Refusal)[] changes =
        [
            ("UPDATE changesets SET message = 'other' WHERE id = 1", "a changeset keeps what was pushed"),
            ("UPDATE changesets SET merge_prompt = 'other' WHERE id = 1", "a changeset keeps what was pushed"),
            ("DELETE FROM changesets WHERE id = 3", "a changeset is never removed"),
            ("UPDATE changeset_files SET operation = 'delete' WHERE changeset_id = 3", "a changeset keeps what was pushed"),
            ("DELETE FROM changeset_files WHERE changeset_id = 3", "a changeset is never removed"),
            ("UPDATE comments SET text = 'other'", "a comment keeps its words"),
            ("DELETE FROM comments", "a comment is never removed"),
            ("DELETE FROM documents", "a document leaves a tombstone"),
            ("UPDATE document_versions SET publisher = 'user:eve'", "versions are immutable"),
            ("DELETE FROM decisions", "decisions are immutable"),
            ("DELETE FROM spaces", "a space is never removed"),
            ("UPDATE overwrite_tokens SET path = 'other'", "an overwrite token is used once"),
            ("DELETE FROM overwrite_tokens", "an overwrite token is used once"),
            ("UPDATE runs SET name = 'other'", "a run keeps its name"),
            ("DELETE FROM runs", "a run is never removed"),
            ("UPDATE blobs SET size = size + 1", "blobs are immutable"),
            ("DELETE FROM run_events", "events are append-only"),
            ("UPDATE access_events SET type = 'x'", "events are append-only"),
        ];
        const string token = "INSERT INTO overwrite_tokens (id, path, reason, issuer, expires_utc) VALUES ('t', 'p', 'r', 'user:ada', '2027-01-01T00:00:00.000Z')";
        await FillWholeAsync();
        cli.Sql(token);
        foreach (var (statement, refusal) in changes) Should.Throw<Microsoft.Data.Sqlite.SqliteException>(() => cli.Execute($"PRAGMA foreign_keys = OFF; {statement}"), statement).Message.ShouldContain(refusal);
        (await cli.RunAsync("verify")).ShouldExit(0);
        var address = server.NewDatabase();
        cli.Environment["DOCSGEN_DATABASE"] = address;
        await FillWholeAsync();
        server.Sql(address, token);
        foreach (var (statement, refusal) in changes) Should.Throw<Npgsql.PostgresException>(() => server.Sql(address, statement), statement).Message.ShouldContain(refusal);
        (await cli.RunAsync("verify")).ShouldExit(0);
    }

    [Fact]
    public async Task A4_of_a_database_every_content_is_hashed_and_every_table_and_trigger_looked_for()
    {
        var address = server.NewDatabase();
        cli.Environment["DOCSGEN_DATABASE"] = address;
        await FillAsync();
        server.Sql(address, "SET session_replication_role = replica; UPDATE blob_chunks SET bytes = set_byte(bytes, 7, 1)");
        server.Sql(address, "SET session_replication_role = replica; UPDATE blobs SET bytes = set_byte(bytes, 1, 1) WHERE size = 4 AND hash = (SELECT min(hash) FROM blobs WHERE size = 4)");
        server.Sql(address, "ALTER TABLE decisions DISABLE TRIGGER decisions_never_go");
        server.Sql(address, "DROP TRIGGER versions_never_change ON document_versions");
        var problems = (await cli.RunAsync("verify", "--json")).ShouldExit(3).ShouldBeDocument("verification").GetProperty("store").GetProperty("problems").EnumerateArray().Select(p => p.GetString()!).ToList();
        problems.Count(p => p.StartsWith("table blobs, hash ", StringComparison.Ordinal)).ShouldBe(2);
        problems.ShouldContain("the trigger decisions_never_go is missing, or switched off");
        problems.ShouldContain("the trigger versions_never_change is missing, or switched off");
        problems.Count.ShouldBe(4);
    }

    private async Task FillWholeAsync()
    {
        await cli.WaitingAsync();
        await FillAsync();
        await RunAsync("changeset", "comment", "1", "Is that so?", "--space", "handbook");
        await RunAsync("user", "add", "eve", "--role", "admin");
    }

    // Two documents, one of them too large for the database; the first amended and published again, and a third changeset that waits.
    private async Task FillAsync()
    {
        await RunAsync("space", "create", "handbook");
        cli.Write("docs/a.md", "one\n");
        cli.Write("docs/big.md", new string('x', 70_000) + "\n");
        await RunAsync("push", "docs", "--space", "handbook");
        await RunAsync("changeset", "review", "1", "--accept-all", "--space", "handbook");
        await RunAsync("changeset", "publish", "1", "--space", "handbook");
        cli.Write("docs/a.md", "two\n");
        await RunAsync("push", "docs", "--space", "handbook");
        await RunAsync("changeset", "review", "2", "--amend", "a.md", "--with", cli.Write("amended.md", "two, amended\n"), "--space", "handbook");
        await RunAsync("changeset", "publish", "2", "--space", "handbook");
        cli.Write("docs/a.md", "three\n");
        await RunAsync("push", "docs", "--space", "handbook");
    }

    private async Task RunAsync(params string[] args) => (await cli.RunAsync(args)).ShouldExit(0);

    private void Drop(string trigger) => cli.Sql($"CREATE TEMP TABLE dropped (x); DROP TRIGGER {trigger}; INSERT INTO dropped VALUES (1)");

    private async Task ShouldTellAsync(string problems)
    {
        (await cli.RunAsync("verify")).ShouldExit(3);
        var told = (await cli.RunAsync("verify", "--space", "handbook")).ShouldExit(3).Masked;
        told.ShouldStartWith("DAMAGED  space handbook  ");
        Ids().Replace(told, "ID").Split('\n')[1..^1].ShouldBe(problems.Split('|').Select(p => "    " + p));
    }

    [GeneratedRegex("doc-[0-9a-f]{24}", RegexOptions.NonBacktracking)]
    private static partial Regex Ids();
}
