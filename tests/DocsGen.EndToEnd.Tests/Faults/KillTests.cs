using System.Diagnostics;
using DocsGen.Core.Runs;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Core.Tests.Runs.Model;
using DocsGen.Storage;
using DocsGen.TestSupport;
using DocsGen.TestSupport.Audit;
using DocsGen.TestSupport.Faults;
using Xunit.Abstractions;

namespace DocsGen.EndToEnd.Tests.Faults;

/// <summary>Runs, approvals, pushes, publishes and collections in four processes on one store, of which one is killed again and again.</summary>
public sealed class KillTests(ScratchPostgres server, ITestOutputHelper output) : IClassFixture<ScratchPostgres>
{
    private const int SoakKills = 1000;
    private const int KillsOfAStore = 10;
    private static readonly TimeSpan Box = TimeSpan.FromSeconds(6);
    private static readonly string[] Everybody = ["runs", "runs", "sync", "gc"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A5_R2_R10_R11_S4_S5_kill_9_among_four_processes_loses_nothing_acknowledged_and_leaves_no_lease_or_claim_behind(bool onPostgres)
    {
        var seed = Environment.TickCount;
        var random = new SplitMix((ulong)(uint)seed);
        var (soak, clock) = (Soak.Resume($"kills-{(onPostgres ? "postgres" : "sqlite")}"), Stopwatch.StartNew());
        using var crew = new Crew(Everybody);
        using var folder = new TempFolder();
        string? bundle = null;
        for (var stores = 0; Product.Soak ? soak["kills"] < SoakKills : stores == 0 || clock.Elapsed < Box; stores++)
        {
            var place = onPostgres ? server.NewDatabase() : folder[$"s{stores}"];
            using var space = await StoredSpace.MakeAsync(place);
            bundle ??= (await SmallRun.FinishAsync(space.Store, (await SmallRun.StartAsync(space.Store, ReviewMode.Batch)).Id)).Bundle!.Hash.Value;
            var ledger = new Ledger();
            await crew.BeginAsync(place, random, ledger);
            await crew.Opened;
            for (var killed = 0; killed < KillsOfAStore && (Product.Soak || killed == 0 || clock.Elapsed < Box); killed++)
            {
                await Task.Delay(20 + random.Next(400));
                var victim = random.Next(Everybody.Length);
                (await crew.KillAsync(victim)).ShouldBeEmpty($"seed {seed}, after {soak}");
                await crew.BeginAsync(victim, place, random, ledger);
                soak.Add("kills", 1);
            }

            await crew.Opened;
            (await crew.EndAsync()).ShouldBeEmpty($"seed {seed}, after {soak}");
            await CheckAsync(space, ledger, bundle, $"seed {seed}, after {soak}");
            soak.Add("acknowledged writes", ledger.Count);
        }

        var said = $"Kills among four processes on {(onPostgres ? "PostgreSQL" : "SQLite")}: seed {seed}: {soak}, in {clock.Elapsed.TotalSeconds:0} s";
        output.WriteLine(said);
        await StoredSpace.SayAsync(said);
        soak["acknowledged writes"].ShouldBeGreaterThan(0, "nothing was ever acknowledged: the suite proved nothing");
        soak.Close();
    }

    private static async Task CheckAsync(StoredSpace space, Ledger ledger, string bundle, string at)
    {
        (await ledger.ViolationsAsync(space.Store)).ShouldBeEmpty(at);
        // Nobody is left who could hold anything: no term has to pass.
        foreach (var row in await space.Sync.Changesets.ListAsync(space.Space.Id, new() { Status = ChangesetStatus.Publishing, Limit = int.MaxValue }, default))
        {
            var answer = await new PublishChangeset(space.Sync, TimeProvider.System).ExecuteAsync(space.Space, row.Changeset.Id, new() { Process = LocalProcess.Current }, StoredSpace.Ada, default);
            StoredSpace.Done(answer).Changeset.Status.ShouldBeOneOf([ChangesetStatus.Published, ChangesetStatus.Reviewing], at);
        }

        (await Ledger.FinishAsync(space.Store, bundle)).ShouldBeEmpty(at);
        (await ledger.ViolationsAsync(space.Store)).ShouldBeEmpty(at);
    }
}
