using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;

namespace DocsGen.TestSupport.Sync;

/// <summary>
/// The pure core run alone: what the transitions answer, applied to values in memory. It takes no part in proofs about storage; it is where ten thousand random
/// lives fit into some seconds. Broken variants are for the proofs that the lives notice.
/// </summary>
internal sealed class MemorySync(SyncBug bug = SyncBug.None) : ISpaceStore, IChangesetStore, IDocumentStore, IBlobStore
{
    private readonly Dictionary<long, Space> spaces = [];
    private readonly Dictionary<long, (long Space, Changeset Changeset, List<Comment> Comments)> changesets = [];
    private readonly Dictionary<(long Space, FileId File), List<DocumentVersion>> history = [];
    private readonly Dictionary<ContentHash, byte[]> blobs = [];
    private long now = 1_700_000_000_000;
    private long nextFile;
    private long nextComment;

    public SyncPorts Ports => new(this, this, this, this);

    /// <summary>Lets time pass for leases.</summary>
    public void Pass(TimeSpan time) => now += (long)time.TotalMilliseconds;

    private DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(now);

    public ValueTask<StagedBlob> StageAsync(Stream content, CancellationToken cancellationToken) => throw new NotSupportedException("These lives hold small files only.");

    public ValueTask<Stream> OpenAsync(ContentHash hash, CancellationToken cancellationToken) => ValueTask.FromResult<Stream>(new MemoryStream(blobs[hash], writable: false));

    public ValueTask<Space?> FindAsync(SpaceSlug slug, CancellationToken cancellationToken) => ValueTask.FromResult(spaces.Values.FirstOrDefault(s => s.Slug == slug));

    public ValueTask<IReadOnlyList<Space>> ListAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<Space>>([.. spaces.Values]);

    public ValueTask<Space?> CreateAsync(SpaceSlug slug, string name, SpacePolicy policy, Actor by, CancellationToken cancellationToken)
    {
        var space = new Space { Id = spaces.Count + 1, Slug = slug, Name = name, Policy = policy, CreatedBy = by, CreatedUtc = Now };
        spaces[space.Id] = space;
        return ValueTask.FromResult<Space?>(space);
    }

