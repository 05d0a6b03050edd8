using System.Globalization;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Formulas;
using DocsGen.Core.Runs;
using DocsGen.Core.Runs.Driving;
using DocsGen.Core.Runs.UseCases;
using DocsGen.Core.Tests.Runs.Model;
using DocsGen.Storage;
using DocsGen.TestSupport.Faults;

namespace DocsGen.Harness;

/// <summary>Starts runs, goes on with those that somebody left, approves what waits, and deletes some that are complete. The head of a run's chain stands for all that is before it.</summary>
internal sealed class WorkingRuns(IStore store, SplitMix random) : IRunObserver
{
    private static readonly Actor Ada = Actor.User("ada");

    public async Task StepAsync()
    {
        var open = (await store.Runs.ListAsync(default)).Where(r => r.Status is RunStatus.Running or RunStatus.AwaitingApproval && !r.Deleted).Select(r => r.Id).ToList();
        var run = open.Count > 0 && random.Next(4) > 0 ? open[random.Next(open.Count)] : await StartAsync();
        try
        {
            await FinishAsync(run);
        }
        catch (ArtifactCorruptException)
        {
            if (!(await store.Runs.ListAsync(default)).Any(r => r.Id == run && r.Deleted)) throw;
            // Another worker deleted it while this one read it, and the graces here are shorter than a read.
            Working.Tell("collected");
            return;
        }

        if (random.Next(2) == 0 && await new DeleteRun(SmallRun.Ports(store)).ExecuteAsync(run, "enough", Ada, default) is RunAnswer.Done deleted) Tell(deleted.State);
    }

    public void Committed(RunState state, IReadOnlyList<RunEvent> events) => Tell(state);

    public void Drafting(PlannedFile file, int number, int total)
    {
    }

    private async Task FinishAsync(RunId run)
    {
        for (var state = await SmallRun.DriveAsync(store, run, this); state?.Waiting is { } waiting;)
        {
            if (await new ApproveGate(SmallRun.Ports(store)).ExecuteAsync(run, waiting.Id, Ada, default) is RunAnswer.Done approved) Tell(approved.State);
            state = await SmallRun.DriveAsync(store, run, this);
        }
    }

    private async Task<RunId> StartAsync()
    {
        var started = await SmallRun.StartAsync(store, random.Next(2) == 0 ? ReviewMode.Batch : ReviewMode.Interactive);
        Tell(started);
        return started.Id;
    }

    /// <summary>Acknowledges a run up to its head.</summary>
    public static void Tell(RunState state) => Working.Tell(string.Create(CultureInfo.InvariantCulture, $"run {state.Id} {state.Version} {state.LastHash}"));
}
