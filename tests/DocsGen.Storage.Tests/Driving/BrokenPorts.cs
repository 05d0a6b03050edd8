using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs;
using DocsGen.Core.Validation;

namespace DocsGen.Storage.Tests.Driving;

/// <summary>Deliberately broken stores: the fault suites must catch every one, else they prove nothing.</summary>
internal static class BrokenPorts
{
    /// <summary>Commits go through whatever the fence.</summary>
    public static RunPorts WithoutFence(RunPorts ports) => ports with { Runs = new Decorated(ports.Runs, c => c with { Fence = null }) };

    /// <summary>Every claim is granted, whoever holds the run.</summary>
    public static RunPorts WithoutLease(RunPorts ports) => ports with { Leases = new GenerousLeases(ports.Leases) };

    /// <summary>Whether a lease has lapsed is judged by the clock of the machine that wants the run, which is ahead.</summary>
    public static RunPorts WithAClockOfItsOwn(RunPorts ports, TimeProvider clock) => ports with { Leases = new LocalLeases(ports.Leases, clock) };

    /// <summary>A writer that decided on an old version is not turned away: what it decided is put behind whatever happened since.</summary>
    public static RunPorts WithoutVersionCheck(RunPorts ports) => ports with { Runs = new LastWriterWins(ports.Runs) };

    /// <summary>Some of what people decide is answered as written, and is not.</summary>
    public static RunPorts AcknowledgedAndNotWritten(RunPorts ports) => ports with { Runs = new Forgetful(ports.Runs) };

    /// <summary>Events are committed first and what they name afterwards; the process dies in between, once.</summary>
    public static RunPorts EventBeforeArtifact(RunPorts ports, int dieAtCommit)
    {
        var commits = 0;
        return ports with
        {
            Runs = new Decorated(ports.Runs, c =>
            {
                if (++commits < dieAtCommit || c.Artifacts.Count == 0) return c;
                dieAtCommit = int.MaxValue;
                return c with { Artifacts = [] };
            }),
        };
    }

    private sealed class LastWriterWins(IRunStore inner) : Decorated(inner, c => c)
    {
        public override async ValueTask<CommitOutcome> CommitAsync(RunCommit commit, CancellationToken cancellationToken)
        {
            while (true)
            {
                var outcome = await Inner.CommitAsync(commit, cancellationToken);
                if (outcome != CommitOutcome.Stale) return outcome;
                var now = RunLog.Fold(await Inner.EventsAsync(commit.After.Id, 0, cancellationToken));
                var views = commit.Events.Select(RunLog.Read).ToList();
                var (after, events) = RunLog.Append(now, [.. views.Select(v => v.Event)], views[0].Actor, views[0].Utc);
                commit = commit with { After = after, ExpectedVersion = now.Version, Events = events };
            }
        }
    }

    private sealed class Forgetful(IRunStore inner) : Decorated(inner, c => c)
    {
        private int commits;

        public override async ValueTask<CommitOutcome> CommitAsync(RunCommit commit, CancellationToken cancellationToken) =>
            commit.Fence is null && commit.ExpectedVersion > 0 && Interlocked.Increment(ref commits) % 3 == 0
                ? CommitOutcome.Committed
                : await Inner.CommitAsync(commit, cancellationToken);
    }

    internal class Decorated(IRunStore inner, Func<RunCommit, RunCommit> change) : IRunStore
    {
        protected IRunStore Inner => inner;

        public ValueTask<RunId> ReserveIdAsync(DateOnly day, CancellationToken cancellationToken) => inner.ReserveIdAsync(day, cancellationToken);

        public virtual ValueTask<CommitOutcome> CommitAsync(RunCommit commit, CancellationToken cancellationToken) => inner.CommitAsync(change(commit), cancellationToken);

        public virtual ValueTask<IReadOnlyList<StoredEvent>> EventsAsync(RunId run, long after, CancellationToken cancellationToken) => inner.EventsAsync(run, after, cancellationToken);

        public ValueTask<IReadOnlyList<RunRow>> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

        public ValueTask<IReadOnlyList<Issue>> IssuesAsync(RunId run, ExecutionId execution, CancellationToken cancellationToken) => inner.IssuesAsync(run, execution, cancellationToken);
    }

    private sealed class LocalLeases(IRunLeases inner, TimeProvider clock) : GenerousLeases(inner)
    {
        public override async ValueTask<LeaseClaim> ClaimAsync(RunId run, DriverIdentity driver, TimeSpan term, CancellationToken cancellationToken) =>
            (await PeekAsync(run, cancellationToken))?.Driver is { } held && held.UntilUtc > clock.GetUtcNow() ? new LeaseClaim.Held(held) : await base.ClaimAsync(run, driver, term, cancellationToken);
    }

    private class GenerousLeases(IRunLeases inner) : IRunLeases
    {
        public virtual async ValueTask<LeaseClaim> ClaimAsync(RunId run, DriverIdentity driver, TimeSpan term, CancellationToken cancellationToken)
        {
            var fence = (await inner.PeekAsync(run, cancellationToken))!.Fence;
            await inner.ReleaseAsync(run, fence, cancellationToken);
            return await inner.ClaimAsync(run, driver, term, cancellationToken);
        }

        public ValueTask<bool> RenewAsync(RunId run, long fence, TimeSpan term, CancellationToken cancellationToken) => inner.RenewAsync(run, fence, term, cancellationToken);

        public ValueTask ReleaseAsync(RunId run, long fence, CancellationToken cancellationToken) => inner.ReleaseAsync(run, fence, cancellationToken);

        public ValueTask<RunPeek?> PeekAsync(RunId run, CancellationToken cancellationToken) => inner.PeekAsync(run, cancellationToken);
    }
}
