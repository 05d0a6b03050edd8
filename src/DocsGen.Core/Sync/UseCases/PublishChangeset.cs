using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Sync.UseCases;

/// <summary>
/// Puts a changeset live. Order of the writes: the claim is committed; merges and checks are made outside of any transaction while the claim is kept alive;
/// one transaction checks the claim's fence, decides, and applies everything or nothing. Whatever goes wrong between, the claim is given back, or lapses.
/// </summary>
public sealed class PublishChangeset(SyncPorts ports, TimeProvider clock)
{
    private const int Tries = 5;

    /// <param name="space">The space.</param>
    /// <param name="id">The changeset.</param>
    /// <param name="options">How.</param>
    /// <param name="actor">Who: a person.</param>
    /// <param name="cancellationToken">Stops it before it is applied.</param>
    /// <summary>Publishes; the answer's report says what became of each file.</summary>
    public async ValueTask<SyncAnswer<PublishResult>> ExecuteAsync(Space space, ChangesetId id, PublishOptions options, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Kind != ActorKind.User) return new SyncAnswer<PublishResult>.Refused("actor.not_allowed", $"{actor} may not publish: that is for people.");
        var claimed = await ChangesetCommands.ExecuteAsync(ports, space, id, new ChangesetCommand.Claim(options.Process, options.Term), actor, cancellationToken);
        if (claimed is not SyncAnswer<Changeset>.Done { Value: var held }) return await ReplayAsync(space, id, (SyncAnswer<Changeset>.Refused)claimed, cancellationToken);
        options.OnClaimed?.Invoke(held);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // While the changeset is applied the heart does not beat: it would queue for the space behind its own publish, and were this process stopped there, hold
        // everybody up a second time.
        using var turn = new SemaphoreSlim(1, 1);
        var heart = BeatAsync(space, held, options, actor, turn, stop.Token);
        string why;
        try
        {
            var answer = await ApplyAsync(space, held, options, actor, turn, cancellationToken);
            if (answer is SyncAnswer<PublishResult>.Done) return answer;
            why = ((SyncAnswer<PublishResult>.Refused)answer).Code;
            await ReleaseAsync(space, held, why, actor);
            return answer;
        }
        catch (Exception exception)
        {
            // The store may be what failed; the claim then lapses by itself.
            why = exception is OperationCanceledException ? "canceled" : exception.GetType().Name;
            await TryReleaseAsync(space, held, why, actor);
            throw;
        }
        finally
        {
            await stop.CancelAsync();
            await heart;
        }
    }

    // A published changeset answers its report again, and changes nothing.
    private async ValueTask<SyncAnswer<PublishResult>> ReplayAsync(Space space, ChangesetId id, SyncAnswer<Changeset>.Refused refused, CancellationToken cancellationToken)
    {
        if (refused.Code != "CHANGESET_PUBLISHED") return new SyncAnswer<PublishResult>.Refused(refused.Code, refused.Message);
        var published = await ports.Changesets.FindAsync(space.Id, id, cancellationToken);
        return new SyncAnswer<PublishResult>.Done(new(published!, published!.Report!.Replayed(), Replayed: true));
    }

    private async ValueTask<SyncAnswer<PublishResult>> ApplyAsync(Space space, Changeset held, PublishOptions options, Actor actor, SemaphoreSlim turn, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (merges, checks) = ((IReadOnlyList<PreparedMerge>)[], (CheckResult?)null);
            if (space.Policy.Stale == StaleFile.Merge || space.Policy.Checks.Count > 0)
            {
                var view = await ChangesetCommands.LookAsync(ports, space, held.Id, actor, cancellationToken);
                if (view is null) return (SyncAnswer<PublishResult>.Refused)Refusals.NoChangeset<PublishResult>(space, held.Id);
                if (space.Policy.Stale == StaleFile.Merge) merges = await StaleMerges.PrepareAsync(ports, view, cancellationToken);
                if (space.Policy.Checks.Count > 0) checks = await SpaceChecks.RunAsync(ports, view, merges, cancellationToken);
            }

            options.OnPrepared?.Invoke(held);
            var mode = options.Mode ?? space.Policy.Publish;
            switch (await InTurnAsync(turn, space, held, new ChangesetCommand.Publish(held.Fence, mode, merges, checks), actor, cancellationToken))
            {
                case SyncAnswer<Changeset>.Done { Value: var after }:
                    return new SyncAnswer<PublishResult>.Done(new(after, after.Report!, Replayed: false));
                case SyncAnswer<Changeset>.Refused { Code: "CHECKS_OUTDATED" } when attempt < Tries:
                    // Others publish meanwhile, or the policy changed: look at it as it is now.
                    space = await ports.Spaces.FindAsync(space.Slug, cancellationToken) ?? space;
                    break;
                case SyncAnswer<Changeset>.Refused refused:
                    return new SyncAnswer<PublishResult>.Refused(refused.Code, refused.Message);
            }
        }
    }

    private async Task BeatAsync(Space space, Changeset held, PublishOptions options, Actor actor, SemaphoreSlim turn, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await Task.Delay(options.Term / 3, clock, stop);
                if (await InTurnAsync(turn, space, held, new ChangesetCommand.Renew(held.Fence, options.Term), actor, stop) is SyncAnswer<Changeset>.Refused) return;
            }
        }
        catch (Exception exception) when (stop.IsCancellationRequested || exception is not OperationCanceledException)
        {
            // The publish is over, or the store cannot be reached: then the claim lapses, and the transaction that applies the changeset finds out by itself. Whether
            // it was published must not depend on a heartbeat.
        }
    }

    private async ValueTask<SyncAnswer<Changeset>> InTurnAsync(SemaphoreSlim turn, Space space, Changeset held, ChangesetCommand command, Actor actor, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            return await ChangesetCommands.ExecuteAsync(ports, space, held.Id, command, actor, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    private async ValueTask ReleaseAsync(Space space, Changeset held, string why, Actor actor) =>
        await ChangesetCommands.ExecuteAsync(ports, space, held.Id, new ChangesetCommand.Release(held.Fence, why), actor, CancellationToken.None);

    private async ValueTask TryReleaseAsync(Space space, Changeset held, string why, Actor actor)
    {
        try
        {
            await ReleaseAsync(space, held, why, actor);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // What went wrong first is on its way to the caller and says more; the lease is what frees the changeset now.
        }
    }
}

/// <summary>How to publish.</summary>
public sealed record PublishOptions
{
    /// <summary>Null for the policy's.</summary>
    public PublishMode? Mode { get; init; }

    /// <summary>This process, so exactly that a dead one can be told from a paused one.</summary>
    public required string Process { get; init; }

    /// <summary>How long a claim lasts that is not prolonged; it is prolonged thrice in that time.</summary>
    public TimeSpan Term { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Told when the claim is committed.</summary>
    public Action<Changeset>? OnClaimed { get; init; }

    /// <summary>Told when everything is ready for the transaction that applies it.</summary>
    public Action<Changeset>? OnPrepared { get; init; }
}

/// <summary>What a publish gave.</summary>
public sealed record PublishResult(Changeset Changeset, PublishReport Report, bool Replayed);
