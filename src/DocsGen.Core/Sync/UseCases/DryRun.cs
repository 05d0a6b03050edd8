namespace DocsGen.Core.Sync.UseCases;

/// <summary>Says what a publish would do, file by file, and what the policy would still ask for. Writes nothing.</summary>
public sealed class DryRun(SyncPorts ports)
{
    public async ValueTask<SyncAnswer<DryRunResult>> ExecuteAsync(Space space, ChangesetId id, PublishMode? mode, Artifacts.Actor actor, CancellationToken cancellationToken)
    {
        if (await ChangesetCommands.LookAsync(ports, space, id, actor, cancellationToken) is not { } view) return ChangesetCommands.NotFound<DryRunResult>(space, id);
        var settled = view.Settled;
        if (settled.Status == ChangesetStatus.Published) return new SyncAnswer<DryRunResult>.Done(new(settled, settled.Report!.Replayed(), []));
        IReadOnlyList<PreparedMerge> merges = space.Policy.Stale == StaleFile.Merge ? await StaleMerges.PrepareAsync(ports, view, cancellationToken) : [];
        var checks = space.Policy.Checks.Count > 0 ? await SpaceChecks.RunAsync(ports, view, merges, cancellationToken) : null;
        var plan = PublishPlan.Of(view, settled, mode ?? space.Policy.Publish, merges);
        return new SyncAnswer<DryRunResult>.Done(new(settled, plan.Report, PolicyRequirements.Unmet(view.Space, settled, plan, checks).Sentences));
    }
}

/// <summary>What a publish would do now.</summary>
public sealed record DryRunResult(Changeset Changeset, PublishReport Report, IReadOnlyList<string> Unmet);
