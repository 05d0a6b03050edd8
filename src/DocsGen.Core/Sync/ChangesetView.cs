using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Sync;

/// <summary>Everything that a transition of a changeset may depend on, read in the transaction that will write it.</summary>
public sealed record ChangesetView
{
    public required Space Space { get; init; }

    public required Changeset Changeset { get; init; }

    /// <summary>The documents of the changeset's files, tombstones too, and those that hold a path which one of its files wants.</summary>
    public required IReadOnlyList<Document> Documents { get; init; }

    /// <summary>The database's clock, which leases go by.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The time that goes into records.</summary>
    public required DateTimeOffset Utc { get; init; }

    /// <summary>Whether the claim's process is known to be dead: it writes no more, and its claim is free at once.</summary>
    public bool ClaimantIsDead { get; init; }

    /// <summary>The changeset with a lapsed claim cleared away: it stands where it stood, and the fence is raised, so that a publisher who wakes late applies nothing.</summary>
    public Changeset Settled => Changeset.Claim is { } claim && (claim.UntilUtc <= Now || ClaimantIsDead)
        ? Changeset with { Status = claim.Before, Claim = null, Fence = Changeset.Fence + 1 }
        : Changeset;
}

/// <summary>What a transition writes, in one transaction.</summary>
public sealed record ChangesetChange
{
    /// <summary>The changeset afterwards, with as much of it as the transition was shown.</summary>
    public required Changeset After { get; init; }

    /// <summary>Decisions that are new, by the number of their file; in <see cref="After"/> too.</summary>
    public IReadOnlyList<(long File, Decision Decision)> Decisions { get; init; } = [];

    /// <summary>Files of <see cref="After"/> whose own row changes. One that goes live changes in nothing else.</summary>
    public IReadOnlyList<ChangesetFile> Files { get; init; } = [];

    /// <summary>Versions that go live, each with its own number: one contiguous range.</summary>
    public IReadOnlyList<DocumentVersion> Versions { get; init; } = [];

    /// <summary>Content that decisions and files name, and that the store may not have.</summary>
    public IReadOnlyList<StagedBlob> Blobs { get; init; } = [];

    /// <summary>Comments that move or are new. Whether one is resolved is not theirs to say: somebody may have resolved it since they were read.</summary>
    public IReadOnlyList<Comment> Comments { get; init; } = [];

    /// <summary>Comments whose threads are resolved, or open again.</summary>
    public IReadOnlyList<CommentResolution> Resolutions { get; init; } = [];

    /// <summary>What is told to the space's followers; may be empty.</summary>
    public IReadOnlyList<SpaceEvent> Events { get; init; } = [];
}

/// <summary>A comment that is resolved from now on, or open again where <paramref name="By"/> is null.</summary>
public sealed record CommentResolution(long Comment, Actor? By);

/// <summary>What the machine answers to a command.</summary>
public abstract record ChangesetVerdict
{
    private ChangesetVerdict()
    {
    }

    public sealed record Accepted(ChangesetChange Change) : ChangesetVerdict;

    /// <summary>Nothing is written. <paramref name="Code"/> is stable; <paramref name="Message"/> says what to do.</summary>
    public sealed record Refused(string Code, string Message) : ChangesetVerdict;
}
