using DocsGen.Core.Artifacts;
using DocsGen.Core.Text.Diff;

namespace DocsGen.Core.Sync.UseCases;

/// <summary>Moves the files of a changeset onto the current versions of their documents, where that merges cleanly; the others stay as they are, and are named.</summary>
public sealed class RebaseChangeset(SyncPorts ports)
{
    private const int Tries = 5;

    public async ValueTask<SyncAnswer<RebaseResult>> ExecuteAsync(Space space, ChangesetId id, Actor actor, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await ChangesetCommands.LookAsync(ports, space, id, actor, cancellationToken) is not { } view) return Refusals.NoChangeset<RebaseResult>(space, id);
            var (merged, conflicts) = await MergeAsync(view, cancellationToken);
            var comments = await MoveCommentsAsync(space, view, merged, cancellationToken);
            var rebased = merged.Select(m => m.File).ToList();
            switch (await ChangesetCommands.ExecuteAsync(ports, space, id, new ChangesetCommand.Rebase(rebased, comments), actor, cancellationToken))
            {
                case SyncAnswer<Changeset>.Done { Value: var after }:
                    return new SyncAnswer<RebaseResult>.Done(new(after, [.. rebased.Select(r => r.File)], conflicts));
                case SyncAnswer<Changeset>.Refused { Code: "REBASE_LOST" } when attempt < Tries:
                    break;
                case SyncAnswer<Changeset>.Refused refused:
                    return new SyncAnswer<RebaseResult>.Refused(refused.Code, refused.Message);
            }
        }
    }

    private async ValueTask<(List<(RebasedFile File, byte[]? Content)> Rebased, List<long> Conflicts)> MergeAsync(ChangesetView view, CancellationToken cancellationToken)
    {
        var documents = view.Documents.ToDictionary(d => d.File);
        var (rebased, conflicts) = (new List<(RebasedFile, byte[]?)>(), new List<long>());
        foreach (var file in view.Changeset.Files)
        {
            if (file.Applied is not null || !documents.TryGetValue(file.File, out var live) || live.Version == file.BaseVersion) continue;
            if (await MergeAsync(file, live, cancellationToken) is { } merged) rebased.Add(merged);
            else conflicts.Add(file.Number);
        }

        return (rebased, conflicts);
    }

    private async ValueTask<(RebasedFile File, byte[]? Content)?> MergeAsync(ChangesetFile file, Document live, CancellationToken cancellationToken)
    {
        var (ancestor, current) = (await ReadAsync(file.BaseHash, cancellationToken), await ReadAsync(live.Hash, cancellationToken));
        var incoming = await ReadAsync(file.Hash, cancellationToken);
        // A delete of what others changed meanwhile is theirs to decide anew.
        if (FileMerge.Content(ancestor, incoming, current) is not { } merged || (merged.Content is null) != (incoming is null)) return null;
        if (FileMerge.Path(file.BasePath, file.Path, live.Path) is not { } path) return null;
        var amended = new Dictionary<ContentHash, StagedBlob>();
        foreach (var amendment in file.Decisions.Where(d => d.Bound == file.Bound).Select(d => d.Amended).OfType<StoredContent>())
        {
            if (FileMerge.Content(ancestor, await ReadAsync(amendment.Hash, cancellationToken), current)?.Content is not { } bytes) continue;
            amended[amendment.Hash] = await TextContent.StageAsync(ports.Blobs, bytes, cancellationToken);
        }

        var rebased = new RebasedFile
        {
            File = file.Number,
            FromBase = file.BaseVersion,
            FromBound = file.Bound,
            Live = live,
            Path = path,
            Content = merged.Content is null ? null : await TextContent.StageAsync(ports.Blobs, merged.Content, cancellationToken),
            Lines = TextContent.Count(current, merged.Content),
            Amended = amended,
        };
        return (rebased, merged.Content);
    }

    // A comment follows its lines; where those were changed themselves it stands where they stood, and says so.
    private async ValueTask<List<Comment>> MoveCommentsAsync(Space space, ChangesetView view, List<(RebasedFile File, byte[]? Content)> rebased, CancellationToken cancellationToken)
    {
        var moved = new List<Comment>();
        var files = view.Changeset.Files.ToDictionary(f => f.Number);
        var byFile = (await ports.Changesets.CommentsAsync(space.Id, view.Changeset.Id, cancellationToken)).Where(c => c.Lines is not null).ToLookup(c => c.File);
        foreach (var (file, content) in rebased.Where(r => byFile[r.File.File].Any() && r.Content is not null && r.File.Content!.Hash.Value != r.File.FromBound))
        {
            var before = TextContent.Of(await ReadAsync(files[file.File].Hash, cancellationToken) ?? []);
            if (before is null || TextContent.Of(content!) is not { } after) continue;
            var diff = TextDiff.Of(before, after);
            moved.AddRange(byFile[file.File].Select(c => Move(c, diff)));
        }

        return moved;
    }

    private static Comment Move(Comment comment, TextDiff diff)
    {
        var (lines, isTouched) = comment.Lines!.Value.Follow(diff);
        return comment with { Lines = lines, IsOutdated = comment.IsOutdated || isTouched };
    }

    private async ValueTask<byte[]?> ReadAsync(ContentHash? hash, CancellationToken cancellationToken) =>
        hash is { } known ? await TextContent.ReadAsync(ports.Blobs, known, cancellationToken) : null;
}

/// <summary>What a rebase gave: the numbers of files that moved, and of those that conflict.</summary>
public sealed record RebaseResult(Changeset Changeset, IReadOnlyList<long> Moved, IReadOnlyList<long> Conflicts);
