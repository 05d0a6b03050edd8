namespace DocsGen.Core.Sync.UseCases;

/// <summary>Says what a publish would do, file by file, and what the policy would still ask for. Writes nothing.</summary>
public sealed class DryRun(SyncPorts ports)
{
    public async ValueTask<SyncAnswer<DryRunResult>> ExecuteAsync(Space space, ChangesetId id, PublishMode? mode, Artifacts.Actor actor, CancellationToken cancellationToken)
    {
        if (ports.Refuse<DryRunResult>(space.Slug.Value, Access.Scope.Read) is { } denied) return denied;
        if (await ChangesetCommands.LookAsync(ports, space, id, actor, cancellationToken) is not { } view) return Refusals.NoChangeset<DryRunResult>(space, id);
        var settled = view.Settled;
        if (settled.Status == ChangesetStatus.Published) return new SyncAnswer<DryRunResult>.Done(new(settled, settled.Report!.Replayed(), []));
        IReadOnlyList<PreparedMerge> merges = space.Policy.Stale == StaleFile.Merge ? await StaleMerges.PrepareAsync(ports, view, cancellationToken) : [];
        var checks = space.Policy.Checks.Count > 0 ? await SpaceChecks.RunAsync(ports, view, merges, cancellationToken) : null;
        var plan = PublishPlan.Of(view, settled, mode ?? space.Policy.Publish, merges);
        return new SyncAnswer<DryRunResult>.Done(new(settled, plan.Report, PolicyRequirements.Unmet(view.Space, settled, plan, checks).Sentences));
    }

    /// <summary>The same of a push that was not made: as if every file of it were accepted. Files are numbered from 1 on, in the order of the push.</summary>
    public async ValueTask<SyncAnswer<PublishReport>> OfPushAsync(Space space, PushRequest request, Artifacts.Actor actor, CancellationToken cancellationToken)
    {
        if (ports.Refuse<PublishReport>(space.Slug.Value, Access.Scope.Push) is { } denied) return denied;
        if (PushChangeset.WhatIsWrong(space, request) is { } wrong) return new SyncAnswer<PublishReport>.Refused(wrong.Code, wrong.Message);
        var now = DateTimeOffset.UnixEpoch;
        var bases = await BasesAsync(space, request, cancellationToken);
        var files = request.Files.Select((f, i) => Accepted(f, bases.GetValueOrDefault((f.File, f.BaseVersion)), i + 1, actor, now)).ToList();
        if (files.FirstOrDefault(f => f.Operation == FileOperation.Upsert && f.Hash is null) is { } empty) return new SyncAnswer<PublishReport>.Refused("BAD_REQUEST", $"{empty.Path} is pushed without content, which means that of version {empty.BaseVersion}; but it has none.");
        var mine = await ports.Documents.FindAsync(space.Id, [.. files.Select(f => f.File)], cancellationToken);
        var ids = mine.Select(d => d.File).ToHashSet();
        var changeset = new Changeset
        {
            Id = new(1),
            Number = 1,
            ClientId = request.ClientId,
            Payload = request.Payload,
            Message = request.Message,
            PushedBy = actor,
            CreatedUtc = now,
            Status = ChangesetStatus.Ready,
            Files = files,
        };
        var view = new ChangesetView
        {
            Space = space,
            Changeset = changeset,
            Documents = [.. mine, .. (await ports.Documents.ListAsync(space.Id, cancellationToken)).Where(d => !ids.Contains(d.File))],
            Now = now,
            Utc = now,
        };
        return new SyncAnswer<PublishReport>.Done(PublishPlan.Of(view, changeset, PublishMode.PerFile, []).Report);
    }

    // Without content an upsert means its base's.
    private async ValueTask<Dictionary<(FileId File, int Version), StoredContent>> BasesAsync(Space space, PushRequest request, CancellationToken cancellationToken)
    {
        var wanted = request.Files.Where(f => f is { Operation: FileOperation.Upsert, Content: null, BaseVersion: > 0 }).Select(f => (f.File, f.BaseVersion)).ToList();
        var found = wanted.Count == 0 ? [] : await ports.Documents.VersionsAsync(space.Id, wanted, cancellationToken);
        return found.Where(v => v.Hash is not null).ToDictionary(v => (v.File, v.Version), v => new StoredContent(v.Hash!.Value, v.Size));
    }

    private static ChangesetFile Accepted(PushedFile file, StoredContent? before, long number, Artifacts.Actor actor, DateTimeOffset now)
    {
        var accepted = new ChangesetFile { Number = number, File = file.File, Operation = file.Operation, Path = file.Path, BaseVersion = file.BaseVersion, Hash = file.Content?.Hash ?? before?.Hash, Size = file.Content?.Size ?? before?.Size ?? 0 };
        return accepted with { Decisions = [new(DecisionKind.Accept, null, accepted.Bound, actor, now, null, null)] };
    }
}

/// <summary>What a publish would do now.</summary>
public sealed record DryRunResult(Changeset Changeset, PublishReport Report, IReadOnlyList<string> Unmet);
