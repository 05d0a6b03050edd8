using DocsGen.Core.Access;
using DocsGen.Core.Access.UseCases;
using DocsGen.Core.Artifacts;
using DocsGen.TestSupport;

namespace DocsGen.Storage.Tests;

/// <summary>What every store of users, sessions and access events promises.</summary>
public abstract class AccessStoreContract
{
    private static readonly Actor Ada = Actor.User("ada");
    private static readonly AccessEvent Happened = AccessEvent.Of("test.happened", "It happened.", ("user", "x"));

    protected SettableClock Clock { get; } = new(new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    protected abstract AccessPorts Access { get; }

    [Fact]
    public async Task A_user_is_found_as_they_were_added_and_a_name_is_given_once()
    {
        var added = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await Access.Users.AddAsync(Ben(), Happened, default))));
        var stored = added.Single(u => u is not null)!;
        var found = (await Access.Users.FindAsync("ben", default)).ShouldNotBeNull();
        (found.Id, found.Name, found.IsDisabled, found.Password, found.CreatedBy, found.CreatedUtc).ShouldBe((stored.Id, "ben", false, "kept", Ada, Clock.GetUtcNow()));
        found.Roles.ShouldBe([new(Role.Author, "docs"), new(Role.Reader, null)]);
        await Access.Users.AddAsync(Ben() with { Name = "ada" }, Happened, default);
        (await Access.Users.ListAsync(default)).Select(u => u.Name).ShouldBe(["ada", "ben"]);
        (await Access.Users.FindAsync("Ben", default)).ShouldBeNull();
        (await Access.Log.HeadAsync(default)).Events.ShouldBe(2, "only what was written has an event");
    }

    [Fact]
    public async Task A_change_is_written_with_its_event_and_none_without_a_change()
    {
        await Access.Users.AddAsync(Ben(), Happened, default);
        var use = new ChangeUser(Access, Fill);
        Done(await use.SetRoleAsync("ben", new(Role.Publisher, null), given: true, "he asked", Ada, default)).Roles.ShouldBe([new(Role.Author, "docs"), new(Role.Reader, null), new(Role.Publisher, null)]);
        Done(await use.SetRoleAsync("ben", new(Role.Publisher, null), given: true, null, Ada, default));
        Done(await use.SetRoleAsync("ben", new(Role.Author, "docs"), given: false, null, Ada, default));
        Done(await use.SetDisabledAsync("ben", disabled: true, "left", Ada, default)).IsDisabled.ShouldBeTrue();
        var found = (await Access.Users.FindAsync("ben", default))!;
        (found.IsDisabled, found.Rights.Allow(Scope.Read, "docs")).ShouldBe((true, false));
        Done(await use.SetDisabledAsync("ben", disabled: false, null, Ada, default));
        (await Access.Users.FindAsync("ben", default))!.Roles.ShouldBe([new(Role.Reader, null), new(Role.Publisher, null)]);
        (await use.SetDisabledAsync("nobody", disabled: true, null, Ada, default)).ShouldBeOfType<AccessAnswer<User>.Refused>().Code.ShouldBe("user.not_found");
        var events = await Access.Log.EventsAsync(0, 100, default);
        events.Select(e => e.Type).ShouldBe(["test.happened", "user.role_given", "user.role_taken", "user.disabled", "user.enabled"]);
        events[1].Body.ShouldBe("""{"seq":2,"type":"user.role_given","message":"ada made ben publisher@*.","utc":"2026-01-02T03:04:05.000Z","actor":"user:ada","data":{"reason":"he asked","role":"publisher@*","user":"ben"}}""");
        (await new VerifyAccess(Access.Log).ExecuteAsync(default)).Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_link_opens_one_session_for_one_of_many_who_take_it_at_once()
    {
        await Access.Users.AddAsync(Ben(), Happened, default);
        (await Access.Sessions.AddLinkAsync(Link(), ContentHash.Of("link"), Happened, Ada, default)).ShouldBeTrue();
        var opened = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(async () => await Access.Sessions.OpenByLinkAsync(ContentHash.Of("link"), ContentHash.Of($"s{n}"), TimeSpan.FromHours(1), default))));
        opened.Count(s => s is not null).ShouldBe(1);
        var found = (await Access.Sessions.FindAsync(ContentHash.Of($"s{Array.FindIndex(opened, s => s is not null)}"), default)).ShouldNotBeNull();
        (found.User.Name, found.ExpiresUtc, found.IsEnded).ShouldBe(("ben", Clock.GetUtcNow().AddHours(1), false));
        (found.IsGood(Clock.GetUtcNow()), found.IsGood(Clock.GetUtcNow().AddHours(1))).ShouldBe((true, false));
        (await Access.Sessions.FindAsync(ContentHash.Of("other"), default)).ShouldBeNull();
        (await Access.Log.EventsAsync(0, 100, default)).Select(e => e.Type).ShouldBe(["test.happened", "test.happened", "session.opened"]);
    }

    [Fact]
    public async Task A_link_that_expired_or_whose_user_is_disabled_opens_nothing()
    {
        await Access.Users.AddAsync(Ben(), Happened, default);
        await Access.Sessions.AddLinkAsync(Link(), ContentHash.Of("link"), Happened, Ada, default);
        Clock.Now += TimeSpan.FromMinutes(15);
        (await OpenByLinkAsync("link")).ShouldBeNull();
        await Access.Sessions.AddLinkAsync(Link(), ContentHash.Of("later"), Happened, Ada, default);
        await new ChangeUser(Access, Fill).SetDisabledAsync("ben", disabled: true, null, Ada, default);
        (await OpenByLinkAsync("later")).ShouldBeNull();
        (await Access.Sessions.AddLinkAsync(Link(), ContentHash.Of("last"), Happened, Ada, default)).ShouldBeFalse();
        (await Access.Sessions.OpenAsync("ben", ContentHash.Of("s"), TimeSpan.FromHours(1), default)).ShouldBeNull();
        await new ChangeUser(Access, Fill).SetDisabledAsync("ben", disabled: false, null, Ada, default);
        (await OpenByLinkAsync("later")).ShouldBeNull("what was open when they were disabled stays closed");
    }

    [Fact]
    public async Task Sessions_end_by_signing_out_by_a_new_password_and_by_disabling()
    {
        await Access.Users.AddAsync(Ben(), Happened, default);
        var change = new ChangeUser(Access, Fill);
        foreach (var end in new Func<BrowserSession, Task>[]
        {
            async s => (await Access.Sessions.EndAsync(s, default)).ShouldBeTrue(),
            async _ => await change.SetPasswordAsync("ben", "another password", null, Ada, default),
            async _ =>
            {
                await change.SetDisabledAsync("ben", disabled: true, null, Ada, default);
                await change.SetDisabledAsync("ben", disabled: false, null, Ada, default);
            },
        })
        {
            var session = (await Access.Sessions.OpenAsync("ben", ContentHash.Of("s"), TimeSpan.FromHours(1), default)).ShouldNotBeNull();
            await Access.Users.ChangeAsync("ben", u => (u with { Roles = [] }, Happened), Ada, default);
            (await Access.Sessions.FindAsync(ContentHash.Of("s"), default))!.IsGood(Clock.GetUtcNow()).ShouldBeTrue("roles end no session");
            await end(session);
            (await Access.Sessions.FindAsync(ContentHash.Of("s"), default))!.IsGood(Clock.GetUtcNow()).ShouldBeFalse();
            (await Access.Sessions.EndAsync(session, default)).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task A_token_is_found_with_the_user_who_holds_it_and_never_does_more_than_they_may()
    {
        await Access.Tokens.AddAsync(Token("one"), ContentHash.Of("s1"), default);
        (await Access.Tokens.FindAsync(ContentHash.Of("s1"), default))!.Rights.Allow(Scope.Push, "docs").ShouldBeTrue("nobody of the name is registered");
        await Access.Users.AddAsync(Ben(), Happened, default);
        var found = (await Access.Tokens.FindAsync(ContentHash.Of("s1"), default))!;
        found.Holder!.Name.ShouldBe("ben");
        (found.Rights.Allow(Scope.Push, "docs"), found.Rights.Allow(Scope.Push, "other"), found.Rights.Allow(Scope.Read, "other"), found.Rights.Allow(Scope.Review, "docs")).ShouldBe((true, false, true, false));
        await Access.Tokens.AddAsync(Token("agent") with { Actor = Actor.Agent("ben") }, ContentHash.Of("s2"), default);
        (await Access.Tokens.FindAsync(ContentHash.Of("s2"), default))!.Holder.ShouldBeNull("an agent of that name is somebody else");
        await new ChangeUser(Access, Fill).SetDisabledAsync("ben", disabled: true, null, Ada, default);
        (await Access.Tokens.FindAsync(ContentHash.Of("s1"), default))!.IsGood(Clock.GetUtcNow()).ShouldBeFalse();
        await Access.Tokens.RevokeAsync("one", Ada, default);
        (await Access.Log.EventsAsync(0, 100, default)).Select(e => e.Type).ShouldBe(["token.created", "test.happened", "token.created", "user.disabled", "token.revoked"]);
    }

    [Fact]
    public async Task Changes_at_once_make_one_chain_without_gaps()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(async () =>
        {
            await Access.Users.AddAsync(Ben() with { Name = $"u{n}" }, Happened, default);
            await Access.Tokens.AddAsync(Token($"t{n}"), ContentHash.Of($"t{n}"), default);
            await Access.Sessions.OpenAsync($"u{n}", ContentHash.Of($"s{n}"), TimeSpan.FromHours(1), default);
        })));
        var verified = await new VerifyAccess(Access.Log).ExecuteAsync(default);
        verified.Problems.ShouldBeEmpty();
        verified.Events.Select(e => e.Seq).ShouldBe(Enumerable.Range(1, 24).Select(n => (long)n));
        (await Access.Log.EventsAsync(20, 2, default)).Select(e => e.Seq).ShouldBe([21, 22]);
    }

    [Theory]
    [InlineData("UPDATE access_events SET body = body", "events are append-only")]
    [InlineData("DELETE FROM access_events", "events are append-only")]
    [InlineData("INSERT INTO access_events (seq, type, body, prev_hash, hash) VALUES (9, 'x', '{}', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')", "an event must follow the one before")]
    [InlineData("UPDATE access_log SET events = 0", "the counters of a log never fall")]
    [InlineData("DELETE FROM access_log", "the counters of a log never fall")]
    [InlineData("UPDATE users SET name = 'eve'", "a user is never renamed")]
    [InlineData("DELETE FROM users", "a user is only disabled")]
    public async Task The_database_itself_keeps_events_and_users(string statement, string sentence)
    {
        await Access.Users.AddAsync(Ben(), Happened, default);
        Should.Throw<Exception>(() => Sql(statement)).Message.ShouldContain(sentence);
    }

    /// <summary>Reaches into the store behind its back.</summary>
    protected abstract void Sql(string statement);

    private static void Fill(Span<byte> bytes) => bytes.Fill(7);

    private static User Done(AccessAnswer<User> answer) => answer.ShouldBeOfType<AccessAnswer<User>.Done>().Value;

    private async Task<BrowserSession?> OpenByLinkAsync(string link) => await Access.Sessions.OpenByLinkAsync(ContentHash.Of(link), ContentHash.Of("s"), TimeSpan.FromHours(1), default);

    private User Ben() => new() { Name = "ben", Roles = [new(Role.Author, "docs"), new(Role.Reader, null)], Password = "kept", CreatedBy = Ada, CreatedUtc = Clock.GetUtcNow() };

    private SignInLink Link() => new("ben", Clock.GetUtcNow(), Clock.GetUtcNow().AddMinutes(15));

    private ApiToken Token(string name) => new() { Name = name, Actor = Actor.User("ben"), Scopes = [Scope.Read, Scope.Push, Scope.Review], CreatedBy = Ada, CreatedUtc = Clock.GetUtcNow() };
}

public sealed class EmbeddedAccessTests : AccessStoreContract, IDisposable
{
    private readonly TempFolder folder = new();
    private readonly EmbeddedStore store;

    public EmbeddedAccessTests() => store = EmbeddedStore.Open(Path.Combine(folder.Path, "store"), Clock, Path.GetRandomFileName);

    protected override AccessPorts Access => store.Access;

    public void Dispose()
    {
        store.Dispose();
        folder.Dispose();
    }

    protected override void Sql(string statement)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(store.Folder, "store.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statement is the test's own.
        command.CommandText = statement;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}

[Collection("postgres")]
public sealed class PostgresAccessTests : AccessStoreContract, IDisposable
{
    private readonly ScratchPostgres server;
    private readonly string address;
    private readonly PostgresStore store;

    public PostgresAccessTests(ScratchPostgres server)
    {
        this.server = server;
        address = server.NewDatabase();
        store = PostgresStore.Open(DatabaseAddress.Parse(address), Clock, Path.GetRandomFileName);
    }

    protected override AccessPorts Access => store.Access;

    public void Dispose() => store.Dispose();

    protected override void Sql(string statement) => server.Sql(address, statement);
}
