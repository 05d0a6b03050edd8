using System.Globalization;
using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Sync;

/// <summary>
/// The state machine of a changeset: pure, by what it is shown alone. Storage runs it inside the transaction that writes what it answers, so that between
/// what was looked at and what is written nobody else comes.
/// </summary>
public static class ChangesetMachine
{
    public static ChangesetVerdict Decide(ChangesetView view, ChangesetCommand command, Actor actor, DateTimeOffset utc) => command switch
    {
        ChangesetCommand.Review review => Review(view, review, actor, utc),
        ChangesetCommand.Claim claim => Claim(view, claim, actor),
        ChangesetCommand.Renew renew => Renew(view, renew),
        ChangesetCommand.Release release => Release(view, release),
        ChangesetCommand.Publish publish => Publish(view, publish, actor, utc),
        ChangesetCommand.Rebase rebase => Rebase(view, rebase, utc),
        ChangesetCommand.Withdraw withdraw => Withdraw(view, withdraw, actor),
        ChangesetCommand.Supersede supersede => Supersede(view, supersede),
        _ => throw new InvalidOperationException($"{command.GetType().Name} is no command of a changeset."),
    };

    /// <summary>Why somebody may not decide the files of a changeset at all; null where they may.</summary>
    public static ChangesetVerdict.Refused? MayNotDecide(Space space, Changeset changeset, Actor actor) => space.Policy.AuthorMayDecide || actor != changeset.PushedBy
        ? NotOpen(changeset)
        : new("REVIEW_OWN", $"{actor.Name} pushed this changeset, and the policy of '{space.Slug}' asks for somebody else to decide it.");

    // Published, superseded and being published: nothing else can be done to it.
    private static ChangesetVerdict.Refused? NotOpen(Changeset changeset) => changeset.Status switch
    {
        ChangesetStatus.Published => new("CHANGESET_PUBLISHED", $"Changeset {changeset.Id} is published. 'docsgen changeset revert {changeset.Id}' proposes to undo it."),
        ChangesetStatus.Superseded => new("CHANGESET_SUPERSEDED", changeset.SupersededBy is { } by ? $"Changeset {changeset.Id} was replaced by {by}." : $"Changeset {changeset.Id} was withdrawn."),
        ChangesetStatus.Publishing => InProgress(changeset),
        ChangesetStatus.Proposed or ChangesetStatus.Reviewing or ChangesetStatus.Ready or ChangesetStatus.Rejected => null,
    };

    private static ChangesetVerdict.Refused InProgress(Changeset changeset) =>
        new("PUBLISH_IN_PROGRESS", $"{changeset.Claim!.By.Name} is publishing changeset {changeset.Id}; try again in a moment.");

    private static ChangesetVerdict Review(ChangesetView view, ChangesetCommand.Review command, Actor actor, DateTimeOffset utc)
    {
        var changeset = view.Settled;
        if (NotOpen(changeset) is { } refused) return refused;
        if (MayNotDecide(view.Space, changeset, actor) is { } own) return own;
        var decided = new Dictionary<long, ChangesetFile>();
        var decisions = new List<(long, Decision)>();
        var files = changeset.Files.ToDictionary(f => f.Number);
        foreach (var review in command.Files)
        {
            if (!files.TryGetValue(review.File, out var file)) return new ChangesetVerdict.Refused("FILE_NOT_FOUND", $"Changeset {changeset.Id} has no file number {review.File}.");
            file = decided.GetValueOrDefault(review.File, file);
            switch (ReviewFile(view, file, review, actor, utc))
            {
                case (null, { } why):
                    return why;
                case ({ } after, _):
                    decided[review.File] = after;
                    decisions.Add((review.File, after.Decisions[^1]));
                    break;
            }
        }

        var afterwards = With(changeset, decided);
        afterwards = afterwards with { Status = afterwards.StatusByDecisions };
        return Accept(new()
        {
            After = afterwards,
            Decisions = decisions,
            Files = [.. decided.Values.Where(f => f.BaseVersion != files[f.Number].BaseVersion)],
            Blobs = [.. command.Files.Select(f => f.Amended).OfType<StagedBlob>()],
            Events = [Event("changeset.reviewed", changeset, $"{actor.Name} decided {Files(decided.Count)} of changeset {changeset.Id}; it is {afterwards.Status.ToWire()}.", ("files", decided.Count), ("status", afterwards.Status.ToWire()))],
        });
    }

