using DocsGen.Core.Access;
using DocsGen.Core.Artifacts;
using DocsGen.TestSupport;

namespace DocsGen.Storage.Tests;

/// <summary>What every store of tokens promises.</summary>
public abstract class TokenStoreContract
{
    private static readonly Actor Ada = Actor.User("ada");
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    protected abstract ITokenStore Tokens { get; }

    [Fact]
    public async Task A_token_is_found_by_its_secret_as_it_was_made()
    {
        var stored = (await Tokens.AddAsync(Token("one") with { Spaces = ["a", "b"], ExpiresUtc = Now.AddDays(1) }, ContentHash.Of("s1"), default)).ShouldNotBeNull();
        var found = (await Tokens.FindAsync(ContentHash.Of("s1"), default)).ShouldNotBeNull();
        (found.Id, found.Name, found.Actor, found.CreatedBy, found.CreatedUtc, found.ExpiresUtc, found.RevokedUtc).ShouldBe((stored.Id, "one", Actor.User("ben"), Ada, Now, Now.AddDays(1), null));
        found.Scopes.ShouldBe([Scope.Push, Scope.Review]);
        found.Spaces.ShouldBe(["a", "b"]);
        (found.IsGood(Now), found.IsGood(Now.AddDays(1))).ShouldBe((true, false));
        (await Tokens.FindAsync(ContentHash.Of("s2"), default)).ShouldBeNull();
    }

    [Fact]
    public async Task Of_many_who_want_a_name_one_gets_it_and_a_revoked_one_frees_it()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(async () => await Tokens.AddAsync(Token("same"), ContentHash.Of($"s{n}"), default))));
        made.Count(t => t is not null).ShouldBe(1);
        (await Tokens.RevokeAsync("same", Ada, default)).ShouldBeTrue();
        (await Tokens.RevokeAsync("same", Ada, default)).ShouldBeFalse();
        (await Tokens.AddAsync(Token("same"), ContentHash.Of("later"), default)).ShouldNotBeNull();
        var all = await Tokens.ListAsync(default);
        all.Select(t => t.RevokedUtc is null).ShouldBe([false, true]);
        all[0].IsGood(Now).ShouldBeFalse();
    }

    private static ApiToken Token(string name) => new() { Name = name, Actor = Actor.User("ben"), Scopes = [Scope.Push, Scope.Review], CreatedBy = Ada, CreatedUtc = Now };
}

public sealed class EmbeddedTokenTests : TokenStoreContract, IDisposable
{
    private readonly TempFolder folder = new();
    private readonly EmbeddedStore store;

    public EmbeddedTokenTests() => store = folder.OpenStore();

    protected override ITokenStore Tokens => store.Tokens;

    public void Dispose()
    {
        store.Dispose();
        folder.Dispose();
    }
}

[Collection("postgres")]
public sealed class PostgresTokenTests(ScratchPostgres server) : TokenStoreContract, IDisposable
{
    private readonly PostgresStore store = PostgresStore.Open(DatabaseAddress.Parse(server.NewDatabase()), TimeProvider.System, Path.GetRandomFileName);

    protected override ITokenStore Tokens => store.Tokens;

    public void Dispose() => store.Dispose();
}
