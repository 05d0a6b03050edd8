using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Runs.UseCases;

/// <summary>
/// Carries a person's command to a run: load, decide, compare-and-swap; decide anew when somebody else was faster (R1). It needs no lease, so that a
/// cancel never waits for whoever drives.
/// </summary>
internal static class CommandRun
{
    public static async ValueTask<RunAnswer> ExecuteAsync(RunPorts ports, RunId run, RunCommand command, Actor actor, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await ports.LoadAsync(run, cancellationToken) is not { } state) return new RunAnswer.NoRun();
            switch (RunMachine.Decide(state, command))
            {
                case RunDecision.Refused refused:
                    return new RunAnswer.Refused(refused.Code, refused.Message);
                case RunDecision.Accepted { Events.Count: 0 }:
                    return new RunAnswer.Done(state, []);
                case RunDecision.Accepted accepted:
                    var (after, stored) = RunLog.Append(state, accepted.Events, actor, ports.Clock.GetUtcNow());
                    var commit = new RunCommit { After = after, ExpectedVersion = state.Version, Events = stored };
                    if (await ports.Runs.CommitAsync(commit, cancellationToken) == CommitOutcome.Committed) return new RunAnswer.Done(after, accepted.Events);
                    break;
            }
        }
    }

    public static RunAnswer.Refused? OnlyPeople(Actor actor, string verb) => actor.Kind == ActorKind.User
        ? null
        : new("actor.not_allowed", $"{actor} may not {verb}: that is for people.");
}
