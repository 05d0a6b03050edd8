using System.Collections.Concurrent;
using System.Diagnostics;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Core.Tests.Runs.Model;
using DocsGen.TestSupport;
using DocsGen.TestSupport.Audit;
using Xunit.Abstractions;

namespace DocsGen.Storage.Tests;

/// <summary>Publishers whose server is stopped at once, as by a crash, again and again; and publishers whose COMMITs nobody answers.</summary>
[Collection("postgres")]
public sealed class PublishCrashTests(ScratchPostgres server, ITestOutputHelper output)
{
    private const int SoakFaults = 200;
    private const int Workers = 4;
    private static readonly bool Soak = Environment.GetEnvironmentVariable("DOCSGEN_SOAK") == "1";
    private static readonly TimeSpan Term = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<ChangesetId, ChangesetStatus> acknowledged = new();
    private readonly ConcurrentBag<ChangesetId> abandoned = [];
    private int lost;

    [Fact]
    public async Task S4_S5_a_server_that_is_stopped_at_once_half_applies_nothing_loses_nothing_acknowledged_and_doubles_nothing()
    {
        var address = server.NewDatabase();
        using var space = await StoredSpace.MakeAsync(address);
        var seed = Environment.TickCount;
        using var stop = new CancellationTokenSource();
        var clock = Stopwatch.StartNew();
        var workers = Enumerable.Range(0, Workers).Select(n => Task.Run(() => WorkAsync(address, n, new((ulong)(uint)seed + (ulong)n), stop.Token))).ToList();
        var (random, crashes) = (new SplitMix((ulong)(uint)seed), 0);
        while (Soak ? crashes < SoakFaults : clock.Elapsed.TotalSeconds < 20)
        {
            await Task.Delay(random.Next(300));
            server.CrashAndRestart();
            crashes++;
            if (workers.Exists(w => w.IsFaulted)) break;
        }

        await stop.CancelAsync();
        await Task.WhenAll(workers);
        await RecoverAsync(space);
        var audit = await space.AuditAsync();
        var said = $"Crashes of PostgreSQL under publishers: seed {seed}: {crashes} crashes in {clock.Elapsed.TotalSeconds:0} s; {acknowledged.Count} publishes acknowledged, {lost} not, {abandoned.Count} claims abandoned; {audit.History.Count} versions";
        output.WriteLine(said);
        await StoredSpace.SayAsync(said);
        audit.Violations.ShouldBeEmpty(said);
        Unkept(audit).ShouldBeEmpty(said);
        acknowledged.ShouldNotBeEmpty(said);
    }

    [Fact]
    public async Task S2_S4_S5_COMMITs_that_nobody_answers_are_neither_lost_nor_doubled_while_others_publish()
    {
        var address = server.NewDatabase();
        using var space = await StoredSpace.MakeAsync(address);
        using var proxy = new LostAnswerProxy(new Uri(address).Port);
        var through = new UriBuilder(address) { Port = proxy.Port }.Uri.ToString();
        var seed = Environment.TickCount;
        var random = new SplitMix((ulong)(uint)seed);
        using var stop = new CancellationTokenSource();
        var clock = Stopwatch.StartNew();
        var workers = Enumerable.Range(0, Workers).Select(n => Task.Run(() => WorkAsync(through, n, new((ulong)(uint)seed + (ulong)n), stop.Token))).ToList();
        var (heard, unheard) = (0, 0);
        while (Soak ? proxy.Cuts < SoakFaults : clock.Elapsed.TotalSeconds < 15)
        {
            var before = proxy.Cuts;
            proxy.ServerHears = random.Next(3) > 0;
            if (proxy.ServerHears) heard++;
            else unheard++;
            proxy.Arm();
            while (proxy.Cuts == before && !workers.Exists(w => w.IsFaulted)) await Task.Delay(1);
            if (workers.Exists(w => w.IsFaulted)) break;
            await Task.Delay(random.Next(100));
        }

        await stop.CancelAsync();
        await Task.WhenAll(workers);
        await RecoverAsync(space);
        var audit = await space.AuditAsync();
        var said = $"Lost answers to COMMIT: seed {seed}: {proxy.Cuts} cuts, {heard} after the server heard and {unheard} before, in {clock.Elapsed.TotalSeconds:0} s; {acknowledged.Count} publishes acknowledged, {audit.History.Count} versions";
        output.WriteLine(said);
        await StoredSpace.SayAsync(said);
        audit.Violations.ShouldBeEmpty(said);
        lost.ShouldBe(0, $"{said}: the server was there all along");
        Unkept(audit).ShouldBeEmpty(said);
        // Ada decided each file once, and where a claim was abandoned, Ben once more.
        audit.Changesets.SelectMany(c => c.Files).ShouldAllBe(f => f.Decisions.DistinctBy(d => d.By).Count() == f.Decisions.Count, $"{said}: a decision is there twice");
    }

