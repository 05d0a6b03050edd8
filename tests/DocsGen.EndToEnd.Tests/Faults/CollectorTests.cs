using System.Diagnostics;
using DocsGen.Core.Tests.Runs.Model;
using DocsGen.TestSupport.Audit;
using Xunit.Abstractions;

namespace DocsGen.EndToEnd.Tests.Faults;

/// <summary>A collector beside four writers, in processes of their own, that write what it is about to free.</summary>
public sealed class CollectorTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Box = Product.Soak ? TimeSpan.FromMinutes(10) : TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BrokenBox = TimeSpan.FromSeconds(45);

    [Fact]
    public async Task A4_A5_a_collector_beside_four_writers_frees_nothing_that_is_named()
    {
        var (found, ledger) = await WorkAsync("gc", Box);
        var said = $"A collector beside four writers: {ledger.Count} acknowledged writes, {ledger.Freed} blobs freed, {ledger.Collected} commits found their bytes gone and said so, in {Box.TotalSeconds:0} s";
        output.WriteLine(said);
        await StoredSpace.SayAsync(said);
        found.ShouldBeEmpty(said);
        ledger.Freed.ShouldBeGreaterThan(0, "nothing was ever freed: the suite proved nothing");
        ledger.Count.ShouldBeGreaterThan(0, "nothing was ever written: the suite proved nothing");
    }

    [Fact]
    public async Task A4_A5_a_collector_without_the_lock_and_without_a_second_look_is_caught()
    {
        var (found, _) = await WorkAsync("carelessgc", BrokenBox);
        output.WriteLine(string.Join('\n', found));
        found.ShouldContain(f => f.Contains("damaged: the file is missing", StringComparison.Ordinal));
    }

    // Until the time is over, or something was found.
    private static async Task<(IReadOnlyList<string> Found, Ledger Ledger)> WorkAsync(string collector, TimeSpan box)
    {
        using var folder = new TempFolder();
        using (await StoredSpace.MakeAsync(folder["s"]))
        {
        }

        var ledger = new Ledger();
        using var crew = new Crew(["churn", "churn", "churn", "churn", collector]);
        await crew.BeginAsync(folder["s"], new SplitMix((ulong)(uint)Environment.TickCount), ledger);
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < box && !crew.AnyEnded;) await Task.Delay(50);
        var faults = await crew.EndAsync();
        return ([.. faults, .. await ledger.LookAsync(folder["s"])], ledger);
    }
}
