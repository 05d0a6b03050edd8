using DocsGen.Core.Artifacts;
using DocsGen.Core.Text.Diff;

namespace DocsGen.Core.Sync;

/// <summary>
/// Keeps changesets. Every write takes the space's row first: writes of one space happen one after the other, and what a transition was shown is still so when
/// it is written.
/// </summary>
public interface IChangesetStore
{
    /// <summary>Stores a push, or answers the one that was stored under the same client id (S2). The bases are looked up in the same transaction.</summary>
    ValueTask<PushOutcome> PushAsync(NewChangeset changeset, CancellationToken cancellationToken);

    /// <summary>A changeset with its files and decisions; null when this space has none of that number (S10).</summary>
    ValueTask<Changeset?> FindAsync(long space, ChangesetId id, CancellationToken cancellationToken);

    /// <summary>The numbers of the changesets whose client ids begin with a text that ends in a colon, oldest first.</summary>
    ValueTask<IReadOnlyList<ChangesetId>> FindByClientAsync(long space, string beginning, CancellationToken cancellationToken);

    /// <summary>Changesets, newest first, without their files.</summary>
    ValueTask<IReadOnlyList<ChangesetRow>> ListAsync(long space, ChangesetFilter filter, CancellationToken cancellationToken);

    /// <summary>
    /// Shows a changeset to a transition and writes what it answers, in one transaction; null when this space has none of that number. The transition may run
    /// again after a lost connection, and must depend on what it is shown alone.
    /// </summary>
    ValueTask<ChangesetVerdict?> ChangeAsync(long space, ChangesetId id, ChangesetParts parts, Func<ChangesetView, ChangesetVerdict> transition, Actor actor, CancellationToken cancellationToken);

    /// <summary>All comments of a changeset, oldest first.</summary>
    ValueTask<IReadOnlyList<Comment>> CommentsAsync(long space, ChangesetId id, CancellationToken cancellationToken);
}

/// <summary>How much of a changeset a transition is shown.</summary>
public enum ChangesetParts
{
    /// <summary>Status, claim and report: neither files nor documents, however many there are.</summary>
    Head,

    Whole,
}

/// <summary>A push, read and checked.</summary>
public sealed record NewChangeset
{
    public required long Space { get; init; }

    public required string ClientId { get; init; }

    public required ContentHash Payload { get; init; }

    public required string Message { get; init; }

    public string? MergePrompt { get; init; }

    public required Actor PushedBy { get; init; }

    public required IReadOnlyList<NewFile> Files { get; init; }

    /// <summary>Changesets of the same author that this one replaces; each must still be open.</summary>
    public IReadOnlyList<ChangesetId> Supersedes { get; init; } = [];

    /// <summary>Whether it also replaces every open changeset of the same author whose files are all among these.</summary>
    public bool SupersedesCovered { get; init; }
}

/// <summary>A file of a push.</summary>
public sealed record NewFile
{
    public required FileId File { get; init; }

    public required FileOperation Operation { get; init; }

    public required ServerPath Path { get; init; }

    public required int BaseVersion { get; init; }

    /// <summary>Null for a delete.</summary>
    public StagedBlob? Content { get; init; }

    public LineCounts? Lines { get; init; }

    public Provenance? Provenance { get; init; }
}

/// <summary>What became of a push.</summary>
public abstract record PushOutcome
{
    private PushOutcome()
    {
    }

    public sealed record Created(Changeset Changeset, Space Space) : PushOutcome;

    /// <summary>The same push was stored before; this is its changeset.</summary>
    public sealed record Replayed(Changeset Changeset, Space Space) : PushOutcome;

    public sealed record Refused(string Code, string Message) : PushOutcome;
}

/// <summary>Which changesets to list.</summary>
public sealed record ChangesetFilter
{
    public int Limit { get; init; } = 50;

    /// <summary>Only those with a smaller number.</summary>
    public ChangesetId? Before { get; init; }

    public ChangesetStatus? Status { get; init; }

    public string? Author { get; init; }

    /// <summary>Only those with a file whose path holds this.</summary>
    public string? Path { get; init; }

    /// <summary>Only those whose message holds this.</summary>
    public string? Text { get; init; }
}

/// <summary>A changeset in a list, and how its files stand.</summary>
public sealed record ChangesetRow(Changeset Changeset, ChangesetSummary Summary);

/// <summary>How many files stand how, and how many lines they add and remove.</summary>
public sealed record ChangesetSummary(int TotalFiles, int Accepted, int Rejected, int Amended, int Pending, int Additions, int Deletions)
{
    public static ChangesetSummary Of(IReadOnlyList<ChangesetFile> files) => new(
        files.Count,
        files.Count(f => f.Decision?.Kind == DecisionKind.Accept),
        files.Count(f => f.Decision?.Kind == DecisionKind.Reject),
        files.Count(f => f.Decision?.Kind == DecisionKind.Amend),
        files.Count(f => f.Decision is null),
        files.Sum(f => f.Lines?.Added ?? 0),
        files.Sum(f => f.Lines?.Removed ?? 0));
}
