using System.Diagnostics;
using System.Globalization;
using System.Text;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Core.Tests.Runs.Model;
using DocsGen.Storage;
using DocsGen.TestSupport;
using DocsGen.TestSupport.Audit;
using Xunit.Abstractions;

namespace DocsGen.EndToEnd.Tests;

/// <summary>Publishers in processes of their own, killed and paused, on both engines.</summary>
public sealed class PublishFaultTests(ScratchPostgres server, ITestOutputHelper output) : IClassFixture<ScratchPostgres>
{
    private const int Files = 60;
    private const int SoakKills = 1000;
    private static readonly TimeSpan Box = TimeSpan.FromSeconds(10);
    private static readonly Actor Ada = Actor.User("ada");

    // The server may still be doing what a killed client asked of it last: a COMMIT that it heard takes effect.
    private const string Settle = """
        DO $$ BEGIN
          FOR i IN 1..200 LOOP
            PERFORM pg_stat_clear_snapshot();
            EXIT WHEN NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state <> 'idle');
            PERFORM pg_sleep(0.025);
          END LOOP;
        END $$
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task S4_S5_kill_9_of_a_publisher_at_random_moments_applies_all_or_nothing_and_frees_its_claim(bool onPostgres)
    {
        using var folder = new TempFolder();
        var place = onPostgres ? server.NewDatabase() : folder["store"];
        using var store = StoredSpace.Open(place);
        var space = StoredSpace.Done(await new CreateSpace(store.Sync).ExecuteAsync(SpaceSlug.Parse("docs"), null, new(), Ada, default));
        var seed = Environment.TickCount;
        var random = new SplitMix((ulong)(uint)seed);
        var clock = Stopwatch.StartNew();
        var (kills, before, midway, after) = (0, 0, 0, 0);
        for (var version = 1; Product.Soak ? kills < SoakKills : clock.Elapsed < Box; version++)
        {
            var id = await ReadyAsync(store, space, version);
            using (var publisher = Product.StartHarness("publishing", place, "docs", id.ToString(), "20000"))
            {
                (await publisher.StandardOutput.ReadLineAsync()).ShouldBe("open");
                var wait = Stopwatch.StartNew();
                var until = random.Next(500);
                while (wait.ElapsedMilliseconds < until) Thread.SpinWait(50);
                publisher.Kill();
                await publisher.WaitForExitAsync();
                kills++;
            }

            if (onPostgres) server.Sql(place, Settle);
            var live = (await store.Sync.Documents.ListAsync(space.Id, default)).Count(d => d.Version == version);
            live.ShouldBeOneOf([0, Files], $"seed {seed}, version {version}: half of a changeset is live");
            var changeset = (await store.Sync.Changesets.FindAsync(space.Id, id, default))!;
            (changeset.Status == ChangesetStatus.Published).ShouldBe(live == Files);
            if (changeset.Status == ChangesetStatus.Published) after++;
            else if (changeset.Status == ChangesetStatus.Publishing) midway++;
            else before++;
            // Its process is known to be dead: nobody waits for its lease.
            var again = StoredSpace.Done(await new PublishChangeset(store.Sync, TimeProvider.System).ExecuteAsync(space, id, new() { Process = LocalProcess.Current }, Ada, default));
            again.Replayed.ShouldBe(live == Files);
            again.Changeset.Status.ShouldBe(ChangesetStatus.Published);
            await CheckAsync(store, space, version);
        }

        var rounds = $"Publishers on {(onPostgres ? "PostgreSQL" : "SQLite")}: seed {seed}: {kills} kills, {before} before the claim, {midway} under it, {after} after the commit, in {clock.Elapsed.TotalSeconds:0} s";
        output.WriteLine(rounds);
        if (Environment.GetEnvironmentVariable("TEST_ROUNDS") is { Length: > 0 } log) await File.AppendAllTextAsync(log, rounds + "\n");
        (midway + after).ShouldBeGreaterThan(0, "no kill ever hit a publish");
    }

    [Theory]
    [InlineData(false, "claimed")]
    [InlineData(false, "prepared")]
    [InlineData(true, "claimed")]
    [InlineData(true, "prepared")]
    public async Task S4_a_publisher_stopped_past_its_lease_applies_nothing_when_it_wakes(bool onPostgres, string point)
    {
        using var folder = new TempFolder();
        var place = onPostgres ? server.NewDatabase() : folder["store"];
        using var store = StoredSpace.Open(place);
        var space = StoredSpace.Done(await new CreateSpace(store.Sync).ExecuteAsync(SpaceSlug.Parse("docs"), null, new(), Ada, default));
        var id = await ReadyAsync(store, space, 1);
        using var publisher = Product.StartHarness("publishing", place, "docs", id.ToString(), "1500", "steps");
        var reached = "";
        while (reached != point)
        {
            reached = (await publisher.StandardOutput.ReadLineAsync())!;
            if (reached == "claimed" && point == "prepared") await publisher.StandardInput.WriteLineAsync();
        }

        Product.Signal(publisher, "STOP");
        var publish = new PublishChangeset(store.Sync, TimeProvider.System);
        (await publish.ExecuteAsync(space, id, new() { Process = LocalProcess.Current }, Ada, default)).ShouldBeOfType<SyncAnswer<PublishResult>.Refused>().Code.ShouldBe("PUBLISH_IN_PROGRESS");
        await Task.Delay(2000);
        StoredSpace.Done(await publish.ExecuteAsync(space, id, new() { Process = LocalProcess.Current }, Ada, default)).Changeset.Status.ShouldBe(ChangesetStatus.Published);
        Product.Signal(publisher, "CONT");
        for (var line = 0; line < 2; line++) await publisher.StandardInput.WriteLineAsync();
        var said = (await publisher.StandardOutput.ReadToEndAsync()).TrimEnd().Split('\n')[^1];
        said.ShouldBe("PUBLISH_LAPSED");
        await CheckAsync(store, space, 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_publish_in_two_transactions_is_caught_when_it_is_killed_between(bool onPostgres)
    {
        using var folder = new TempFolder();
        var place = onPostgres ? server.NewDatabase() : folder["store"];
        using var space = await StoredSpace.MakeAsync(place);
        var id = await ReadyAsync(space.Store, space.Space, 1);
        using (var publisher = await HarnessChild.StartAsync("publishing", place, "docs", id.ToString(), "20000", "halves"))
        {
            while (await publisher.ReadAsync() != "half")
            {
            }

            publisher.Process.Kill();
            await publisher.Process.WaitForExitAsync();
        }

        var half = await space.Sync.Documents.ListAsync(space.Space.Id, default);
        half.Count.ShouldBe(Files / 2);
        (await space.AuditAsync()).Violations.ShouldContain($"S5: changeset {id} is publishing, and {Files / 2} of its {Files} files are live");
    }

    private static async Task<ChangesetId> ReadyAsync(IStore store, Space space, int version)
    {
        var files = Enumerable.Range(0, Files).Select(n => new PushedFile
        {
            File = FileId.Parse(string.Create(CultureInfo.InvariantCulture, $"F{n}")),
            Operation = FileOperation.Upsert,
            Path = ServerPath.Parse(string.Create(CultureInfo.InvariantCulture, $"docs/{n}.md")),
            BaseVersion = version - 1,
            Content = StagedBlob.OfSmall(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"# {n}\n\nversion {version}\n"))),
        }).ToList();
        var pushed = StoredSpace.Done(await new PushChangeset(store.Sync).ExecuteAsync(space, new() { ClientId = $"v{version}", Message = "m", Files = files }, Ada, default));
        StoredSpace.Done(await new ReviewChangeset(store.Sync).DecideAllAsync(space, pushed.Changeset.Id, DecisionKind.Accept, null, Ada, default));
        return pushed.Changeset.Id;
    }

    // Every version once, numbers without gaps, the event chain whole.
    private static async Task CheckAsync(IStore store, Space space, int version)
    {
        var history = await store.Sync.Documents.HistoryAsync(space.Id, FileId.Parse("F7"), default);
        history.Select(v => v.Version).ShouldBe(Enumerable.Range(1, version));
        var now = (await store.Sync.Spaces.FindAsync(space.Slug, default))!;
        now.Sequence.ShouldBe(1 + ((long)Files * version));
        var previous = "";
        foreach (var e in await store.Sync.Spaces.EventsAsync(space.Id, 0, int.MaxValue, default))
        {
            e.PrevHash.ShouldBe(previous);
            previous = EventChain.Link(e.PrevHash, e.Body);
            e.Hash.ShouldBe(previous);
        }
    }
}
