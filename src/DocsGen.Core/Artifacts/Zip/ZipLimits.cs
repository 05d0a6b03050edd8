namespace DocsGen.Core.Artifacts.Zip;

/// <summary>How much a zip from outside may ask for.</summary>
public sealed record ZipLimits
{
    public int MaxEntries { get; init; } = 20_000;

    /// <summary>Unpacked bytes of one file.</summary>
    public long MaxFileBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>Unpacked bytes in all.</summary>
    public long MaxTotalBytes { get; init; } = 512L * 1024 * 1024;

    /// <summary>Unpacked bytes for each packed one, over files larger than a megabyte.</summary>
    public int MaxRatio { get; init; } = 200;
}

/// <summary>The zip is refused; the message says which entry and why.</summary>
public sealed class ZipRefusedException(string message) : Exception($"zip.refused: {message}");
