using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Sync.UseCases;

/// <summary>Says of each file what a reviewer should know before deciding it: what a publish would find in its way, were all files accepted. Writes nothing.</summary>
public sealed class MarkFiles(SyncPorts ports)
{
    public async ValueTask<SyncAnswer<MarkedChangeset>> ExecuteAsync(Space space, ChangesetId id, Actor actor, CancellationToken cancellationToken)
    {
        if (await ChangesetCommands.LookAsync(ports, space, id, actor, cancellationToken) is not { } view) return Refusals.NoChangeset<MarkedChangeset>(space, id);
        var settled = view.Settled;
        if (settled.IsFinal) return new SyncAnswer<MarkedChangeset>.Done(new(settled, new Dictionary<long, FileMarks>(), []));
        var accepted = settled with { Files = [.. settled.Files.Select(f => Accepted(f, actor, view.Utc))] };
        var reports = PublishPlan.Of(view, accepted, PublishMode.PerFile, []).Report.Files.ToDictionary(r => r.File);
        var errors = view.Space.Policy.Checks.Count > 0 ? (await SpaceChecks.RunAsync(ports, view with { Changeset = accepted }, [], cancellationToken)).NewErrors : [];
        var byPath = errors.ToLookup(e => e.Path, StringComparer.Ordinal);
        var documents = view.Documents.ToDictionary(d => d.File);
        var marks = new Dictionary<long, FileMarks>();
        foreach (var file in settled.Files.Where(f => f.Applied is null))
        {
            var live = documents.GetValueOrDefault(file.File);
            var obstacle = reports[file.Number] is { Status: PublishReasons.Conflict, Reason: { } reason } ? reason : null;
            var merges = live is not null && live.Version != file.BaseVersion ? await MergesAsync(file, live, cancellationToken) : (bool?)null;
            marks[file.Number] = new(live, obstacle, merges, [.. byPath[file.Path.Value]]);
        }

        var paths = settled.Files.Select(f => f.Path.Value).ToHashSet(StringComparer.Ordinal);
        return new SyncAnswer<MarkedChangeset>.Done(new(settled, marks, [.. errors.Where(e => !paths.Contains(e.Path))]));
    }

    // An amendment is what would be published, and stays; what is rejected is looked at as if it were not.
    private static ChangesetFile Accepted(ChangesetFile file, Actor actor, DateTimeOffset utc) =>
        file.Applied is not null || file.Decision is { Kind: DecisionKind.Amend } ? file : file with { Decisions = [.. file.Decisions, new(DecisionKind.Accept, null, file.Bound, actor, utc, null, null)] };

    private async ValueTask<bool> MergesAsync(ChangesetFile file, Document live, CancellationToken cancellationToken)
    {
        if (FileMerge.Path(file.BasePath, file.Path, live.Path) is null) return false;
        var (ancestor, incoming) = (await ReadAsync(file.BaseHash, cancellationToken), await ReadAsync(file.Proposed, cancellationToken));
        return FileMerge.Content(ancestor, incoming, await ReadAsync(live.Hash, cancellationToken)) is { } merged && (merged.Content is null) == (incoming is null);
    }

    private async ValueTask<byte[]?> ReadAsync(ContentHash? hash, CancellationToken cancellationToken) =>
        hash is { } known ? await TextContent.ReadAsync(ports.Blobs, known, cancellationToken) : null;
}

/// <summary>What a reviewer should know of a file.</summary>
/// <param name="Live">Its document now; null where there is none.</param>
/// <param name="Obstacle">One of <see cref="PublishReasons"/>, where a publish would refuse the file; null where it would not.</param>
/// <param name="MergesCleanly">Where its document changed since its base: whether a rebase would merge it. Null where there is nothing to merge.</param>
/// <param name="Errors">What the space's checks find in it that is not there today.</param>
public sealed record FileMarks(Document? Live, string? Obstacle, bool? MergesCleanly, IReadOnlyList<CheckError> Errors);

/// <summary>A changeset with the marks of its files that are not live; of a final one there are none.</summary>
/// <param name="Changeset">As it was marked.</param>
/// <param name="Marks">By the number of the file.</param>
/// <param name="OtherErrors">What the checks find in documents that it does not touch.</param>
public sealed record MarkedChangeset(Changeset Changeset, IReadOnlyDictionary<long, FileMarks> Marks, IReadOnlyList<CheckError> OtherErrors);
