using System.Diagnostics;
using System.Globalization;
using DocsGen.Core.Runs;
using DocsGen.Core.Runs.UseCases;
using DocsGen.Core.Tests.Runs.Model;
using DocsGen.Storage;
using DocsGen.TestSupport;
using DocsGen.TestSupport.Audit;
using DocsGen.TestSupport.Faults;
using Npgsql;
using Xunit.Abstractions;

namespace DocsGen.EndToEnd.Tests.Faults;

/// <summary>Processes that are stopped where they are for longer than what they hold is theirs, while others go on and take it over; then they wake.</summary>
public sealed class PauseTests(ScratchPostgres server, ITestOutputHelper output) : IClassFixture<ScratchPostgres>
{
    private const int SoakPauses = 300;
    private static readonly TimeSpan Box = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = SmallRun.Term * 2;
    private static readonly string[] Everybody = ["runs", "runs", "sync", "gc"];

    [Fact]
    public async Task R2_R10_R11_S4_S5_whoever_is_stopped_past_its_term_at_a_random_moment_doubles_nothing_when_it_wakes() =>
        await Task.WhenAll(StoppedAsync(onPostgres: false), StoppedAsync(onPostgres: true));

    [Fact]
    public async Task A4_a_collector_that_is_stopped_in_its_collection_frees_nothing_that_was_named_meanwhile() => await Task.WhenAll(CollectorOnSqliteAsync(), CollectorOnPostgresAsync());

    private async Task StoppedAsync(bool onPostgres)
    {
        using var folder = new TempFolder();
        var seed = Environment.TickCount;
        var random = new SplitMix((ulong)(uint)seed);
        var (place, pauses, takenOver, clock) = (onPostgres ? server.NewDatabase() : folder["s"], 0, 0, Stopwatch.StartNew());
        using var space = await StoredSpace.MakeAsync(place);
        var bundle = (await SmallRun.FinishAsync(space.Store, (await SmallRun.StartAsync(space.Store, ReviewMode.Batch)).Id)).Bundle!.Hash.Value;
        var ledger = new Ledger();
        using var crew = new Crew(Everybody);
        await crew.BeginAsync(place, random, ledger);
        await crew.Opened;
        while (Product.Soak ? pauses < SoakPauses : clock.Elapsed < Box || (takenOver == 0 && clock.Elapsed < Patience))
        {
            await Task.Delay(20 + random.Next(200));
            // Whoever drives is stopped most often: only a driver's term is as short as this.
            var victim = pauses % 3 < 2 ? pauses % 2 : random.Next(Everybody.Length);
            crew.Signal(victim, "STOP");
            await Task.Delay(Pause);
            crew.Signal(victim, "CONT");
            pauses++;
            takenOver = await TakenOverAsync(space.Store);
        }

        var at = string.Create(CultureInfo.InvariantCulture, $"Stopped past their term on {(onPostgres ? "PostgreSQL" : "SQLite")}: seed {seed}: {pauses} pauses, {takenOver} runs taken over, {ledger.Count} acknowledged writes, in {clock.Elapsed.TotalSeconds:0} s");
        (await crew.EndAsync()).ShouldBeEmpty(at);
        output.WriteLine(at);
        await StoredSpace.SayAsync(at);
        (await ledger.ViolationsAsync(space.Store)).ShouldBeEmpty(at);
        (await Ledger.FinishAsync(space.Store, bundle)).ShouldBeEmpty(at);
        takenOver.ShouldBeGreaterThan(0, "nothing was ever taken over: the suite proved nothing");
    }

    // Others wait for it a bounded time, and are told who it is.
    private static async Task CollectorOnSqliteAsync()
    {
        using var folder = new TempFolder();
        using var space = await StoredSpace.MakeAsync(folder["s"]);
        using var impatient = EmbeddedStore.Open(folder["s"], TimeProvider.System, Path.GetRandomFileName, TimeSpan.FromMilliseconds(300));
        var ledger = new Ledger();
        using var crew = new Crew(["gc", "churn"]);
        await crew.BeginAsync(folder["s"], new SplitMix(7), ledger);
        await crew.Opened;
        string? told = null;
        for (var clock = Stopwatch.StartNew(); told is null && clock.Elapsed < Patience;)
        {
            crew.Signal(0, "STOP");
            told = await BusyAsync(impatient);
            if (told is null) crew.Signal(0, "CONT");
        }

        told.ShouldNotBeNull("it was never stopped where it writes");
        crew.Signal(0, "CONT");
        await WriteAsync(space.Store);
        (await crew.EndAsync()).ShouldBeEmpty();
        (await ledger.ViolationsAsync(space.Store)).ShouldBeEmpty();
    }

    // The server ends its transaction, and others go on.
    private async Task CollectorOnPostgresAsync()
    {
        var place = server.NewDatabase();
        using var space = await StoredSpace.MakeAsync(place);
        var uri = new Uri(place);
        await using var own = new NpgsqlConnection(string.Create(CultureInfo.InvariantCulture, $"Host={uri.Host};Port={uri.Port};Username=docsgen;Database={uri.AbsolutePath[1..]};Pooling=false"));
        await own.OpenAsync();
        var ledger = new Ledger();
        using var crew = new Crew(["gc", "churn"]);
        await crew.BeginAsync(place, new SplitMix(7), ledger);
        await crew.Opened;
        var held = false;
        for (var clock = Stopwatch.StartNew(); !held && clock.Elapsed < Patience;)
        {
            crew.Signal(0, "STOP");
            // What it has sent is still carried out; what stands after that stays.
            await Task.Delay(200);
            held = await CollectsAsync(own);
            if (!held) crew.Signal(0, "CONT");
        }

        held.ShouldBeTrue("it was never stopped where it collects");
        await WriteAsync(space.Store);
        (await CollectsAsync(own)).ShouldBeFalse("the server has ended its transaction: nothing else would let a writer go on");
        crew.Signal(0, "CONT");
        await WriteAsync(space.Store);
        (await crew.EndAsync()).ShouldBeEmpty();
        (await ledger.ViolationsAsync(space.Store)).ShouldBeEmpty();
    }

    // What somebody is told who wants to write while a process that was stopped keeps the turn; null where none does.
    private static async Task<string?> BusyAsync(EmbeddedStore impatient)
    {
        try
        {
            await WriteAsync(impatient);
            return null;
        }
        catch (StoreBusyException busy)
        {
            return busy.Message.Contains("It is stopped: 'kill -CONT ", StringComparison.Ordinal) ? busy.Message : null;
        }
    }

    private static async Task WriteAsync(IStore store) => _ = await new CancelRun(SmallRun.Ports(store)).ExecuteAsync((await SmallRun.StartAsync(store, ReviewMode.Batch)).Id, "enough", StoredSpace.Ada, default);

    private static async Task<bool> CollectsAsync(NpgsqlConnection connection)
    {
        await using var command = connection.CreateCommand();
        // The collectors' lock, "docsgc" by its letters.
        command.CommandText = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ExclusiveLock' AND granted AND classid = x'64'::int::oid AND objid = x'6f636763'::int::oid AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
        return (long)(await command.ExecuteScalarAsync())! > 0;
    }

    private static async Task<int> TakenOverAsync(IStore store)
    {
        var count = 0;
        foreach (var row in await store.Runs.ListAsync(default)) count += (await store.Runs.EventsAsync(row.Id, 0, default)).Count(e => e.Type == "run.taken_over");
        return count;
    }
}
