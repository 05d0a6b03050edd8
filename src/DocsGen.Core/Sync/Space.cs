using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Sync;

/// <summary>One set of live docs with its own cursor and policy.</summary>
public sealed record Space
{
    /// <summary>The store's own number of it.</summary>
    public required long Id { get; init; }

    public required SpaceSlug Slug { get; init; }

    public required string Name { get; init; }

    public required SpacePolicy Policy { get; init; }

    /// <summary>Raised by a restore from a backup.</summary>
    public long Epoch { get; init; }

    /// <summary>The last number that a document took; 1 before the first publish.</summary>
    public long Sequence { get; init; } = 1;

    /// <summary>How many changesets were ever pushed.</summary>
    public long Pushes { get; init; }

    /// <summary>How many events there are, and the hash of the last one.</summary>
    public long Events { get; init; }

    public string LastHash { get; init; } = "";

    public required Actor CreatedBy { get; init; }

    public required DateTimeOffset CreatedUtc { get; init; }

    public Cursor Cursor => Cursor.Of(Epoch, Sequence);
}
