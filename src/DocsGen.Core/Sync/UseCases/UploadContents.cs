using DocsGen.Core.Access;
using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Sync.UseCases;

/// <summary>Brings contents into a space ahead of the push that names them, and says and shows what is there: never what another space holds (S10).</summary>
public sealed class UploadContents(SyncPorts ports, IUploadStore uploads)
{
    /// <summary>Most hashes of one question.</summary>
    public const int MaxAsked = 10_000;

    /// <summary>Of some hashes, those that a push of this actor may name.</summary>
    public async ValueTask<SyncAnswer<IReadOnlyList<StoredContent>>> AskAsync(Space space, IReadOnlyCollection<ContentHash> hashes, Actor actor, CancellationToken cancellationToken)
    {
        if (ports.Refuse<IReadOnlyList<StoredContent>>(space.Slug.Value, Scope.Push) is { } denied) return denied;
        if (hashes.Count > MaxAsked) return new SyncAnswer<IReadOnlyList<StoredContent>>.Refused("BAD_REQUEST", $"{hashes.Count} hashes are more than one question takes ({MaxAsked}).");
        return new SyncAnswer<IReadOnlyList<StoredContent>>.Done(await uploads.PresentAsync(space.Id, actor, hashes, cancellationToken));
    }

    /// <summary>A refusal, unless the caller may upload into the space: asked before anything is read.</summary>
    public SyncAnswer<IReadOnlyList<StoredContent>>.Refused? WhyNot(Space space) => ports.Refuse<IReadOnlyList<StoredContent>>(space.Slug.Value, Scope.Push);

    /// <summary>Stores staged contents.</summary>
    public async ValueTask<SyncAnswer<IReadOnlyList<StoredContent>>> AddAsync(Space space, IReadOnlyCollection<StagedBlob> contents, Actor actor, CancellationToken cancellationToken)
    {
        if (WhyNot(space) is { } denied) return denied;
        if (contents.FirstOrDefault(c => c.Size > space.Policy.MaxFileBytes) is { } large) return new SyncAnswer<IReadOnlyList<StoredContent>>.Refused("TOO_LARGE", $"{large.Hash.Short} has {large.Size} bytes; '{space.Slug}' takes files of up to {space.Policy.MaxFileBytes}.");
        var distinct = contents.DistinctBy(c => c.Hash).ToList();
        await uploads.AddAsync(space.Id, actor, distinct, cancellationToken);
        return new SyncAnswer<IReadOnlyList<StoredContent>>.Done([.. distinct.Select(c => new StoredContent(c.Hash, c.Size))]);
    }

    /// <summary>Opens a content that the space holds, or that the actor uploaded.</summary>
    public async ValueTask<SyncAnswer<OpenContent>> OpenAsync(Space space, ContentHash hash, Actor actor, CancellationToken cancellationToken)
    {
        if (ports.Refuse<OpenContent>(space.Slug.Value, Scope.Read) is { } denied) return denied;
        return await uploads.PresentAsync(space.Id, actor, [hash], cancellationToken) is [var found]
            ? new SyncAnswer<OpenContent>.Done(new(found, await ports.Blobs.OpenAsync(hash, cancellationToken)))
            : new SyncAnswer<OpenContent>.Refused("BLOB_NOT_FOUND", $"Space '{space.Slug}' holds no content {hash.Short}, and you uploaded none into it.");
    }
}

/// <summary>A content, verified and open for reading; whoever gets it disposes the stream.</summary>
public sealed record OpenContent(StoredContent Content, Stream Bytes);
