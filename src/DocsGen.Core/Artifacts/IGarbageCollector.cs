namespace DocsGen.Core.Artifacts;

/// <summary>
/// Frees blobs that nothing names. It condemns them first, and frees on a later call what was condemned for longer than the grace period and still is
/// named by nothing. It is safe beside writers, and never runs by itself.
/// </summary>
public interface IGarbageCollector
{
    /// <summary>Says what a collection would do now. Changes nothing.</summary>
    ValueTask<GarbageReport> SurveyAsync(TimeSpan grace, CancellationToken cancellationToken);

    /// <summary>Condemns what nothing names, and frees what was condemned long enough ago.</summary>
    ValueTask<GarbageReport> CollectAsync(TimeSpan grace, CancellationToken cancellationToken);
}

/// <summary>What a collection found.</summary>
/// <param name="Kept">Blobs that something names.</param>
/// <param name="Condemned">Blobs that nothing names, and whose grace has not passed: the newly condemned ones included.</param>
/// <param name="Freed">Blobs that were freed, or would be.</param>
/// <param name="TempFiles">Left-overs of crashed writers that were removed, or would be.</param>
public sealed record GarbageReport(BlobSum Kept, BlobSum Condemned, BlobSum Freed, int TempFiles);

/// <summary>How many blobs, and their bytes together.</summary>
public sealed record BlobSum(int Count, long Bytes);
