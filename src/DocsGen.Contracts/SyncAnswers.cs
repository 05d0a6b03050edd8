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
}

/// <summary>How many files stand how, and how many lines they add and remove.</summary>
public sealed record SummaryWire(int TotalFiles, int Accepted, int Rejected, int Amended, int Pending, int Additions, int Deletions);

public sealed record PushResultWire(string FileId, string Status);

public sealed record PushAnswer(ChangesetWire Changeset, ChangesetWire Commit, IReadOnlyList<FileWire> Files, IReadOnlyList<PushResultWire> Results, long NewCursor, bool Replayed);

public sealed record ChangesetsAnswer(IReadOnlyList<ChangesetWire> Changesets, IReadOnlyList<ChangesetWire> Commits, bool HasMore, long? NextBeforeId);

public sealed record ChangesetAnswer(ChangesetWire Changeset, ChangesetWire Commit, SummaryWire? Summary);

public sealed record FilesAnswer(IReadOnlyList<FileWire> Files);

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
}

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

public sealed record PublishAnswer(ChangesetWire Changeset, ChangesetWire Commit, IReadOnlyList<PublishedFileWire> Files, bool HasConflicts);

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