    public ValueTask<Space?> ChangeAsync(long space, Func<Space, (Space After, SpaceEvent Event)?> change, Actor by, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Space?>(spaces[space] = change(spaces[space])?.After ?? spaces[space]);

    public ValueTask<IReadOnlyList<StoredSpaceEvent>> EventsAsync(long space, long after, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<PushOutcome> PushAsync(NewChangeset pushed, CancellationToken cancellationToken)
    {
        var space = spaces[pushed.Space];
        var there = changesets.Values.FirstOrDefault(c => c.Space == pushed.Space && c.Changeset.ClientId == pushed.ClientId).Changeset;
        if (there is not null) return ValueTask.FromResult<PushOutcome>(there.Payload == pushed.Payload ? new PushOutcome.Replayed(there, space) : new PushOutcome.Refused("CLIENT_CHANGESET_ID_REUSED", ""));
        var id = new ChangesetId(changesets.Count + 1);
        var files = pushed.Files.Select(f => File(pushed.Space, f)).ToList();
        var changeset = new Changeset
        {
            Id = id,
            Number = space.Pushes + 1,
            ClientId = pushed.ClientId,
            Payload = pushed.Payload,
            Message = pushed.Message,
            PushedBy = pushed.PushedBy,
            CreatedUtc = Now,
            Status = ChangesetStatus.Proposed,
            Files = files,
        };
        var replaced = pushed.Supersedes.ToList();
        foreach (var old in replaced)
        {
            var view = View(pushed.Space, old);
            if (view is null || ChangesetMachine.Decide(view, new ChangesetCommand.Supersede(id), pushed.PushedBy, Now) is not ChangesetVerdict.Accepted { Change: var change }) return ValueTask.FromResult<PushOutcome>(new PushOutcome.Refused("CANNOT", ""));
            changesets[old.Value] = changesets[old.Value] with { Changeset = change.After };
        }

        changesets[id.Value] = (pushed.Space, changeset, []);
        spaces[space.Id] = space with { Pushes = space.Pushes + 1 };
        if (bug == SyncBug.PushPublishes && files.Count > 0) _ = Write(space, files[0]);
        return ValueTask.FromResult<PushOutcome>(new PushOutcome.Created(changeset, spaces[space.Id]));
    }

    public ValueTask<Changeset?> FindAsync(long space, ChangesetId id, CancellationToken cancellationToken) =>
        ValueTask.FromResult(changesets.TryGetValue(id.Value, out var found) && found.Space == space ? found.Changeset : null);

    public ValueTask<IReadOnlyList<ChangesetRow>> ListAsync(long space, ChangesetFilter filter, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<ChangesetRow>>([.. changesets.Values.Where(c => c.Space == space).Select(c => new ChangesetRow(c.Changeset, ChangesetSummary.Of(c.Changeset.Files)))]);

    public ValueTask<IReadOnlyList<ChangesetId>> FindByClientAsync(long space, string beginning, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<ChangesetVerdict?> ChangeAsync(long space, ChangesetId id, ChangesetParts parts, Func<ChangesetView, ChangesetVerdict> transition, Actor actor, CancellationToken cancellationToken)
    {
        if (View(space, id) is not { } view) return ValueTask.FromResult<ChangesetVerdict?>(null);
        var verdict = transition(view);
        if (verdict is ChangesetVerdict.Accepted { Change: var change }) Apply(space, change);
        return ValueTask.FromResult<ChangesetVerdict?>(verdict);
    }

    public ValueTask<IReadOnlyList<Comment>> CommentsAsync(long space, ChangesetId id, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<Comment>>([.. changesets[id.Value].Comments]);

    public ValueTask<IReadOnlyList<Document>> ListAsync(long space, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<Document>>([.. Documents(space).Where(d => !d.IsDeleted).OrderBy(d => d.Path.Value, StringComparer.Ordinal)]);

    public ValueTask<IReadOnlyList<Document>> FindAsync(long space, IReadOnlyCollection<FileId> files, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<Document>>([.. Documents(space).Where(d => files.Contains(d.File))]);

    public ValueTask<IReadOnlyList<DocumentVersion>> HistoryAsync(long space, FileId file, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<DocumentVersion>>(history.TryGetValue((space, file), out var versions) ? [.. versions] : []);

    public ValueTask<IReadOnlyList<DocumentVersion>> VersionsAsync(long space, IReadOnlyCollection<(FileId File, int Version)> versions, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<DocumentVersion>>([.. versions.Select(v => Version(space, v.File, v.Version)).OfType<DocumentVersion>()]);

    public ValueTask<IReadOnlyList<DocumentVersion>> OwnedAsync(long space, string slug, string prefix, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<T> PullAsync<T>(long space, Cursor since, int? limit, Func<PullHead, IAsyncEnumerable<PulledDocument>, ValueTask<T>> read, CancellationToken cancellationToken)
    {
        var plan = PullPlan.Of(spaces[space], since);
        var all = Documents(space).Where(d => d.Sequence > plan.After && (plan.Tombstones || !d.IsDeleted)).OrderBy(d => d.Sequence).ToList();
        if (bug == SyncBug.PullSkips && since.Value > 1 && all.Count > 1) all.RemoveAt(0);
        var page = limit is { } most ? all.Take(most).ToList() : [.. all.OrderBy(d => !d.IsDeleted).ThenBy(d => d.Sequence)];
        var hasMore = page.Count < all.Count;
        return read(new(Cursor.Of(spaces[space].Epoch, hasMore ? page[^1].Sequence : spaces[space].Sequence), plan.Reset, hasMore), Each(page));
    }

    private async IAsyncEnumerable<PulledDocument> Each(List<Document> documents)
    {
        foreach (var document in documents) yield return new(document, document.Hash is { } hash ? blobs[hash].AsMemory() : (ReadOnlyMemory<byte>?)null);
        await Task.CompletedTask;
    }

    private ChangesetFile File(long space, NewFile file)
    {
        if (file.Content is { Inline: { } bytes } content) blobs[content.Hash] = bytes.ToArray();
        var ancestor = Version(space, file.File, file.BaseVersion);
        var live = Documents(space).FirstOrDefault(d => d.File == file.File);
        return new()
        {
            Number = ++nextFile,
            File = file.File,
            Operation = file.Operation,
            Path = file.Path,
            BaseVersion = bug == SyncBug.BaseIsLive ? live?.Version ?? 0 : file.BaseVersion,
            BaseHash = ancestor?.Hash,
            BasePath = ancestor?.Path,
            Hash = file.Content?.Hash,
            Size = file.Content?.Size ?? 0,
            Lines = file.Lines,
        };
    }

    private ChangesetView? View(long space, ChangesetId id)
    {
        if (!changesets.TryGetValue(id.Value, out var found) || found.Space != space) return null;
        var (files, paths) = (found.Changeset.Files.Select(f => f.File).ToHashSet(), found.Changeset.Files.Select(f => f.Path.Fold).ToHashSet(StringComparer.Ordinal));
        return new() { Space = spaces[space], Changeset = found.Changeset, Documents = [.. Documents(space).Where(d => files.Contains(d.File) || (!d.IsDeleted && paths.Contains(d.Path.Fold)))], Now = bug == SyncBug.NoFence ? DateTimeOffset.UnixEpoch : Now, Utc = Now };
    }

    private void Apply(long space, ChangesetChange change)
    {
        foreach (var blob in change.Blobs) blobs[blob.Hash] = blob.Inline!.Value.ToArray();
        var versions = bug == SyncBug.HalfPublish && change.Versions.Count > 1 ? change.Versions.Take(change.Versions.Count - 1) : change.Versions;
        foreach (var version in versions) Versions(space, version.File).Add(version);
        if (change.Versions.Count > 0) spaces[space] = spaces[space] with { Sequence = change.Versions[^1].Sequence };
        var (_, _, comments) = changesets[change.After.Id.Value];
        foreach (var comment in change.Comments)
        {
            if (comment.Id == 0) comments.Add(comment with { Id = ++nextComment });
            else
            {
                var at = comments.FindIndex(c => c.Id == comment.Id);
                comments[at] = comment with { ResolvedBy = comments[at].ResolvedBy };
            }
        }

        foreach (var (number, by) in change.Resolutions)
        {
            var at = comments.FindIndex(c => c.Id == number);
            comments[at] = comments[at] with { ResolvedBy = by };
        }

        changesets[change.After.Id.Value] = (space, change.After, comments);
    }

    private bool Write(Space space, ChangesetFile file)
    {
        if (file.Hash is null) return false;
        var versions = Versions(space.Id, file.File);
        spaces[space.Id] = spaces[space.Id] with { Sequence = space.Sequence + 1 };
        versions.Add(new() { File = file.File, Version = versions.Count + 1, Path = file.Path, Hash = file.Hash, Size = file.Size, Sequence = space.Sequence + 1, Changeset = new(1), PushedBy = space.CreatedBy, Reviewers = [], Publisher = space.CreatedBy, PublishedUtc = Now });
        return true;
    }

    private List<DocumentVersion> Versions(long space, FileId file) => history.TryGetValue((space, file), out var versions) ? versions : history[(space, file)] = [];

    private DocumentVersion? Version(long space, FileId file, int version) => history.TryGetValue((space, file), out var versions) && version >= 1 && version <= versions.Count ? versions[version - 1] : null;

    private IEnumerable<Document> Documents(long space) => history.Where(h => h.Key.Space == space && h.Value.Count > 0).Select(h => h.Value[^1].ToDocument());
}

/// <summary>Faults that the random lives must notice.</summary>
public enum SyncBug
{
    None,

    /// <summary>S1: a push changes what is live.</summary>
    PushPublishes,

    /// <summary>S3: the base is what is live, not what was edited.</summary>
    BaseIsLive,

    /// <summary>S4: claims never lapse and fences are never looked at again.</summary>
    NoFence,

    /// <summary>S5: a publish applies all files but one.</summary>
    HalfPublish,

    /// <summary>S8: an incremental pull leaves a document out.</summary>
    PullSkips,
}
