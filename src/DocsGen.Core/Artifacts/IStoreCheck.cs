namespace DocsGen.Core.Artifacts;

/// <summary>
/// Proves what lies below runs, spaces and users: that every stored byte has its hash, that rows, tables and files are as the program wrote them, and that nothing is there which it did not
/// write. It changes nothing, and holds no writer up.
/// </summary>
public interface IStoreCheck
{
    /// <summary>Reads everything.</summary>
    /// <param name="read">Told now and then how many bytes were read so far.</param>
    ValueTask<StoreSurvey> SurveyAsync(IProgress<long> read, CancellationToken cancellationToken);
}

/// <summary>What a survey of a store found.</summary>
public sealed record StoreSurvey
{
    /// <summary>Files that were read, the database's own included.</summary>
    public required int Files { get; init; }

    /// <summary>Rows of all tables.</summary>
    public required long Rows { get; init; }

    /// <summary>Bytes that were read.</summary>
    public required long Bytes { get; init; }

    /// <summary>Every content that is stored, or named by a row, whether or not anything names it further.</summary>
    public required IReadOnlyDictionary<ContentHash, BlobFinding> Blobs { get; init; }

    /// <summary>What is wrong, each with its place: file, table and row.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>What is no damage, but good to know.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}

/// <summary>What was found under a hash.</summary>
/// <param name="Size">Bytes that are there.</param>
/// <param name="Damage">What is wrong with them, in a sentence; null where they have their hash.</param>
public readonly record struct BlobFinding(long Size, string? Damage);

/// <summary>Proves contents, each once, however many rows name it; what a survey has hashed already is not read again.</summary>
public sealed class BlobProof(IBlobStore blobs, StoreSurvey? survey = null)
{
    private readonly Dictionary<ContentHash, BlobFinding> found = [];

    /// <summary>What is stored under a hash.</summary>
    public async ValueTask<BlobFinding> CheckAsync(ContentHash hash, CancellationToken cancellationToken)
    {
        if (survey?.Blobs.TryGetValue(hash, out var surveyed) is true) return surveyed;
        if (found.TryGetValue(hash, out var known)) return known;
        try
        {
            await using var content = await blobs.OpenAsync(hash, cancellationToken);
            return found[hash] = new(content.Length, null);
        }
        catch (ArtifactCorruptException exception)
        {
            return found[hash] = new(0, exception.Message);
        }
    }
}
