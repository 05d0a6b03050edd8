using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Runs.Driving;

/// <summary>Another driver has a higher fence: this one writes no more.</summary>
internal sealed class FencedException(RunId run) : Exception($"{run} was taken over by another driver.");

/// <summary>The driver's only way to write: decide, then commit with version and fence, then tell the observer.</summary>
internal sealed class FencedWriter(RunPorts ports, long fence, IRunObserver observer, RunState state)
{
    /// <summary>The state after the last commit.</summary>
    public RunState State { get; private set; } = state;

    /// <summary>
    /// Commits a command; false when the run moved on meanwhile (it was canceled), and the state is loaded anew.
    /// </summary>
    /// <exception cref="FencedException">Another driver has the run.</exception>
    public async ValueTask<bool> CommitAsync(
        RunCommand command, Actor actor, IReadOnlyList<NewArtifact> artifacts, ExecutionIssues? issues, CancellationToken cancellationToken)
    {
        if (RunMachine.Decide(State, command) is not RunDecision.Accepted accepted)
        {
            throw new InvalidOperationException($"{State.Id} refused its own driver's {command.GetType().Name} at version {State.Version}.");
        }

        if (accepted.Events.Count == 0) return true;
        var (after, stored) = RunLog.Append(State, accepted.Events, actor, ports.Clock.GetUtcNow());
        var commit = new RunCommit { After = after, ExpectedVersion = State.Version, Fence = fence, Events = stored, Artifacts = artifacts, Issues = issues };
        switch (await ports.Runs.CommitAsync(commit, cancellationToken))
        {
            case CommitOutcome.Committed:
                State = after;
                observer.Committed(after, accepted.Events);
                return true;
            case CommitOutcome.Stale:
                State = (await ports.LoadAsync(State.Id, cancellationToken))!;
                return false;
            case CommitOutcome.Fenced:
                throw new FencedException(State.Id);
            case CommitOutcome.PathTaken:
                throw new InvalidOperationException($"artifact.immutable: {State.Id} would write other bytes to a path that it wrote before. This is a bug; nothing was changed.");
            default:
                throw new InvalidOperationException("Unknown outcome.");
        }
    }
}