    private static (ChangesetFile? After, ChangesetVerdict.Refused? Why) ReviewFile(ChangesetView view, ChangesetFile file, FileReview review, Actor actor, DateTimeOffset utc)
    {
        if (file.Applied is not null) return (null, new("FILE_PUBLISHED", $"{file.Path} of this changeset is live already."));
        var (kind, amended) = (review.Kind, review.Amended is { } blob ? new StoredContent(blob.Hash, blob.Size) : null);
        if (review.Seen is { } seen && seen != file.Bound)
        {
            // Accepting the amendment that counts now is to amend to the same content.
            if (kind != DecisionKind.Accept || file.Decision?.Amended is not { } other || other.Hash.Value != seen) return (null, new("REVIEW_STALE", $"{file.Path} changed since you looked at it. Look again, and decide what is there now."));
            (kind, amended) = (DecisionKind.Amend, other);
        }

        if (kind == DecisionKind.Amend && amended is null) return (null, new("AMEND_EMPTY", $"An amendment of {file.Path} needs its content."));
        if (review.AgainstVersion is { } against)
        {
            if (kind != DecisionKind.Amend) return (null, new("AGAINST_VERSION", "Only an amendment moves the base of a file."));
            var live = view.Documents.FirstOrDefault(d => d.File == file.File);
            if (live is null || live.Version != against) return (null, new("VERSION_CONFLICT", $"{file.Path} is at version {live?.Version ?? 0}, not {against}. Look at the current version, and amend against it."));
            file = file with { BaseVersion = live.Version, BaseHash = live.Hash, BasePath = live.Path };
        }

        var decision = new Decision(kind, amended, file.Bound, actor, utc, review.Comment, CarriedFrom: null);
        return (file with { Decisions = [.. file.Decisions, decision] }, null);
    }

    private static ChangesetVerdict Claim(ChangesetView view, ChangesetCommand.Claim command, Actor actor)
    {
        var changeset = view.Settled;
        switch (changeset.Status)
        {
            case ChangesetStatus.Publishing:
                return InProgress(changeset);
            case ChangesetStatus.Published:
                return NotOpen(changeset)!;
            case ChangesetStatus.Superseded:
                return new ChangesetVerdict.Refused("CHANGESET_NOT_PUBLISHABLE", NotOpen(changeset)!.Message);
            case ChangesetStatus.Proposed or ChangesetStatus.Reviewing or ChangesetStatus.Ready or ChangesetStatus.Rejected:
                var claim = new PublishClaim(actor, command.Process, view.Now, view.Now + command.Term, changeset.Status);
                return Accept(new() { After = changeset with { Status = ChangesetStatus.Publishing, Fence = changeset.Fence + 1, Claim = claim } });
            default:
                throw new InvalidOperationException($"{changeset.Status} is no status.");
        }
    }

    // A claim that lapsed is not prolonged, even if nobody came: whoever looked meanwhile saw it as free.
    private static ChangesetVerdict Renew(ChangesetView view, ChangesetCommand.Renew command) => Holds(view, command.Fence) is { } held
        ? Accept(new() { After = held with { Claim = held.Claim! with { UntilUtc = view.Now + command.Term } } })
        : Lapsed(view);

    private static ChangesetVerdict Release(ChangesetView view, ChangesetCommand.Release command) => Holds(view, command.Fence) is { } held
        ? Accept(new()
        {
            After = held with { Status = held.Claim!.Before, Claim = null },
            Events = [Event("changeset.released", held, $"The publish of changeset {held.Id} ended without a change: {command.Why}", ("why", command.Why))],
        })
        : Lapsed(view);

    private static ChangesetVerdict Publish(ChangesetView view, ChangesetCommand.Publish command, Actor actor, DateTimeOffset utc)
    {
        if (Holds(view, command.Fence) is not { } held) return Lapsed(view);
        var plan = PublishPlan.Of(view, held, command.Mode, command.Merges);
        var free = held with { Claim = null, Report = plan.Report };
        if (plan.IsStopped)
        {
            return Accept(new()
            {
                After = free with { Status = ChangesetStatus.Reviewing },
                Events = [Event("changeset.conflicted", held, $"Nothing of changeset {held.Id} was published: {Files(plan.Obstacles)} stand in the way.", ("files", plan.Obstacles))],
            });
        }

        if (plan.Writes.Count > 0)
        {
            var unmet = PolicyRequirements.Unmet(view.Space, held, plan, command.Checks);
            if (unmet.Outdated) return new ChangesetVerdict.Refused("CHECKS_OUTDATED", "The space changed since the checks ran.");
            if (unmet.Sentences.Count > 0) return new ChangesetVerdict.Refused("POLICY_UNMET", string.Join('\n', unmet.Sentences));
        }

        return Accept(Applied(view, free, plan, actor, utc));
    }

