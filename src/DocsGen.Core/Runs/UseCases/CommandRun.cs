using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Runs.UseCases;

/// <summary>
/// Carries a person's command to a run: load, decide, compare-and-swap; decide anew when somebody else was faster (R1). It needs no lease, so that a
/// cancel never waits for whoever drives.
/// </summary>
internal static class CommandRun
{
    public static ValueTask<RunAnswer> ExecuteAsync(RunPorts ports, RunId run, RunCommand command, Actor actor, CancellationToken cancellationToken)
    {
        RunCommand? named = null;
        return ExecuteAsync(ports, run, state => ValueTask.FromResult<(RunCommand, IReadOnlyList<NewArtifact>)>((named ??= Named(state, command), [])), actor, cancellationToken);
    }

    // "Whichever waits" means the one that was seen to wait: after a lost race another may, and nobody has looked at that one (R4).
    private static RunCommand Named(RunState state, RunCommand command) => command switch
    {
        RunCommand.Approve { Execution: null } when state.Status == RunStatus.AwaitingApproval => new RunCommand.Approve(state.Current!.Id),
        RunCommand.Reject { Execution: null } reject when state.Status == RunStatus.AwaitingApproval => reject with { Execution = state.Current!.Id },
        _ => command,
    };

    /// <summary>The same for a command that depends on the state and brings artifacts along; it is made anew after each lost race.</summary>
    public static async ValueTask<RunAnswer> ExecuteAsync(
        RunPorts ports,
        RunId run,
        Func<RunState, ValueTask<(RunCommand Command, IReadOnlyList<NewArtifact> Artifacts)>> prepare,
        Actor actor,
        CancellationToken cancellationToken,
        OverwriteToken? token = null)
    {
        while (true)
        {
            if (await ports.LoadAsync(run, cancellationToken) is not { } state) return new RunAnswer.NoRun();
            var (command, artifacts) = await prepare(state);
            switch (RunMachine.Decide(state, command))
            {
                case RunDecision.Refused refused:
                    return new RunAnswer.Refused(refused.Code, refused.Message);
                case RunDecision.Accepted { Events.Count: 0 }:
                    return new RunAnswer.Done(state, []);
                case RunDecision.Accepted accepted:
                    var (after, stored) = RunLog.Append(state, accepted.Events, actor, ports.Clock.GetUtcNow());
                    var commit = new RunCommit { After = after, ExpectedVersion = state.Version, Events = stored, Artifacts = artifacts, Token = token };
                    var outcome = await ports.Runs.CommitAsync(commit, cancellationToken);
                    if (outcome == CommitOutcome.Committed) return new RunAnswer.Done(after, accepted.Events);
                    if (outcome == CommitOutcome.PathTaken)
                    {
                        return token is null
                            ? new RunAnswer.Refused("edit.waiting", "An earlier edit of one of these files still waits for its phase. Bring the run to that phase first.")
                            : new RunAnswer.Refused("artifact.immutable", $"The store refused to replace {token.Path.Relative}: its token is used, expired or for another file.");
                    }

                    break;
            }
        }
    }

    public static RunAnswer.Refused? OnlyPeople(Actor actor, string verb) => actor.Kind == ActorKind.User
        ? null
        : new("actor.not_allowed", $"{actor} may not {verb}: that is for people.");
}
