namespace DocsGen.Core.Artifacts;

/// <summary>Keeps bytes under their SHA-256. There is no update and no delete.</summary>
public interface IBlobStore
{
    /// <summary>Up to this many bytes a blob lives in the database, in the transaction that names it; above, in a file of its own.</summary>
    const int InlineLimit = 64 * 1024;

    /// <summary>
    /// Takes in bytes. A large blob is durable on disk when this returns, and never held whole in memory; a small one is handed to the
    /// transaction that writes its row. Staging the same bytes twice is harmless.
    /// </summary>
    ValueTask<StagedBlob> StageAsync(Stream content, CancellationToken cancellationToken);

    /// <summary>Opens the bytes of a hash, verified before the first one is handed out (A4).</summary>
    /// <exception cref="ArtifactCorruptException">The stored bytes are gone or have another hash.</exception>
    ValueTask<Stream> OpenAsync(ContentHash hash, CancellationToken cancellationToken);
}

/// <summary>Bytes that are ready to be named by a row.</summary>
/// <param name="Hash">Their SHA-256.</param>
/// <param name="Size">How many.</param>
/// <param name="Inline">The bytes themselves when they go into the database; null when a durable file holds them.</param>
public sealed record StagedBlob(ContentHash Hash, long Size, ReadOnlyMemory<byte>? Inline)
{
    /// <summary>Wraps bytes that are small enough for the database.</summary>
    /// <exception cref="ArgumentException">There are more than <see cref="IBlobStore.InlineLimit"/>.</exception>
    public static StagedBlob OfSmall(ReadOnlyMemory<byte> bytes) => bytes.Length <= IBlobStore.InlineLimit
        ? new(ContentHash.Of(bytes.Span), bytes.Length, bytes)
        : throw new ArgumentException("Stage large blobs through the blob store.", nameof(bytes));
}

/// <summary>The store holds other bytes than it should, or none (A4).</summary>
public sealed class ArtifactCorruptException(ContentHash hash, string detail)
    : Exception($"artifact.corrupt: the stored bytes of {hash} are damaged: {detail} Run 'docsgen verify' to see what else is.")
{
    /// <summary>What was asked for.</summary>
    public ContentHash Hash { get; } = hash;
}