    private static ChangesetChange Applied(ChangesetView view, Changeset held, PublishPlan plan, Actor actor, DateTimeOffset utc)
    {
        var versions = new List<DocumentVersion>(plan.Writes.Count);
        var applied = new Dictionary<long, ChangesetFile>();
        foreach (var write in plan.Writes)
        {
            var sequence = view.Space.Sequence + versions.Count + 1;
            versions.Add(new()
            {
                File = write.File.File,
                Version = write.Version,
                Path = write.Path,
                Hash = write.Content.Hash,
                Size = write.Content.Size,
                Sequence = sequence,
                Changeset = held.Id,
                PushedBy = held.PushedBy,
                Reviewers = [.. write.File.Approvers],
                Publisher = actor,
                PublishedUtc = utc,
                Provenance = write.File.Provenance,
            });
            applied[write.File.Number] = write.File with { Applied = new(write.Version, sequence) };
        }

        // A delete of what is gone is done with as well.
        foreach (var gone in plan.AlreadyMissing) applied[gone.Number] = gone with { Applied = new(plan.VersionOf(gone), 0) };
        var after = With(held, applied);
        var status = plan.Report.HasConflicts ? ChangesetStatus.Reviewing
            : after.Files.All(f => f.Applied is null) ? ChangesetStatus.Rejected
            : ChangesetStatus.Published;
        after = after with { Status = status };
        if (status == ChangesetStatus.Published) after = after with { PublishedBy = actor, PublishedUtc = utc };
        var happened = status switch
        {
            ChangesetStatus.Published => ("changeset.published", $"{actor.Name} published changeset {held.Id}: {Files(versions.Count)} changed."),
            ChangesetStatus.Rejected => ("changeset.rejected", $"Every file of changeset {held.Id} is rejected; nothing was published."),
            _ => ("changeset.partly_published", $"{actor.Name} published {Files(versions.Count)} of changeset {held.Id}; others stand in the way."),
        };
        return new()
        {
            After = after,
            Files = [.. applied.Values],
            Versions = versions,
            Blobs = plan.Blobs,
            Events = [Event(happened.Item1, held, happened.Item2, ("files", versions.Count), ("cursor", Cursor.Of(view.Space.Epoch, view.Space.Sequence + versions.Count).Value), ("status", status.ToWire()))],
        };
    }

    private static ChangesetVerdict Rebase(ChangesetView view, ChangesetCommand.Rebase command, DateTimeOffset utc)
    {
        var changeset = view.Settled;
        if (NotOpen(changeset) is { } refused) return refused;
        var files = changeset.Files.ToDictionary(f => f.Number);
        var (moved, decisions, blobs) = (new Dictionary<long, ChangesetFile>(), new List<(long, Decision)>(), new List<StagedBlob>());
        foreach (var rebased in command.Files)
        {
            if (!files.TryGetValue(rebased.File, out var file) || file.Applied is not null || file.BaseVersion != rebased.FromBase || file.Bound != rebased.FromBound
                || view.Documents.FirstOrDefault(d => d.File == file.File) != rebased.Live)
            {
                return new ChangesetVerdict.Refused("REBASE_LOST", $"Changeset {changeset.Id}, or what is live, changed during the rebase. Rebase again.");
            }

            var after = file with
            {
                BaseVersion = rebased.Live.Version,
                BaseHash = rebased.Live.Hash,
                BasePath = rebased.Live.Path,
                Path = rebased.Path,
                Hash = rebased.Content?.Hash,
                Size = rebased.Content?.Size ?? 0,
                Lines = rebased.Lines,
            };
            var carried = view.Space.Policy.CarryDecisions ? Carried(file, after, rebased, utc).ToList() : [];
            decisions.AddRange(carried.Select(d => (file.Number, d)));
            moved[file.Number] = after with { Decisions = [.. file.Decisions, .. carried] };
            if (rebased.Content is { } content) blobs.Add(content);
            blobs.AddRange(rebased.Amended.Values);
        }

        var afterwards = With(changeset, moved);
        afterwards = afterwards with { Status = afterwards.StatusByDecisions };
        return Accept(new()
        {
            After = afterwards,
            Files = [.. moved.Values],
            Decisions = decisions,
            Blobs = blobs,
            Comments = command.Comments,
            Events = moved.Count == 0 ? [] : [Event("changeset.rebased", changeset, $"{Files(moved.Count)} of changeset {changeset.Id} moved to the current versions.", ("files", moved.Count), ("carried", decisions.Count))],
        });
    }

