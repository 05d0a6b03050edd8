using DocsGen.Core.Artifacts;
using DocsGen.Core.Text.Diff;

namespace DocsGen.Core.Sync;

/// <summary>A pushed proposal, and what became of it.</summary>
public sealed record Changeset
{
    public required ChangesetId Id { get; init; }

    /// <summary>1 for the first changeset of its space.</summary>
    public required long Number { get; init; }

    /// <summary>What the client calls it: the key of a replay (S2).</summary>
    public required string ClientId { get; init; }

    /// <summary>Over everything that the client proposed; never changes, so that a late replay still answers.</summary>
    public required ContentHash Payload { get; init; }

    public required string Message { get; init; }

    /// <summary>For whoever resolves conflicts; DocsGen only keeps it.</summary>
    public string? MergePrompt { get; init; }

    public required Actor PushedBy { get; init; }

    public required DateTimeOffset CreatedUtc { get; init; }

    public required ChangesetStatus Status { get; init; }

    /// <summary>Raised by every claim, and when a lapsed claim is cleared away; who holds an older one can write nothing (S4).</summary>
    public long Fence { get; init; }

    /// <summary>Who publishes; null unless the status is <see cref="ChangesetStatus.Publishing"/>.</summary>
    public PublishClaim? Claim { get; init; }

    /// <summary>What the last publish said of each file.</summary>
    public PublishReport? Report { get; init; }

    public Actor? PublishedBy { get; init; }

    public DateTimeOffset? PublishedUtc { get; init; }

    /// <summary>The changeset that replaced it.</summary>
    public ChangesetId? SupersededBy { get; init; }

    public Actor? WithdrawnBy { get; init; }

    /// <summary>In the order in which they were pushed.</summary>
    public required IReadOnlyList<ChangesetFile> Files { get; init; }

    /// <summary>Where it stands by its decisions alone.</summary>
    public ChangesetStatus StatusByDecisions
    {
        get
        {
            var open = Files.Where(f => f.Applied is null).ToList();
            var decided = open.Count(f => f.Decision is not null);
            if (decided == 0 && open.Count == Files.Count) return Files.Any(f => f.Decisions.Count > 0) ? ChangesetStatus.Reviewing : ChangesetStatus.Proposed;
            if (decided < open.Count) return ChangesetStatus.Reviewing;
            return open.Count == Files.Count && open.All(f => f.Decision!.Kind == DecisionKind.Reject) ? ChangesetStatus.Rejected : ChangesetStatus.Ready;
        }
    }

    public bool IsFinal => Status is ChangesetStatus.Published or ChangesetStatus.Superseded;

    public ChangesetFile? Find(long fileNumber) => Files.FirstOrDefault(f => f.Number == fileNumber);
}

/// <summary>The exclusive, leased right to publish one changeset.</summary>
/// <param name="By">Who.</param>
/// <param name="Process">Which process, so exactly that a dead one can be told from a paused one.</param>
/// <param name="SinceUtc">By the store's clock.</param>
/// <param name="UntilUtc">By the store's clock; prolonged while the holder lives.</param>
/// <param name="Before">The status to go back to.</param>
public sealed record PublishClaim(Actor By, string Process, DateTimeOffset SinceUtc, DateTimeOffset UntilUtc, ChangesetStatus Before);

/// <summary>One file of a changeset: base and incoming.</summary>
public sealed record ChangesetFile
{
    /// <summary>Its number in the store, over all changesets.</summary>
    public required long Number { get; init; }

    public required FileId File { get; init; }

    public required FileOperation Operation { get; init; }

    /// <summary>Where it wants to live; of a delete, where the document lived for who pushed it.</summary>
    public required ServerPath Path { get; init; }

    /// <summary>The version that was edited (S3); 0 for a new document.</summary>
    public required int BaseVersion { get; init; }

    /// <summary>The content of that version; null where it had none, or never existed.</summary>
    public ContentHash? BaseHash { get; init; }

    public ServerPath? BasePath { get; init; }

    /// <summary>The content proposed; null for a delete.</summary>
    public ContentHash? Hash { get; init; }

    public long Size { get; init; }

    /// <summary>Lines added and removed against the base; null for a binary.</summary>
    public LineCounts? Lines { get; init; }

    public Provenance? Provenance { get; init; }

    /// <summary>Set once it went live: frozen from then on.</summary>
    public AppliedFile? Applied { get; init; }

    /// <summary>All that were ever made, in order.</summary>
    public IReadOnlyList<Decision> Decisions { get; init; } = [];

    /// <summary>What decisions are bound to (S7): the hash of the incoming content, or the word for none.</summary>
    public string Bound => Hash?.Value ?? Sync.Decision.OnDelete;

    /// <summary>The decision that counts: the latest, unless the content changed since.</summary>
    public Decision? Decision => Decisions.Count > 0 && Decisions[^1].Bound == Bound ? Decisions[^1] : null;

    /// <summary>The content to look at: the amendment that counts, else what was pushed; null for a delete.</summary>
    public ContentHash? Proposed => Decision?.Amended?.Hash ?? Hash;

    /// <summary>What a publish would make of the document; null when undecided or rejected.</summary>
    public FileContent? Outcome => Decision?.Outcome(this);

    /// <summary>People whose own latest decision accepts, or amends to, exactly what would be published.</summary>
    public IEnumerable<Actor> Approvers => Outcome is { } outcome
        ? Decisions.GroupBy(d => d.By).Select(g => g.Last()).Where(d => d.Bound == Bound && d.Outcome(this) == outcome).Select(d => d.By)
        : [];

    /// <summary>Who wrote what would be published, besides who pushed it: the first who amended to it.</summary>
    public Actor? Amender => Decision is { Kind: DecisionKind.Amend, Amended: { } amended } ? Decisions.First(d => d.Amended?.Hash == amended.Hash && d.Bound == Bound).By : null;
}

/// <summary>What a file's document becomes: content, or nothing.</summary>
public readonly record struct FileContent(ContentHash? Hash, long Size);

/// <summary>As what a file went live.</summary>
public sealed record AppliedFile(int Version, long Sequence);

/// <summary>What a reviewer said of one file, bound to the content that it was said of.</summary>
/// <param name="Kind">Accept, reject or amend.</param>
/// <param name="Amended">The content of an amendment.</param>
/// <param name="Bound">See <see cref="ChangesetFile.Bound"/>.</param>
/// <param name="By">Who.</param>
/// <param name="Utc">When.</param>
/// <param name="Comment">Why, where said.</param>
/// <param name="CarriedFrom">The content on which it was made before a clean rebase kept it.</param>
public sealed record Decision(DecisionKind Kind, StoredContent? Amended, string Bound, Actor By, DateTimeOffset Utc, string? Comment, string? CarriedFrom)
{
    /// <summary>Its number in the store, over all changesets; 0 while it is new.</summary>
    public long Number { get; init; }

    /// <summary>What a decision on a delete is bound to.</summary>
    public const string OnDelete = "delete";

    internal FileContent? Outcome(ChangesetFile file) => Kind switch
    {
        DecisionKind.Accept => new FileContent(file.Hash, file.Size),
        DecisionKind.Amend => new FileContent(Amended!.Hash, Amended.Size),
        DecisionKind.Reject => null,
    };
}

/// <summary>Bytes that the store holds.</summary>
public sealed record StoredContent(ContentHash Hash, long Size);
