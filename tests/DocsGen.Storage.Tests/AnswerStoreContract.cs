using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.TestSupport;

namespace DocsGen.Storage.Tests;

/// <summary>What every store of answers promises.</summary>
public abstract class AnswerStoreContract
{
    private static readonly AnswerKey Key = new(Actor.User("ada"), 1, "k-1");
    private static readonly ContentHash Request = ContentHash.Of("POST /push {}");
    private static readonly KeptAnswer Answer = new(200, "application/json", "{\"a\":1}"u8.ToArray());

    /// <summary>Two servers' stores over one database.</summary>
    protected abstract (IStore One, IStore Two) Stores { get; }

    private IAnswerStore Answers => Stores.One.Answers;

    /// <summary>Reaches into the database behind the store's back.</summary>
    protected abstract void Sql(string statement);

    [Fact]
    public async Task A_key_is_held_then_answered_and_stands_for_one_request()
    {
        var held = await HeldAsync();
        (await Answers.ClaimAsync(Key, Request, default)).ShouldBeOfType<AnswerClaim.Running>();
        (await Answers.ClaimAsync(Key, ContentHash.Of("other"), default)).ShouldBeOfType<AnswerClaim.Reused>();
        (await Answers.KeepAsync(Key, "somebody else", Answer, default)).ShouldBeFalse();
        (await Answers.KeepAsync(Key, held, Answer, default)).ShouldBeTrue();
        var kept = (await Stores.Two.Answers.ClaimAsync(Key, Request, default)).ShouldBeOfType<AnswerClaim.Kept>().Answer;
        (kept.Status, kept.ContentType, kept.Body.ToArray().SequenceEqual(Answer.Body.ToArray())).ShouldBe((200, "application/json", true));
        (await Answers.ClaimAsync(Key, ContentHash.Of("other"), default)).ShouldBeOfType<AnswerClaim.Reused>();
        foreach (var other in new[] { Key with { Caller = Actor.User("ben") }, Key with { Space = 2 }, Key with { Key = "k-2" } }) (await Answers.ClaimAsync(other, Request, default)).ShouldBeOfType<AnswerClaim.Held>();
    }

    [Fact]
    public async Task A_key_that_is_given_back_is_free_at_once_and_one_that_lapsed_is_the_next_ones()
    {
        await Answers.ReleaseAsync(Key, await HeldAsync(), default);
        var paused = await HeldAsync();
        Sql("UPDATE answers SET until = until - 61000");
        (await Answers.ClaimAsync(Key, ContentHash.Of("other"), default)).ShouldBeOfType<AnswerClaim.Reused>("it stands for the request that was begun");
        var next = await HeldAsync();
        (await Answers.KeepAsync(Key, paused, Answer, default)).ShouldBeFalse("who wakes up late holds nothing");
        await Answers.ReleaseAsync(Key, paused, default);
        (await Answers.ClaimAsync(Key, Request, default)).ShouldBeOfType<AnswerClaim.Running>();
        (await Answers.KeepAsync(Key, next, Answer, default)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_key_that_a_dead_process_held_is_free_at_once_for_the_same_request_and_for_one()
    {
        var held = await HeldAsync();
        var dead = $"{held[..held.LastIndexOf('/')]}/1";
        Sql($"UPDATE answers SET holder = '{dead}'");
        (await Answers.ClaimAsync(Key, ContentHash.Of("other"), default)).ShouldBeOfType<AnswerClaim.Reused>("it stands for the request that was begun");
        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(async () => await (n % 2 == 0 ? Stores.One : Stores.Two).Answers.ClaimAsync(Key, Request, default))));
        (claims.Count(c => c is AnswerClaim.Held), claims.Count(c => c is AnswerClaim.Running)).ShouldBe((1, 7));
        (await Answers.KeepAsync(Key, dead, Answer, default)).ShouldBeFalse();
        (await Answers.KeepAsync(Key, claims.OfType<AnswerClaim.Held>().Single().Holder, Answer, default)).ShouldBeTrue();
    }

    [Fact]
    public async Task An_answer_is_kept_for_a_day()
    {
        await Answers.KeepAsync(Key, await HeldAsync(), Answer, default);
        Sql("UPDATE answers SET at = at - 86300000");
        (await Answers.ClaimAsync(Key, Request, default)).ShouldBeOfType<AnswerClaim.Kept>();
        Sql("UPDATE answers SET at = at - 100001");
        (await Answers.ClaimAsync(Key, ContentHash.Of("other"), default)).ShouldBeOfType<AnswerClaim.Held>("the key is free again, for anything");
    }

    [Fact]
    public async Task Of_many_who_want_a_key_on_two_servers_one_gets_it()
    {
        for (var round = 0; round < 10; round++)
        {
            var key = Key with { Key = $"race-{round}" };
            var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(async () => await (n % 2 == 0 ? Stores.One : Stores.Two).Answers.ClaimAsync(key, Request, default))));
            (claims.Count(c => c is AnswerClaim.Held), claims.Count(c => c is AnswerClaim.Running)).ShouldBe((1, 7));
        }
    }

    private async Task<string> HeldAsync() => (await Answers.ClaimAsync(Key, Request, default)).ShouldBeOfType<AnswerClaim.Held>().Holder;
}

public sealed class EmbeddedAnswerTests : AnswerStoreContract, IDisposable
{
    private readonly TempFolder folder = new();

    public EmbeddedAnswerTests() => Stores = (folder.OpenStore(), folder.OpenStore());

    protected override (IStore One, IStore Two) Stores { get; }

    public void Dispose()
    {
        Stores.One.Dispose();
        Stores.Two.Dispose();
        folder.Dispose();
    }

    protected override void Sql(string statement) => folder.Sql(statement);
}

[Collection("postgres")]
public sealed class PostgresAnswerTests : AnswerStoreContract, IDisposable
{
    private readonly ScratchPostgres server;
    private readonly string address;

    public PostgresAnswerTests(ScratchPostgres server)
    {
        (this.server, address) = (server, server.NewDatabase());
        Stores = (Open(), Open());
    }

    protected override (IStore One, IStore Two) Stores { get; }

    public void Dispose()
    {
        Stores.One.Dispose();
        Stores.Two.Dispose();
    }

    protected override void Sql(string statement) => server.Sql(address, statement);

    private PostgresStore Open() => PostgresStore.Open(DatabaseAddress.Parse(address), TimeProvider.System, Path.GetRandomFileName);
}