    // Each person's own latest decision, in the order in which they were made, so that the one that counted still does (S7). An amendment is kept where it merged cleanly.
    private static IEnumerable<Decision> Carried(ChangesetFile before, ChangesetFile after, RebasedFile rebased, DateTimeOffset utc)
    {
        var latest = before.Decisions.Where(d => d.Bound == before.Bound).GroupBy(d => d.By).Select(g => g.Last()).ToHashSet();
        foreach (var decision in before.Decisions.Where(latest.Contains))
        {
            var amended = decision.Amended is { } old && rebased.Amended.TryGetValue(old.Hash, out var merged) ? new StoredContent(merged.Hash, merged.Size) : null;
            if (decision.Amended is not null && amended is null) continue;
            if (before.Bound == after.Bound && amended == decision.Amended) continue;
            yield return decision with { Number = 0, Amended = amended, Bound = after.Bound, Utc = utc, CarriedFrom = decision.Amended?.Hash.Value ?? before.Bound };
        }
    }

    private static ChangesetVerdict Withdraw(ChangesetView view, ChangesetCommand.Withdraw command, Actor actor)
    {
        var changeset = view.Settled;
        if (NotOpen(changeset) is { } refused) return refused;
        if (changeset.Files.Any(f => f.Applied is not null)) return PartlyLive(changeset);
        return Accept(new()
        {
            After = changeset with { Status = ChangesetStatus.Superseded, WithdrawnBy = actor },
            Events = [Event("changeset.withdrawn", changeset, $"{actor.Name} withdrew changeset {changeset.Id}: {command.Reason}", ("reason", command.Reason))],
        });
    }

    private static ChangesetVerdict Supersede(ChangesetView view, ChangesetCommand.Supersede command)
    {
        var changeset = view.Settled;
        if (NotOpen(changeset) is { } refused) return refused;
        if (changeset.Files.Any(f => f.Applied is not null)) return PartlyLive(changeset);
        return Accept(new()
        {
            After = changeset with { Status = ChangesetStatus.Superseded, SupersededBy = command.By },
            Events = [Event("changeset.superseded", changeset, $"Changeset {command.By} replaces changeset {changeset.Id}.", ("by", command.By.Value))],
        });
    }

    private static ChangesetVerdict.Refused PartlyLive(Changeset changeset) =>
        new("CHANGESET_PARTLY_PUBLISHED", $"Some files of changeset {changeset.Id} are live. Reject the others, and publish; or revert it afterwards.");

    private static Changeset? Holds(ChangesetView view, long fence) =>
        view.Settled is { Status: ChangesetStatus.Publishing } changeset && changeset.Fence == fence ? changeset : null;

    private static ChangesetVerdict.Refused Lapsed(ChangesetView view) =>
        new("PUBLISH_LAPSED", $"This publish of changeset {view.Changeset.Id} took longer than its claim lasts, and applied nothing. Publish again.");

    private static Changeset With(Changeset changeset, Dictionary<long, ChangesetFile> changed) =>
        changed.Count == 0 ? changeset : changeset with { Files = [.. changeset.Files.Select(f => changed.GetValueOrDefault(f.Number, f))] };

    private static ChangesetVerdict.Accepted Accept(ChangesetChange change) => new(change);

    private static SpaceEvent Event(string type, Changeset changeset, string message, params (string Name, object Value)[] data) =>
        new(type, changeset.Id, message, data.ToDictionary(d => d.Name, d => string.Create(CultureInfo.InvariantCulture, $"{d.Value}"), StringComparer.Ordinal));

    private static string Files(int count) => count == 1 ? "1 file" : string.Create(CultureInfo.InvariantCulture, $"{count} files");
}
