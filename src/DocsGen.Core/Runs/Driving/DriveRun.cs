using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs.Agents;

namespace DocsGen.Core.Runs.Driving;

/// <summary>
/// Drives a run to its next stop: claims the lease, then does one piece of work after another and commits each with fence and version. Work
/// happens outside of transactions; a crash between two commits costs at most one draft (R2, R10, R11).
/// </summary>
public sealed class DriveRun(RunPorts ports, IBundleReadme readme, DriveOptions options)
{
    public async ValueTask<DriveOutcome> ExecuteAsync(
        RunId run, IDraftingAgent agent, DriverIdentity driver, IRunObserver observer, CancellationToken cancellationToken)
    {
        switch (await ports.Leases.ClaimAsync(run, driver, options.LeaseTerm, cancellationToken))
        {
            case LeaseClaim.Held held:
                return new DriveOutcome.HeldByOther(held.By);
            case LeaseClaim.Granted granted:
                return await DriveAsync(run, agent, driver, granted, observer, cancellationToken);
            default:
                return new DriveOutcome.NoRun();
        }
    }

    private async ValueTask<DriveOutcome> DriveAsync(
        RunId run, IDraftingAgent agent, DriverIdentity driver, LeaseClaim.Granted claim, IRunObserver observer, CancellationToken cancellationToken)
    {
        var keeper = new LeaseKeeper(ports.Leases, run, claim.Fence, options, ports.Clock, cancellationToken);
        FencedWriter? writer = null;
        try
        {
            var state = await ports.LoadAsync(run, cancellationToken) ?? throw new InvalidOperationException($"{run} has a row but no events.");
            writer = new(ports, claim.Fence, observer, state);
            if (state.Status == RunStatus.Running) await TakeUpAsync(writer, driver, claim.Previous, cancellationToken);
            var worker = new RunWorker(ports, options, agent, readme, observer, writer);
            while (await worker.StepAsync(keeper.Token)) keeper.Token.ThrowIfCancellationRequested();
            return new DriveOutcome.Stopped(writer.State);
        }
        catch (Exception interrupted) when (interrupted is FencedException || (interrupted is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return await WhereAsync(run, claim.Fence, writer, cancellationToken);
        }
        finally
        {
            try
            {
                await keeper.DisposeAsync();
            }
            finally
            {
                await ports.Leases.ReleaseAsync(run, claim.Fence, CancellationToken.None);
            }
        }
    }

    private static ValueTask<bool> TakeUpAsync(FencedWriter writer, DriverIdentity driver, DriverLease? previous, CancellationToken cancellationToken) =>
        writer.CommitAsync(
            new RunCommand.TakeUp(driver.Name, previous?.Driver, previous?.SinceUtc.ToString("u", System.Globalization.CultureInfo.InvariantCulture)),
            Actor.Tool,
            [],
            null,
            cancellationToken);

    // Interrupted: by a cancel, by another driver, or just after this one's own last commit, when the next driver may already be at work.
    private async ValueTask<DriveOutcome> WhereAsync(RunId run, long fence, FencedWriter? writer, CancellationToken cancellationToken)
    {
        if (writer is not null && writer.State.Status != RunStatus.Running) return new DriveOutcome.Stopped(writer.State);
        var state = (await ports.LoadAsync(run, cancellationToken))!;
        var peek = await ports.Leases.PeekAsync(run, cancellationToken);
        return peek is null || peek.Fence != fence ? new DriveOutcome.TakenOver(state, peek?.Driver) : new DriveOutcome.Stopped(state);
    }
}
