using System.Collections.Concurrent;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs;
using DocsGen.Core.Runs.Agents;
using DocsGen.Core.Tests.Runs.Model;
using DocsGen.Core.Validation;

namespace DocsGen.Storage.Tests.Driving;

/// <summary>A driver that died: it writes nothing more, and gives nothing back.</summary>
internal sealed class CrashException : Exception;

/// <summary>
/// A store as one actor sees it. It knows what that actor last read of a run, notices a commit behind a newer fence, counts what was refused, and may die
/// before or after one of its commits.
/// </summary>
internal sealed class WatchedPorts : IRunStore, IRunLeases
{
    private readonly RunPorts inner;
    private readonly ConcurrentBag<string> violations;
    private readonly Action<string> count;
    private readonly bool diesAfter;
    private int left;

    /// <summary>Watches a store for one actor.</summary>
    /// <param name="inner">The store.</param>
    /// <param name="violations">Takes what must not happen.</param>
    /// <param name="count">Takes what happened.</param>
    /// <param name="diesAtCommit">The commit at which it dies; 0 for none.</param>
    /// <param name="diesAfter">Whether that commit is still written.</param>
    public WatchedPorts(RunPorts inner, ConcurrentBag<string> violations, Action<string> count, int diesAtCommit, bool diesAfter)
    {
        (this.inner, this.violations, this.count, left, this.diesAfter) = (inner, violations, count, diesAtCommit, diesAfter);
        Ports = inner with { Runs = this, Leases = this };
    }

    public RunPorts Ports { get; }

    /// <summary>The run as this actor knows it; null before it looked.</summary>
    public RunState? View { get; private set; }

    public bool IsDead { get; private set; }

    public ValueTask<RunId> ReserveIdAsync(DateOnly day, CancellationToken cancellationToken) => inner.Runs.ReserveIdAsync(day, cancellationToken);

    public async ValueTask<CommitOutcome> CommitAsync(RunCommit commit, CancellationToken cancellationToken)
    {
        var dies = --left == 0;
        if (dies && !diesAfter) Die();
        var newest = (await inner.Leases.PeekAsync(commit.After.Id, cancellationToken))?.Fence;
        var outcome = await inner.Runs.CommitAsync(commit, cancellationToken);
        if (outcome == CommitOutcome.Committed)
        {
            View = commit.After;
            if (commit.Fence is { } fence && fence < newest) violations.Add($"R2: a driver with fence {fence} wrote event {commit.After.Version} behind fence {newest}");
        }
        else
        {
            count(commit.Fence is null ? "stale person" : outcome == CommitOutcome.Stale ? "stale driver" : "fenced driver");
        }

        if (dies) Die();
        return outcome;
    }

    public async ValueTask<IReadOnlyList<StoredEvent>> EventsAsync(RunId run, long after, CancellationToken cancellationToken)
    {
        var events = await inner.Runs.EventsAsync(run, after, cancellationToken);
        if (after == 0 && events.Count > 0) View = RunLog.Fold(events);
        return events;
    }

    public ValueTask<IReadOnlyList<RunRow>> ListAsync(CancellationToken cancellationToken) => inner.Runs.ListAsync(cancellationToken);

    public ValueTask<IReadOnlyList<Issue>> IssuesAsync(RunId run, ExecutionId execution, CancellationToken cancellationToken) => inner.Runs.IssuesAsync(run, execution, cancellationToken);

    public ValueTask<LeaseClaim> ClaimAsync(RunId run, DriverIdentity driver, TimeSpan term, CancellationToken cancellationToken) => inner.Leases.ClaimAsync(run, driver, term, cancellationToken);

    public async ValueTask<bool> RenewAsync(RunId run, long fence, TimeSpan term, CancellationToken cancellationToken) =>
        !IsDead && await inner.Leases.RenewAsync(run, fence, term, cancellationToken);

    public async ValueTask ReleaseAsync(RunId run, long fence, CancellationToken cancellationToken)
    {
        if (!IsDead) await inner.Leases.ReleaseAsync(run, fence, cancellationToken);
    }

    public ValueTask<RunPeek?> PeekAsync(RunId run, CancellationToken cancellationToken) => inner.Leases.PeekAsync(run, cancellationToken);

    private void Die()
    {
        IsDead = true;
        throw new CrashException();
    }
}

/// <summary>Drafts the pages of the life's material, now and then broken, and holds it against its driver when it is asked where nothing may be drafted (R8).</summary>
internal sealed class ScriptedAgent(LifeMaterial material, WatchedPorts driver, SplitMix random, ConcurrentBag<string> violations, Action<string> count) : IDraftingAgent
{
    public AgentIdentity Identity { get; } = new("scripted", "1");

    public ValueTask<PhaseOutline> PlanPhaseAsync(PhasePlanRequest request, CancellationToken cancellationToken)
    {
        var state = driver.View!;
        var phase = request.Phase.Number;
        var mayDraft = state.Asked is { } asked
            ? asked.Kind == ExecutionKind.Regeneration && asked.Phase == phase
            : state.Executions.All(e => e.Id.Phase != phase) && !state.PendingEdits.ContainsKey(phase);
        if (!mayDraft) violations.Add($"R8: the agent was asked to plan phase {phase} at event {state.Version}, where nothing is drafted");
        return ValueTask.FromResult(new PhaseOutline([.. request.Files.Select(f => new FileOutline(f.Name, f.Sections, []))]));
    }

    public ValueTask<Draft> DraftAsync(DraftRequest request, CancellationToken cancellationToken)
    {
        var execution = driver.View!.Current!;
        var name = request.File.Name;
        if (execution.Kind is not (ExecutionKind.Draft or ExecutionKind.Regeneration)) violations.Add($"R8: the agent was asked for {name} in {execution.Id}, a {execution.Kind}");
        if (execution.Targets is { } targets && !targets.Contains(name)) violations.Add($"R7: the agent was asked for {name} in {execution.Id}, which is about {string.Join(", ", targets)}");
        if (execution.Artifacts.Any(a => a.FileName == name)) violations.Add($"R11: the agent was asked for {name} again in {execution.Id}");
        count("draft");
        var page = material.Page(driver.View.Settings.Profile, name);
        return ValueTask.FromResult<Draft>(random.Next(100) switch
        {
            < 4 => Written(LifeMaterial.WithBrokenLink(page)),
            < 6 => new Draft.LeftOut("nothing to say"),
            < 8 => new Draft.Failed("no model today"),
            < 30 => Written(LifeMaterial.WithoutFlow(page)),
            < 45 => Written(page + $"\nDraft {random.Next(1000)}.\n"),
            _ => Written(page),
        });
    }

    private static Draft.Written Written(string page) => new(System.Text.Encoding.UTF8.GetBytes(page), new("script", "1", Tokens: null));
}
