using System.Globalization;
using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Runs.UseCases;

/// <summary>
/// Carries a person's command to a run: load, decide, compare-and-swap; decide anew when somebody else was faster (R1). It needs no lease, so that a
/// cancel never waits for whoever drives.
/// </summary>
internal static class CommandRun
{
    public static ValueTask<RunAnswer> ExecuteAsync(RunPorts ports, RunId run, RunCommand command, Actor actor, CancellationToken cancellationToken) =>
        DecideAsync(ports, run, _ => ValueTask.FromResult<Prepared>(new(command)), actor, null, cancellationToken);

    /// <summary>The same for a command that means what its giver saw: it is made from the first state, and stays what it was after a lost race.</summary>
    public static ValueTask<RunAnswer> ExecuteOnSightAsync(RunPorts ports, RunId run, Func<RunState, RunCommand> see, Actor actor, CancellationToken cancellationToken)
    {
        RunCommand? seen = null;
        return DecideAsync(ports, run, state => ValueTask.FromResult<Prepared>(new(seen ??= see(state))), actor, null, cancellationToken);
    }

    /// <summary>The same for a command that depends on the state and may bring artifacts along; it is made anew after each lost race.</summary>
    public static ValueTask<RunAnswer> ExecuteAsync(
        RunPorts ports, RunId run, Func<RunState, ValueTask<Prepared>> prepare, Actor actor, CancellationToken cancellationToken, OverwriteToken? token = null) =>
        // What a preparation reads is gone with a deleted run, and would look damaged.
        DecideAsync(ports, run, state => state.IsDeleted ? ValueTask.FromResult(Prepared.Not(RunRetention.DeletedBefore(state))) : prepare(state), actor, token, cancellationToken);

    private static async ValueTask<RunAnswer> DecideAsync(
        RunPorts ports,
        RunId run,
        Func<RunState, ValueTask<Prepared>> prepare,
        Actor actor,
        OverwriteToken? token,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await ports.LoadAsync(run, cancellationToken) is not { } state) return new RunAnswer.NoRun();
            var prepared = await prepare(state);
            if (prepared.Refusal is { } refusal) return refusal;
            switch (RunMachine.Decide(state, prepared.Command!))
            {
                case RunDecision.Refused refused:
                    return new RunAnswer.Refused(refused.Code, refused.Message);
                case RunDecision.Accepted { Events.Count: 0 }:
                    return new RunAnswer.Done(state, []);
                case RunDecision.Accepted accepted:
                    var (after, stored) = RunLog.Append(state, accepted.Events, actor, ports.Clock.GetUtcNow());
                    var commit = new RunCommit { After = after, ExpectedVersion = state.Version, Events = stored, Artifacts = prepared.Artifacts ?? [], Token = token };
                    var outcome = await ports.Runs.CommitAsync(commit, cancellationToken);
                    if (outcome == CommitOutcome.Committed) return new RunAnswer.Done(after, accepted.Events);
                    if (outcome == CommitOutcome.PathTaken)
                    {
                        return token is null
                            ? EditWaiting(state, prepared.Artifacts ?? [])
                            : new RunAnswer.Refused("artifact.immutable", $"The store refused to replace {token.Path.Relative}: its token is used, expired or for another file.");
                    }

                    break;
            }
        }
    }

    // What waits is stored in the folder of the execution that will take it up, and no path is written twice.
    private static RunAnswer.Refused EditWaiting(RunState state, IReadOnlyList<NewArtifact> artifacts)
    {
        var taken = artifacts.Select(a => a.Path.Relative).ToHashSet(StringComparer.Ordinal);
        var waiting = state.PendingEdits.Values.SelectMany(e => e).First(e => taken.Contains($"{state.NextExecution(e.Phase).Folder}/{e.File}"));
        return new("edit.waiting", string.Create(
            CultureInfo.InvariantCulture,
            $"An earlier edit of {waiting.File} waits for phase {waiting.Phase}. Bring the run to that phase first ('docsgen run explain {state.Id}' says what stops it), then edit the file again."));
    }

    public static RunAnswer.Refused? OnlyPeople(Actor actor, string verb) => actor.Kind == ActorKind.User
        ? null
        : new("actor.not_allowed", $"{actor} may not {verb}: that is for people.");
}

/// <summary>A command with the artifacts that it brings along, or why it cannot be given.</summary>
internal sealed record Prepared(RunCommand? Command, IReadOnlyList<NewArtifact>? Artifacts = null, RunAnswer? Refusal = null)
{
    public static Prepared Not(RunAnswer refusal) => new(null, null, refusal);

    public static Prepared Not(RunDecision.Refused refusal) => Not(new RunAnswer.Refused(refusal.Code, refusal.Message));
}
