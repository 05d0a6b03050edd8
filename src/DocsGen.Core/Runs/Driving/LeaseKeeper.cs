using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Runs.Driving;

/// <summary>
/// Keeps a lease alive while work goes on, and raises <see cref="Token"/> when the run is canceled or taken over. It only makes a driver stop
/// early: what protects the run is the fence, which every commit checks.
/// </summary>
internal sealed class LeaseKeeper : IAsyncDisposable
{
    private readonly CancellationTokenSource stop;
    private readonly CancellationTokenSource interrupt;
    private readonly Task loop;

    public LeaseKeeper(IRunLeases leases, RunId run, long fence, DriveOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        stop = new();
        interrupt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Token = interrupt.Token;
        // The watch reads and renews by itself, also while a draft or a validation keeps the driver busy.
        loop = Task.Run(() => KeepAsync(leases, run, fence, options, clock, stop.Token), CancellationToken.None);
    }

    /// <summary>Raised when there is no point in going on.</summary>
    public CancellationToken Token { get; }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        try
        {
            await loop;
        }
        finally
        {
            interrupt.Dispose();
            stop.Dispose();
        }
    }

    private async Task KeepAsync(IRunLeases leases, RunId run, long fence, DriveOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        var renewed = clock.GetTimestamp();
        try
        {
            while (true)
            {
                await Task.Delay(options.Watch, clock, cancellationToken);
                var peek = await leases.PeekAsync(run, cancellationToken);
                var lost = peek is null || peek.Fence != fence || peek.Status == RunStatus.Canceled;
                if (!lost && clock.GetElapsedTime(renewed) > options.LeaseTerm / 3)
                {
                    lost = !await leases.RenewAsync(run, fence, options.LeaseTerm, cancellationToken);
                    renewed = clock.GetTimestamp();
                }

                if (!lost) continue;
                await interrupt.CancelAsync();
                return;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The drive is over.
        }
        catch
        {
            // Without a heartbeat there is no lease: stop the work, and let the drive end with what went wrong here.
            await interrupt.CancelAsync();
            throw;
        }
    }
}
