namespace DocsGen.Core.Sync;

/// <summary>Reads the live documents of a space and their history. Only a publish writes them.</summary>
public interface IDocumentStore
{
    /// <summary>The live documents, by path.</summary>
    ValueTask<IReadOnlyList<Document>> ListAsync(long space, CancellationToken cancellationToken);

    /// <summary>Documents by their ids, tombstones too; those that never were are left out.</summary>
    ValueTask<IReadOnlyList<Document>> FindAsync(long space, IReadOnlyCollection<FileId> files, CancellationToken cancellationToken);

    /// <summary>Every version of a document, oldest first.</summary>
    ValueTask<IReadOnlyList<DocumentVersion>> HistoryAsync(long space, FileId file, CancellationToken cancellationToken);

    /// <summary>Some versions; those that never were are left out.</summary>
    ValueTask<IReadOnlyList<DocumentVersion>> VersionsAsync(long space, IReadOnlyCollection<(FileId File, int Version)> versions, CancellationToken cancellationToken);

    /// <summary>The last version of every document that a run of this slug and prefix published.</summary>
    ValueTask<IReadOnlyList<DocumentVersion>> OwnedAsync(long space, string slug, string prefix, CancellationToken cancellationToken);

    /// <summary>Reads what changed after a cursor, in one snapshot that lasts as long as the reading, and never holds writers up (S8).</summary>
    /// <param name="space">The space.</param>
    /// <param name="since">Where the reader stands.</param>
    /// <param name="limit">Most documents, in order of their numbers; null for all, tombstones first.</param>
    /// <param name="read">Reads head and documents; the documents are gone when it returns.</param>
    /// <param name="cancellationToken">Stops it.</param>
    ValueTask<T> PullAsync<T>(long space, Cursor since, int? limit, Func<PullHead, IAsyncEnumerable<PulledDocument>, ValueTask<T>> read, CancellationToken cancellationToken);
}

/// <summary>What a pull says before its documents.</summary>
/// <param name="Cursor">Where the reader stands once it has read them all.</param>
/// <param name="Reset">Whether the reader's cursor is none that this space gave: everything follows, deletes included.</param>
/// <param name="HasMore">Whether there is more after them.</param>
public sealed record PullHead(Cursor Cursor, bool Reset, bool HasMore);

/// <summary>A document as pulled.</summary>
/// <param name="Document">Its latest state.</param>
/// <param name="Content">Its bytes, verified, where they are small; null for a tombstone, and where they are to be opened by their hash.</param>
public sealed record PulledDocument(Document Document, ReadOnlyMemory<byte>? Content);