    [Fact]
    public async Task A5_a_server_that_acknowledges_before_it_is_durable_is_caught_by_its_crash()
    {
        var address = server.NewDatabase();
        using var space = await StoredSpace.MakeAsync(address);
        var first = await space.ReadyAsync("first", [StoredSpace.Upsert("F0", "first.md", 0, "a\n")]);
        var id = await space.ReadyAsync("one", [StoredSpace.Upsert("F1", "a.md", 0, "a\n")]);
        try
        {
            // Behind the back of a store that has looked when it opened.
            server.Sql(address, "ALTER SYSTEM SET wal_writer_delay = '10s'");
            server.Sql(address, "ALTER SYSTEM SET synchronous_commit = off");
            server.Sql(address, "SELECT pg_reload_conf(), pg_sleep(0.5)");
            // The first may wake a writer that slept for long; after that it looks every ten seconds only.
            acknowledged[first] = StoredSpace.Done(await space.PublishAsync(first)).Changeset.Status;
            await Task.Delay(300);
            acknowledged[id] = StoredSpace.Done(await space.PublishAsync(id)).Changeset.Status;
            server.CrashAndRestart();
        }
        finally
        {
            server.Sql(address, "ALTER SYSTEM RESET ALL");
            server.Sql(address, "SELECT pg_reload_conf()");
        }

        using var again = StoredSpace.Open(address);
        Unkept(await SpaceAudit.OfAsync(again.Sync, space.Space.Slug)).ShouldContain($"A5: changeset {id} was acknowledged as published, and is not");
    }

    private List<string> Unkept(SpaceAudit audit) =>
        [.. acknowledged.Where(a => audit.Changesets.SingleOrDefault(c => c.Id == a.Key)?.Status != a.Value).Select(a => $"A5: changeset {a.Key} was acknowledged as {a.Value.ToWire()}, and is not")];

    // Pushes, accepts and publishes documents of its own and one that all want; now and then it claims and is gone, as a process that died on another machine.
    private async Task WorkAsync(string address, int worker, SplitMix random, CancellationToken stop)
    {
        using var store = await OpenAsync(address);
        var ports = store.Sync;
        Space? space = null;
        for (var n = 0; !stop.IsCancellationRequested; n++)
        {
            try
            {
                space ??= await StoredSpace.FindAsync(store, "docs");
                string[] names = ["F-all", .. Enumerable.Range(0, 4).Select(i => $"F{worker}-{i}")];
                var wanted = names.Skip(random.Next(2)).Select(FileId.Parse).ToList();
                var live = (await ports.Documents.FindAsync(space.Id, wanted, default)).ToDictionary(d => d.File);
                var files = wanted.Select(f => StoredSpace.Upsert(f.Value, $"docs/{f}.md", live.GetValueOrDefault(f)?.Version ?? 0, $"{worker} {n} {f}\n")).ToList();
                var pushed = StoredSpace.Done(await new PushChangeset(ports).ExecuteAsync(space, new() { ClientId = $"{worker}-{n}", Message = "m", Files = files }, StoredSpace.Ada, default));
                pushed.Replayed.ShouldBeFalse($"S2: {worker}-{n} was pushed once");
                var id = pushed.Changeset.Id;
                StoredSpace.Done(await new ReviewChangeset(ports).DecideAllAsync(space, id, DecisionKind.Accept, null, StoredSpace.Ada, default));
                if (random.Next(20) == 0)
                {
                    var claim = new ChangesetCommand.Claim("", Term);
                    await ports.Changesets.ChangeAsync(space.Id, id, claim.Parts, view => ChangesetMachine.Decide(view, claim, StoredSpace.Ada, view.Utc), StoredSpace.Ada, default);
                    abandoned.Add(id);
                    continue;
                }

                var answer = await new PublishChangeset(ports, TimeProvider.System).ExecuteAsync(space, id, new() { Process = "", Term = TimeSpan.FromSeconds(30) }, StoredSpace.Ada, default);
                var result = answer.ShouldBeOfType<SyncAnswer<PublishResult>.Done>($"changeset {id}: {answer}").Value;
                result.Replayed.ShouldBeFalse($"S4: changeset {id} was published by one alone");
                acknowledged[id] = result.Changeset.Status;
            }
            catch (StoreFailedException)
            {
                // Said to have failed: it may hold all the same.
                Interlocked.Increment(ref lost);
            }
        }
    }

    // A store is not opened at a server that goes away meanwhile: that is said, and whoever wants it opens it again.
    private async Task<IStore> OpenAsync(string address)
    {
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            try
            {
                return StoredSpace.Open(address);
            }
            catch (StoreFailedException) when (clock.Elapsed < TimeSpan.FromMinutes(1))
            {
                Interlocked.Increment(ref lost);
            }
        }
    }

    // Whatever was left in the middle is free again when its lease has lapsed, and can be published as if nothing had been.
    private async Task RecoverAsync(StoredSpace space)
    {
        var left = (await space.AuditAsync()).Changesets.Where(c => c.Status is ChangesetStatus.Publishing or ChangesetStatus.Ready or ChangesetStatus.Proposed).ToList();
        foreach (var changeset in left.Where(c => c.Claim is not null)) (changeset.Claim!.UntilUtc - changeset.Claim.SinceUtc).ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(40));
        if (left.Exists(c => abandoned.Contains(c.Id))) await Task.Delay(Term);
        foreach (var changeset in left)
        {
            if (changeset.Claim is not null && !abandoned.Contains(changeset.Id)) continue;
            StoredSpace.Done(await new ReviewChangeset(space.Sync).DecideAllAsync(space.Space, changeset.Id, DecisionKind.Accept, null, Actor.User("ben"), default));
            StoredSpace.Done(await space.PublishAsync(changeset.Id)).Changeset.Status.ShouldBeOneOf(ChangesetStatus.Published, ChangesetStatus.Reviewing);
        }
    }
}
