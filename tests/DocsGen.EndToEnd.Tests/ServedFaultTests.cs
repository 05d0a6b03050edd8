using System.Diagnostics;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Core.Tests.Runs.Model;
using DocsGen.Storage;
using DocsGen.TestSupport;
using DocsGen.TestSupport.Audit;
using Xunit.Abstractions;

namespace DocsGen.EndToEnd.Tests;

/// <summary>Two servers of one database that are killed and told to end, while clients go on through a switch and ask again as the protocol wants it.</summary>
public sealed class ServedFaultTests(ScratchPostgres server, ITestOutputHelper output) : IClassFixture<ScratchPostgres>
{
    private const int SoakKills = 200;
    private const int KillsOfASpace = 10;
    private const int Workers = 6;
    private const int Documents = 24;

    // A claim of a dead server is free because its process is dead: nobody here could wait for its term.
    private const int LeaseSeconds = 3600;
    private static readonly TimeSpan Box = TimeSpan.FromSeconds(14);

    private int kills;
    private int midway;
    private int cuts;
    private int ends;
    private int lostPublishes;
    private int doneThoughLost;

    [Fact]
    public async Task A5_S2_S4_S5_kill_9_of_either_server_loses_nothing_that_was_acknowledged_and_applies_nothing_by_half()
    {
        var place = server.NewDatabase();
        using var store = StoredSpace.Open(place);
        await using var pair = await ServedPair.StartAsync(place, LeaseSeconds);
        var seed = Environment.TickCount;
        var random = new SplitMix((ulong)(uint)seed);
        var (clock, spaces, published, refused) = (Stopwatch.StartNew(), 0, 0, 0);
        for (; Product.Soak ? kills < SoakKills : spaces == 0 || clock.Elapsed < Box; spaces++)
        {
            var space = StoredSpace.Done(await new CreateSpace(store.Sync).ExecuteAsync(SpaceSlug.Parse($"s{spaces}"), null, new(), StoredSpace.Ada, default));
            var told = await SpaceAsync(pair, store, space, random, clock, $"seed {seed}, space {space.Slug}");
            (published, refused) = (published + told.Published, refused + told.Refused);
        }

        var said = $"Kills of two servers: seed {seed}: {kills} kills in {clock.Elapsed.TotalSeconds:0} s, {midway} of them left a claim behind; {cuts} cut connections, {ends} told to end; {published} publishes, {refused} conflicts; "
            + $"{lostPublishes} publishes were asked again for want of an answer, {doneThoughLost} of them were live already";
        output.WriteLine(said);
        await StoredSpace.SayAsync(said);
        published.ShouldBeGreaterThan(0, said);
        if (Product.Soak) doneThoughLost.ShouldBeInRange(1, lostPublishes - 1, $"faults hit publishes only before they were live, or only after: {said}");
        pair.Run("verify", "--json").ShouldExit(0);
    }

