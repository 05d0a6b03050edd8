using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DocsGen.Contracts;

// Answers of the sync protocol, in its own words and order; docs/sync-protocol.md. What is null is left out, save where the protocol says that it is there.

/// <summary>Any refusal of a sync route.</summary>
/// <param name="Error">One sentence.</param>
/// <param name="Code">Stable.</param>
/// <param name="FileId">The file that it is about, where it is about one.</param>
/// <param name="Unmet">Every requirement of the policy that is not met, with <c>POLICY_UNMET</c>.</param>
public sealed record ErrorAnswer(string Error, string Code, string? FileId = null, IReadOnlyList<string>? Unmet = null);

/// <summary>A changeset; times are UTC in ISO 8601.</summary>
public sealed record ChangesetWire
{
    public required long Id { get; init; }

    public required long Seq { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Message { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? MergePrompt { get; init; }

    public required string PushedBy { get; init; }

    public required string ClientChangesetId { get; init; }

    public required string Status { get; init; }

    public required string CommitScopeKey { get; init; }

    public required string TargetBranch { get; init; }

    public required string PayloadHash { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? PublishedAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? PublishedBy { get; init; }

    public required string CreatedAt { get; init; }

    public long? SupersededBy { get; init; }

    public string? WithdrawnBy { get; init; }

    public SummaryWire? Summary { get; init; }

    /// <summary>Those who are named above, with their kinds.</summary>
    public ChangesetActorsWire? Actors { get; init; }

    /// <summary>Who publishes it now; null where nobody does.</summary>
    public ClaimWire? Claim { get; init; }

    /// <summary>What the last publish said of each file; of a changeset in a list it is left out.</summary>
    public IReadOnlyList<FileReportWire>? Report { get; init; }
}

/// <summary>Actors as kind and name, such as <c>user:ada</c>.</summary>
public sealed record ChangesetActorsWire(string PushedBy, string? PublishedBy, string? WithdrawnBy);

/// <summary>A publish that runs; times are UTC in ISO 8601.</summary>
public sealed record ClaimWire(string By, string Since, string Until);

/// <summary>What a publish said of one file, by its number in the changeset.</summary>
public sealed record FileReportWire(long Id, string Status, string? Reason, int? CurrentVersion);

/// <summary>How many files stand how, and how many lines they add and remove.</summary>
public sealed record SummaryWire(int TotalFiles, int Accepted, int Rejected, int Amended, int Pending, int Additions, int Deletions);

public sealed record PushResultWire(string FileId, string Status);

/// <summary>What a push gave.</summary>
/// <param name="SpaceCursor">The cursor of the space when it was pushed; not one to keep: others may have published since this client pulled.</param>
public sealed record PushAnswer(ChangesetWire Changeset, ChangesetWire Commit, IReadOnlyList<FileWire> Files, IReadOnlyList<PushResultWire> Results, long NewCursor, bool Replayed, long? SpaceCursor = null);

public sealed record ChangesetsAnswer(IReadOnlyList<ChangesetWire> Changesets, IReadOnlyList<ChangesetWire> Commits, bool HasMore, long? NextBeforeId);

public sealed record ChangesetAnswer(ChangesetWire Changeset, ChangesetWire Commit, SummaryWire? Summary);

/// <summary>Files with their changeset.</summary>
/// <param name="Files">In the order in which they were pushed.</param>
/// <param name="Changeset">As it stood when they were read.</param>
/// <param name="OtherChecks">With <c>?checks=1</c>: what the space's checks find in documents that the changeset does not touch.</param>
public sealed record FilesAnswer(IReadOnlyList<FileWire> Files, ChangesetWire? Changeset = null, IReadOnlyList<CheckWire>? OtherChecks = null);

/// <summary>One file of a changeset: base, incoming and current.</summary>
public sealed record FileWire
{
    public required long Id { get; init; }

    public required long CommitId { get; init; }

    public required string FileId { get; init; }

    public required string DocJrn { get; init; }

    public required string ServerPath { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? BaseContent { get; init; }

    public required int BaseVersion { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? IncomingContent { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? IncomingContentHash { get; init; }

    public string? Sha256 { get; init; }

    public required string OpType { get; init; }

    public required string CreatedAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? CurrentContent { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required int? CurrentVersion { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? CurrentServerPath { get; init; }

    public required string CurrentStatus { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required ReviewWire? LatestReview { get; init; }

    public required bool Behind { get; init; }

    public MergePreviewWire? MergePreview { get; init; }

    public int? LineAdditions { get; init; }

    public int? LineDeletions { get; init; }

    /// <summary>Bytes of the incoming content.</summary>
    public long Size { get; init; }

    /// <summary>SHA-256 of the base's content, and where it lived.</summary>
    public string? BaseSha256 { get; init; }

    public string? BaseServerPath { get; init; }

    /// <summary>As what it went live; null until then.</summary>
    public AppliedWire? Applied { get; init; }

    /// <summary>All decisions that were ever made, in order; the last one counts while its content is still the file's.</summary>
    public IReadOnlyList<DecisionWire>? Decisions { get; init; }

    /// <summary>The run that made it, as JSON; null where a person or another program did.</summary>
    public ProvenanceWire? Provenance { get; init; }

    /// <summary>The document as it is now, a tombstone too; null where there is none.</summary>
    public DocumentWire? Current { get; init; }

    /// <summary>With <c>?checks=1</c>, of a file that is not live: why a publish would refuse it; null where it would not.</summary>
    public string? Obstacle { get; init; }

    /// <summary>With <c>?checks=1</c>, where its document changed since its base: whether a rebase would merge it.</summary>
    public bool? MergesCleanly { get; init; }

    /// <summary>With <c>?checks=1</c>: what the space's checks find in it that is not there today.</summary>
    public IReadOnlyList<CheckWire>? Checks { get; init; }
}

/// <summary>A version, and its number in the order of publishes; 0 where the document was gone already.</summary>
public sealed record AppliedWire(int Version, long Sequence);

/// <summary>One decision on a file.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Decision"><c>accept</c>, <c>reject</c> or <c>amend</c>.</param>
/// <param name="Bound">SHA-256 of the content that it is about; <c>delete</c> for a delete.</param>
/// <param name="By">Who, as kind and name.</param>
/// <param name="At">UTC in ISO 8601.</param>
/// <param name="Comment">Why, where said.</param>
/// <param name="AmendedSha256">The content of an amendment.</param>
/// <param name="AmendedSize">Its bytes.</param>
/// <param name="CarriedFrom">The content on which it was made before a clean rebase kept it.</param>
public sealed record DecisionWire(long Id, string Decision, string Bound, string By, string At, string? Comment, string? AmendedSha256, long? AmendedSize, string? CarriedFrom);

/// <summary>An error of a check; line 1 is the first, 0 stands for the whole file.</summary>
public sealed record CheckWire(string Rule, string Path, int Line, string Message);

/// <summary>From which run a file came.</summary>
public sealed record ProvenanceWire(string Run, string Slug, string Prefix, string Artifact, string Execution, string Snapshot, string? ApprovedBy);

public sealed record MergePreviewWire(string? Content, bool HasConflict);

public sealed record ReviewWire
{
    public required long Id { get; init; }

    public required long CommitFileId { get; init; }

    public required string Decision { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? AmendedContent { get; init; }

    public required string ReviewedBy { get; init; }

    public required string ReviewedAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Comment { get; init; }
}

public sealed record ReviewAnswer(ChangesetWire Changeset, ChangesetWire Commit, ReviewWire Review);

/// <summary>What a publish said of one file.</summary>
public sealed record PublishedFileWire(long Id, string FileId, string DocJrn, string Status, string? Reason, int? CurrentVersion);

/// <summary>What a publish gave.</summary>
/// <param name="Replayed">True where it was published before, and this is what was said then.</param>
public sealed record PublishAnswer(ChangesetWire Changeset, ChangesetWire Commit, IReadOnlyList<PublishedFileWire> Files, bool HasConflicts, bool? Replayed = null);

/// <summary>A document as pulled.</summary>
public sealed record ChangeWire(string FileId, string ServerPath, int Version, bool Deleted, string? Content, string? ContentHash, string? Sha256);

public sealed record StatusFileWire(string DocJrn, long LastSeq);

public sealed record StatusAnswer(long Cursor, int FileCount, IReadOnlyList<StatusFileWire>? Files);

/// <summary>How all of them are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(PushAnswer))]
[JsonSerializable(typeof(ChangesetsAnswer))]
[JsonSerializable(typeof(ChangesetAnswer))]
[JsonSerializable(typeof(FilesAnswer))]
[JsonSerializable(typeof(FileWire))]
[JsonSerializable(typeof(ReviewAnswer))]
[JsonSerializable(typeof(PublishAnswer))]
[JsonSerializable(typeof(ChangeWire))]
[JsonSerializable(typeof(StatusAnswer))]
[JsonSerializable(typeof(SpacesAnswer))]
[JsonSerializable(typeof(SpaceAnswer))]
[JsonSerializable(typeof(SpaceRequest))]
[JsonSerializable(typeof(DocumentsAnswer))]
[JsonSerializable(typeof(DocumentAnswer))]
[JsonSerializable(typeof(VersionsAnswer))]
[JsonSerializable(typeof(VersionWire))]
[JsonSerializable(typeof(DocumentDiffAnswer))]
[JsonSerializable(typeof(CommentsAnswer))]
[JsonSerializable(typeof(CommentRequest))]
[JsonSerializable(typeof(DryRunAnswer))]
[JsonSerializable(typeof(DryRunRequest))]
[JsonSerializable(typeof(RebaseAnswer))]
[JsonSerializable(typeof(BlobsAnswer))]
[JsonSerializable(typeof(WhoAnswer))]
[JsonSerializable(typeof(WebhookRequest))]
[JsonSerializable(typeof(WebhookAnswer))]
[JsonSerializable(typeof(WebhooksAnswer))]
[JsonSerializable(typeof(DeliveriesAnswer))]
public sealed partial class SyncJson : JsonSerializerContext
{
    /// <summary>Texts as they are: an umlaut is two bytes in UTF-8, and six as an escape. It is never part of a page of HTML.</summary>
    public static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>What both sides use.</summary>
    public static SyncJson Wire { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = Encoder,
    });
}
