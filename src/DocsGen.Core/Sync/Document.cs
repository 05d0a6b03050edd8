using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Sync;

/// <summary>One live file of a space, or the tombstone of one.</summary>
public sealed record Document
{
    public required FileId File { get; init; }

    /// <summary>Where it lives; of a tombstone, where it lived.</summary>
    public required ServerPath Path { get; init; }

    /// <summary>1 for the first version; a delete counts as one.</summary>
    public required int Version { get; init; }

    /// <summary>SHA-256 of its bytes; null for a tombstone.</summary>
    public required ContentHash? Hash { get; init; }

    public required long Size { get; init; }

    /// <summary>Its number in the order of publishes.</summary>
    public required long Sequence { get; init; }

    public bool IsDeleted => Hash is null;
}

/// <summary>One version of a document, kept for good (S9).</summary>
public sealed record DocumentVersion
{
    public required FileId File { get; init; }

    public required int Version { get; init; }

    public required ServerPath Path { get; init; }

    /// <summary>Null where this version deleted the document.</summary>
    public required ContentHash? Hash { get; init; }

    public required long Size { get; init; }

    public required long Sequence { get; init; }

    public required ChangesetId Changeset { get; init; }

    public required Actor PushedBy { get; init; }

    /// <summary>Who accepted, or amended to, what was published.</summary>
    public required IReadOnlyList<Actor> Reviewers { get; init; }

    public required Actor Publisher { get; init; }

    public required DateTimeOffset PublishedUtc { get; init; }

    /// <summary>The run that made it; null where a person or another program did.</summary>
    public Provenance? Provenance { get; init; }

    public Document ToDocument() => new() { File = File, Path = Path, Version = Version, Hash = Hash, Size = Size, Sequence = Sequence };
}
