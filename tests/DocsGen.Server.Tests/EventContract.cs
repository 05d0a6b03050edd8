using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text.Json;
using DocsGen.Core.Access;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Tests.Runs.Model;
using DocsGen.TestSupport;
using static DocsGen.Server.Tests.Wires;

namespace DocsGen.Server.Tests;

/// <summary>What followers of a space hear, over HTTP.</summary>
public abstract class EventContract : IAsyncLifetime
{
    private ServedStore served = null!;

    protected abstract string? NewDatabase();

    public async Task InitializeAsync() => served = await ServedStore.StartAsync(NewDatabase());

    public async Task DisposeAsync() => await served.DisposeAsync();

    [Fact]
    public async Task Followers_that_are_cut_again_and_again_hear_every_event_once_and_in_order()
    {
        const int Changesets = 12;
        using var done = new CancellationTokenSource();
        var followers = Enumerable.Range(0, 4).Select(n => FollowAsync(new SplitMix((ulong)n), done.Token)).ToList();
        for (var n = 0; n < Changesets; n++)
        {
            await served.Http.LiveAsync(string.Create(CultureInfo.InvariantCulture, $"c-{n}"), Upsert("F1", "a.md", n, string.Create(CultureInfo.InvariantCulture, $"{n}\n")));
        }

        var stored = await served.Store.Sync.Spaces.EventsAsync((await served.Store.Sync.Spaces.ListAsync(default))[0].Id, 0, 10_000, default);
        await done.CancelAsync();
        foreach (var follower in followers)
        {
            var heard = await follower;
            heard.Select(e => e.Seq).ShouldBe(stored.Select(e => e.Seq));
            heard.Select(e => e.Body).ShouldBe(stored.Select(e => e.Body));
        }

        stored.Count(e => e.Type == "changeset.published").ShouldBe(Changesets);
    }

    [Fact]
    public async Task A_follower_says_where_it_stands_and_is_cut_off_when_its_token_is_revoked()
    {
        await served.Http.LiveAsync("c-1", Upsert("F1", "a.md", 0, "a\n"));
        using var http = served.Client(await served.TokenAsync("ben", [Scope.Read]));
        using var answer = await http.GetAsync("events?after=3", HttpCompletionOption.ResponseHeadersRead);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        await using var events = SseParser.Create(await answer.Content.ReadAsStreamAsync()).EnumerateAsync().GetAsyncEnumerator();
        (await events.MoveNextAsync()).ShouldBeTrue();
        (events.Current.EventId, events.Current.EventType).ShouldBe(("4", "changeset.published"));
        using var body = JsonDocument.Parse(events.Current.Data);
        body.RootElement.GetProperty("changeset").GetInt64().ShouldBe(1);
        var token = (await served.Store.Tokens.ListAsync(default)).Single(t => t.Actor.Name == "ben");
        await served.Store.Tokens.RevokeAsync(token.Name, Actor.User("ada"), default);
        await Should.ThrowAsync<IOException>(async () =>
        {
            while (await events.MoveNextAsync())
            {
                // Nothing more happens in the space.
            }
        });
        await http.AskAsync("events").RefusedAsync(401, "UNAUTHORIZED");
        await served.Http.AskAsync("events?after=x").RefusedAsync(400, "BAD_REQUEST");
    }

    // Reads a few, hangs up, and comes again with the last number; at the end it reads what is left.
    private async Task<List<(long Seq, string Body)>> FollowAsync(SplitMix random, CancellationToken done)
    {
        var heard = new List<(long Seq, string Body)>();
        while (true)
        {
            var isLast = done.IsCancellationRequested;
            using var http = served.Client(served.Token);
            http.DefaultRequestHeaders.Add("Last-Event-ID", heard.Count == 0 ? "0" : heard[^1].Seq.ToString(CultureInfo.InvariantCulture));
            using var cut = new CancellationTokenSource(isLast ? 1500 : 50 + random.Next(400));
            try
            {
                using var answer = await http.GetAsync("events", HttpCompletionOption.ResponseHeadersRead, cut.Token);
                await foreach (var item in SseParser.Create(await answer.Content.ReadAsStreamAsync(cut.Token)).EnumerateAsync(cut.Token)) heard.Add((long.Parse(item.EventId!, CultureInfo.InvariantCulture), item.Data));
            }
            catch (OperationCanceledException) when (cut.IsCancellationRequested)
            {
                if (isLast) return heard;
            }
        }
    }
}

public sealed class EmbeddedEventTests : EventContract
{
    protected override string? NewDatabase() => null;
}

public sealed class PostgresEventTests(ScratchPostgres server) : EventContract, IClassFixture<ScratchPostgres>
{
    protected override string? NewDatabase() => server.NewDatabase();
}
