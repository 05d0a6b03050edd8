using System.Diagnostics;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Core.Tests.Runs.Model;
using DocsGen.Storage;
using DocsGen.TestSupport;
using DocsGen.TestSupport.Audit;
using Xunit.Abstractions;

namespace DocsGen.EndToEnd.Tests;

/// <summary>A server that is stopped by a signal in the middle of publishes, and wakes when another has published the same changesets long since.</summary>
public sealed class ServedStopTests(ScratchPostgres server, ITestOutputHelper output) : IClassFixture<ScratchPostgres>
{
    private const int SoakStops = 40;
    private const string AtRandom = "at random";

    // One server is stopped once for all of them, each in a space of its own.
    private static readonly string[] Points = [PostgresGate.Claiming, PostgresGate.Claimed, PostgresGate.Written, PostgresGate.Committing, AtRandom, AtRandom];

    private readonly SortedDictionary<string, int> tally = new(StringComparer.Ordinal);

    [Fact]
    public async Task S4_a_server_that_was_stopped_in_the_middle_of_publishes_applies_nothing_that_another_has_published_meanwhile()
    {
        var place = server.NewDatabase();
        using var store = StoredSpace.Open(place);
        await using var pair = await ServedPair.StartAsync(place, leaseSeconds: 1);
        await using var gate = await PostgresGate.CloseAsync(server, place);
        var seed = Environment.TickCount;
        var random = new SplitMix((ulong)(uint)seed);
        var (stops, clock) = (0, Stopwatch.StartNew());
        do
        {
            var tries = new List<Try>();
            foreach (var point in Points) tries.Add(await PrepareAsync(pair, store, gate, $"s{stops + tries.Count}", point, random.Next(2)));
            await StopAsync(pair, gate, tries, random.Next(2), random);
            foreach (var one in tries) await JudgeAsync(store, one, $"seed {seed}, stop {stops++}, {one.Point}");
            await gate.CloseAsync();
        }
        while (Product.Soak && stops < SoakStops);

        await gate.OpenAsync();
        var said = $"Stopped servers: seed {seed}: {stops} publishes stopped in {clock.Elapsed.TotalSeconds:0} s; {string.Join(", ", tally.Select(t => $"{t.Value} {t.Key}"))}";
        output.WriteLine(said);
        await StoredSpace.SayAsync(said);
        pair.Run("verify", "--json").ShouldExit(0);
    }

    private static async Task<Try> PrepareAsync(ServedPair pair, IStore store, PostgresGate gate, string slug, string point, int through)
    {
        var space = StoredSpace.Done(await new CreateSpace(store.Sync).ExecuteAsync(SpaceSlug.Parse(slug), null, new(), StoredSpace.Ada, default));
        using var client = pair.ClientOf(through, pair.Ada, slug);
        var id = await client.ReadyAsync("one", [.. Enumerable.Range(0, 3).Select(n => ServedClient.Upsert($"F{n}", $"docs/{n}.md", 0, $"{n}\n"))]);
        if (point != AtRandom) await gate.StopAtAsync(space.Id, point);
        return new(space, id, point);
    }

    // Ada publishes through the server that is stopped, Ben through the other one while it is.
    private static async Task StopAsync(ServedPair pair, PostgresGate gate, IReadOnlyList<Try> tries, int victim, SplitMix random)
    {
        var held = tries.Where(t => t.Point != AtRandom).ToList();
        foreach (var one in held) one.Late = PublishAsync(pair.ClientOf(victim, pair.Ada, one.Space.Slug.Value), one);
        await gate.ReachedAsync(held.Count);
        foreach (var one in tries.Except(held)) one.Late = PublishAsync(pair.ClientOf(victim, pair.Ada, one.Space.Slug.Value), one);
        var (wait, until) = (Stopwatch.StartNew(), random.Next(25));
        while (wait.ElapsedMilliseconds < until) Thread.SpinWait(50);
        pair[victim].Signal("STOP");
        try
        {
            // What it has sent is still carried out.
            await gate.OpenAsync();
            await Task.WhenAll(tries.Select(async one => one.Other = await PublishAsync(pair.ClientOf(1 - victim, pair.Ben, one.Space.Slug.Value), one)));
        }
        finally
        {
            pair[victim].Signal("CONT");
        }

        await Task.WhenAll(tries.Select(t => t.Late));
    }

    private static async Task<Reply> PublishAsync(ServedClient client, Try one)
    {
        using (client) return await client.InsistAsync($"changesets/{one.Id}/publish", new { }, alsoOn: "PUBLISH_IN_PROGRESS");
    }

    private async Task JudgeAsync(IStore store, Try one, string at)
    {
        var (late, other) = ((await one.Late).Said.Split('+')[0], one.Other!.Said.Split('+')[0]);
        tally[$"{one.Point}: {late}, the other {other}"] = tally.GetValueOrDefault($"{one.Point}: {late}, the other {other}") + 1;
        // Nobody but the one who is told so has published it; the other hears that, or that they were too late.
        (late, other).ShouldBeOneOf([("PUBLISH_LAPSED", "published"), ("replayed", "published"), ("published", "replayed")], at);
        if (one.Point is PostgresGate.Claimed or PostgresGate.Written) late.ShouldBe("PUBLISH_LAPSED", at);
        if (one.Point == PostgresGate.Claiming) other.ShouldBe("published", at);
        if (one.Point == PostgresGate.Committing) late.ShouldBe("published", at);
        var audit = await SpaceAudit.OfAsync(store.Sync, one.Space.Slug);
        audit.Violations.ShouldBeEmpty(at);
        audit.History.Select(v => v.Publisher.Name).ShouldBe(Enumerable.Repeat(other == "published" ? "ben" : "ada", 3), at);
    }

    private sealed record Try(Space Space, long Id, string Point)
    {
        public Task<Reply> Late { get; set; } = Task.FromException<Reply>(new InvalidOperationException("It was never begun."));

        public Reply? Other { get; set; }
    }
}
