namespace DocsGen.Core.Sync;

/// <summary>Reads spaces row by row, as they are stored, for whoever proves them: nothing is parsed or repaired, so that what somebody changed is seen too.</summary>
public interface ISpaceRecords
{
    /// <summary>All spaces, by slug.</summary>
    ValueTask<IReadOnlyList<SpaceName>> ListAsync(CancellationToken cancellationToken);

    /// <summary>All rows of a space, of one moment.</summary>
    ValueTask<SpaceRecords> ReadAsync(long space, CancellationToken cancellationToken);
}

/// <summary>A space by number and slug.</summary>
public sealed record SpaceName(long Id, string Slug);

/// <summary>What a store holds of one space.</summary>
public sealed record SpaceRecords
{
    public required SpaceRecord Space { get; init; }

    /// <summary>By number.</summary>
    public required IReadOnlyList<StoredSpaceEvent> Events { get; init; }

    public required IReadOnlyList<DocumentRecord> Documents { get; init; }

    /// <summary>By document, then version.</summary>
    public required IReadOnlyList<VersionRecord> Versions { get; init; }

    /// <summary>By number.</summary>
    public required IReadOnlyList<ChangesetRecord> Changesets { get; init; }

    public required IReadOnlyList<FileRecord> Files { get; init; }

    public required IReadOnlyList<AmendmentRecord> Amendments { get; init; }
}

/// <summary>The row of a space.</summary>
public sealed record SpaceRecord(string Slug, string Policy, long Epoch, long Sequence, long Pushes, long Events, string LastHash);

/// <summary>A live document, or the tombstone of one.</summary>
public sealed record DocumentRecord(string File, string Path, string? PathFold, long Version, string? Hash, long Size, long Sequence);

/// <summary>A version; <paramref name="ChangesetSpace"/> is the space of its changeset.</summary>
public sealed record VersionRecord(string File, long Version, string Path, string? Hash, long Size, long Sequence, long Changeset, string Publisher, string PublishedUtc, long? ChangesetSpace);

/// <summary>A changeset; who published it, and when, is null until it is.</summary>
public sealed record ChangesetRecord(long Id, long Number, string Payload, string PushedBy, string Status, string? Report, string? PublishedBy, string? PublishedUtc);

/// <summary>A file of a changeset.</summary>
public sealed record FileRecord(long Number, long Changeset, string File, string Path, long BaseVersion, string? BaseHash, string? Hash, long Size, long? AppliedVersion, long? AppliedSequence);

/// <summary>The content that a decision puts in place of what was pushed.</summary>
public sealed record AmendmentRecord(long Changeset, string Path, string Hash, long Size);