    [Fact]
    public async Task A_server_that_is_told_to_end_finishes_the_publish_that_runs_and_takes_no_other_request()
    {
        var place = server.NewDatabase();
        using var space = await StoredSpace.MakeAsync(place);
        await using var pair = await ServedPair.StartAsync(place, LeaseSeconds);
        await using var gate = await PostgresGate.CloseAsync(server, place);
        await gate.StopAtAsync(space.Space.Id, PostgresGate.Written);
        using var client = pair.ClientOf(0, pair.Ada);
        var id = await client.ReadyAsync("one", [ServedClient.Upsert("F1", "docs/1.md", 0, "1\n")]);
        var publishing = client.PostAsync($"changesets/{id}/publish", new { });
        await gate.ReachedAsync(1);
        var claim = (await space.FindAsync(new(id))).Claim.ShouldNotBeNull();
        (claim.UntilUtc - claim.SinceUtc).ShouldBe(TimeSpan.FromSeconds(LeaseSeconds), "a server's publishes keep their changesets for as long as the setting says");
        pair[0].Signal("TERM");
        await pair[0].Stopping;
        await RefusedAsync(client);
        using var other = pair.ClientOf(1, pair.Ben);
        (await other.PullAsync(0)).Documents.ShouldBeEmpty("the other one goes on");
        publishing.IsCompleted.ShouldBeFalse(publishing.IsCompletedSuccessfully ? (await publishing).Body : publishing.Exception?.ToString());
        await gate.OpenAsync();
        (await publishing).IsFresh.ShouldBeTrue();
        (await pair[0].EndAsync()).Code.ShouldBe(0);
        (await other.PostAsync($"changesets/{id}/publish", new { })).Said.ShouldBe("replayed");
        (await space.AuditAsync()).Violations.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_command_whose_connection_is_cut_in_the_middle_of_a_publish_hears_how_it_ended()
    {
        var place = server.NewDatabase();
        using var space = await StoredSpace.MakeAsync(place);
        await using var pair = await ServedPair.StartAsync(place, LeaseSeconds);
        await using var gate = await PostgresGate.CloseAsync(server, place);
        await gate.StopAtAsync(space.Space.Id, PostgresGate.Written);
        var id = await space.ReadyAsync("one", [StoredSpace.Upsert("F1", "docs/1.md", 0, "1\n")]);
        var command = Task.Run(() => pair.RunThroughLine("changeset", "publish", id.ToString(), "--space", "docs", "--json"));
        await gate.ReachedAsync(1);
        var connections = pair.Line.Connections;
        pair.Line.Cut().ShouldBeGreaterThan(0);
        // It asks again, and is told that its first request still runs; so it asks a third time.
        while (pair.Line.Connections == connections && !command.IsCompleted) await Task.Delay(10);
        await Task.Delay(1500);
        await gate.OpenAsync();
        (await command).ShouldExit(0).Json.GetProperty("changeset").GetProperty("status").GetString().ShouldBe("published");
        (await space.AuditAsync()).Violations.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_acknowledged_and_is_gone_or_half_applied_is_caught()
    {
        var place = server.NewDatabase();
        using var space = await StoredSpace.MakeAsync(place);
        var told = new Acknowledged();
        var files = Enumerable.Range(0, 3).Select(n => StoredSpace.Upsert($"F{n}", $"docs/{n}.md", 0, $"{n}\n")).ToList();
        var id = await space.ReadyAsync("one", files);
        told.Push("one", id.Value);
        told.Review(id.Value);
        StoredSpace.Done(await space.PublishAsync(id)).Changeset.Status.ShouldBe(ChangesetStatus.Published);
        told.Publish(id.Value, "published");
        var sound = await space.AuditAsync();
        sound.Violations.Concat(told.Violations(sound.Changesets)).ShouldBeEmpty();
        told.Push("never stored", 99);
        told.Push("two", id.Value);
        // The publish is taken back by half, and one number is given twice.
        Break("ALTER TABLE document_versions DROP CONSTRAINT document_versions_space_id_sequence_key");
        Break("UPDATE changesets SET status = 'reviewing', published_by = NULL, published_utc = NULL");
        Break("UPDATE changeset_files SET applied_version = NULL, applied_sequence = NULL WHERE file_id = 'F0'");
        Break("UPDATE document_versions SET sequence = 3 WHERE file_id = 'F2'");
        Break("DELETE FROM decisions WHERE id = (SELECT max(id) FROM decisions)");
        var broken = await space.AuditAsync();
        broken.Violations.ShouldContain($"S5: changeset {id} is reviewing, and 2 of its 2 files are live");
        broken.Violations.ShouldContain("S8: numbers have gaps, or are given twice");
        broken.Violations.ShouldContain("S4: the changesets that are published are not those whose publish was recorded");
        told.Violations(broken.Changesets).Order(StringComparer.Ordinal).ShouldBe(
        [
            $"A5: the publish of changeset {id} was answered by published, and it is reviewing",
            "A5: the push never stored was acknowledged as changeset 99, and is there as ''",
            $"A5: the push two was acknowledged as changeset {id}, and is there as ''",
            $"A5: the review of changeset {id} was acknowledged, and is not there",
        ]);

        void Break(string statement) => server.Sql(place, $"SET session_replication_role = replica; {statement}");
    }

    // Some kills while everybody works in one space, and a look at all of it when they have stopped.
    private async Task<Acknowledged> SpaceAsync(ServedPair pair, IStore store, Space space, SplitMix random, Stopwatch clock, string at)
    {
        var told = new Acknowledged();
        using var stop = new CancellationTokenSource();
        var workers = Enumerable.Range(0, Workers).Select(n => new SplitMix((ulong)random.Next(int.MaxValue))).Select((r, n) => Task.Run(() => WorkAsync(pair, space.Slug.Value, n, r, told, stop.Token))).ToList();
        for (var killed = 0; Product.Soak ? killed < KillsOfASpace && kills < SoakKills : killed == 0 || (killed < KillsOfASpace && clock.Elapsed < Box); killed++)
        {
            await Task.Delay(50 + random.Next(500));
            await FaultAsync(pair, store, space, random);
            (await LookAsync(store, space, told)).ShouldBeEmpty($"{at}, kill {kills}");
            workers.FirstOrDefault(w => w.IsFaulted)?.GetAwaiter().GetResult();
        }

        await stop.CancelAsync();
        await Task.WhenAll(workers);
        var audit = await SpaceAudit.OfAsync(store.Sync, space.Slug);
        audit.Violations.Concat(told.Violations(audit.Changesets)).ShouldBeEmpty(at);
        audit.Changesets.Where(c => c.Status == ChangesetStatus.Publishing).ShouldBeEmpty($"S4: {at}: nobody publishes any more");
        pair.Run("verify", "--space", space.Slug.Value, "--json").ShouldExit(0);
        return told;
    }

    private async Task FaultAsync(ServedPair pair, IStore store, Space space, SplitMix random)
    {
        var victim = random.Next(2);
        if (random.Next(8) == 0)
        {
            pair[victim].Signal("TERM");
            var (code, error) = await pair[victim].EndAsync();
            code.ShouldBe(0, error);
            ends++;
            await pair.RestartAsync(victim);
        }

        if (random.Next(4) == 0) cuts += pair.Line.Cut();
        // Now and then nobody is left to go on.
        int[] victims = random.Next(5) == 0 ? [victim, 1 - victim] : [victim];
        await Task.WhenAll(victims.Select(v => pair[v].KillAsync()));
        kills += victims.Length;
        var open = await store.Sync.Changesets.ListAsync(space.Id, new() { Status = ChangesetStatus.Publishing }, default);
        midway += open.Count(c => c.Changeset.Claim is { Process: var process } && LocalProcess.IsKnownDead(process));
        await Task.WhenAll(victims.Select(pair.RestartAsync));
    }

    // What was told before is there, while others go on.
    private static async Task<IReadOnlyList<string>> LookAsync(IStore store, Space space, Acknowledged told)
    {
        var before = told.Copy();
        var there = new List<Changeset>();
        foreach (var row in await store.Sync.Changesets.ListAsync(space.Id, new() { Limit = int.MaxValue }, default)) there.Add((await store.Sync.Changesets.FindAsync(space.Id, row.Changeset.Id, default))!);
        var half = there.Where(c => c.Files.Any(f => f.Applied is null) && c.Files.Any(f => f.Applied is not null)).Select(c => $"S5: half of changeset {c.Id} is live");
        return [.. before.Violations(there), .. half];
    }

    private async Task WorkAsync(ServedPair pair, string space, int worker, SplitMix random, Acknowledged told, CancellationToken stop)
    {
        using var client = pair.Client(space, staysConnected: worker % 3 == 0);
        for (var n = 0; !stop.IsCancellationRequested; n++)
        {
            var name = $"{space}-w{worker}-{n}";
            var live = (await client.PullAsync(0)).Documents.ToDictionary(d => d.File, d => d.Version);
            var numbers = Enumerable.Range(0, 2 + random.Next(5)).Select(_ => random.Next(Documents)).Distinct();
            var ops = numbers.Select(d => ServedClient.Upsert($"F{d}", $"docs/{d}.md", live.GetValueOrDefault($"F{d}"), $"{name} {d}\n")).ToList();
            var hasKeys = random.Next(2) == 0;
            var pushed = (await client.InsistAsync("push", ServedClient.Push(name, ops), hasKeys ? $"{name}-push" : null)).Done();
            var id = pushed.GetProperty("changeset").GetProperty("id").GetInt64();
            told.Push(name, id);
            (await client.InsistAsync($"changesets/{id}/review", new { decision = "accept" }, hasKeys ? $"{name}-review" : null)).Done();
            told.Review(id);
            await PublishAsync(client, id, hasKeys ? name : null, told);
        }
    }

    private async Task PublishAsync(ServedClient client, long id, string? key, Acknowledged told)
    {
        var lost = 0;
        for (var n = 0; ; n++)
        {
            // A refusal is kept under its key: who asks again because somebody published asks anew.
            var reply = await client.InsistAsync($"changesets/{id}/publish", new { }, key is null ? null : $"{key}-publish-{n}", alsoOn: key is null ? "PUBLISH_IN_PROGRESS" : null);
            lost += reply.Lost;
            if (reply is { Status: 409, Code: "PUBLISH_IN_PROGRESS" })
            {
                await Task.Delay(25);
                continue;
            }

            reply.Done();
            var said = reply.Said.Split('+')[0];
            told.Publish(id, said);
            if (lost == 0) return;
            Interlocked.Increment(ref lostPublishes);
            if (said == "replayed" || reply.Replayed) Interlocked.Increment(ref doneThoughLost);
            return;
        }
    }

    // Until its listener is closed a request may still be taken, and is answered then.
    private static async Task RefusedAsync(ServedClient client)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromSeconds(20);)
        {
            try
            {
                (await client.PostAsync("pull", new { })).Done();
            }
            catch (Exception exception) when (ServedClient.IsLoss(exception))
            {
                return;
            }
        }

        throw new InvalidOperationException("A server that ends goes on to take requests.");
    }
}
