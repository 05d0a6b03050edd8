namespace DocsGen.Core.Artifacts;

/// <summary>Conveniences over <see cref="IBlobStore"/> for documents, which are small enough for memory.</summary>
public static class BlobReading
{
    /// <summary>Stages bytes that are in memory.</summary>
    public static ValueTask<StagedBlob> StageAsync(this IBlobStore blobs, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        bytes.Length <= IBlobStore.InlineLimit
            ? ValueTask.FromResult(StagedBlob.OfSmall(bytes))
            : blobs.StageAsync(new MemoryStream(bytes.ToArray(), writable: false), cancellationToken);

    /// <summary>Reads all bytes of a hash, verified.</summary>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(this IBlobStore blobs, ContentHash hash, CancellationToken cancellationToken)
    {
        await using var stream = await blobs.OpenAsync(hash, cancellationToken);
        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }
}
