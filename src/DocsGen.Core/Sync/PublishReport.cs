using System.Text.Json;
using System.Text.Json.Serialization;

namespace DocsGen.Core.Sync;

/// <summary>What a publish said of one file.</summary>
/// <param name="File">Its number in the changeset's rows.</param>
/// <param name="Status"><c>published</c>, <c>conflict</c>, <c>rejected</c> or <c>missing_review</c>.</param>
/// <param name="Reason">One of <see cref="PublishReasons"/>; null where it was published without any.</param>
/// <param name="CurrentVersion">The document's version now; null where there is none.</param>
public sealed record FileReport(long File, string Status, string? Reason, int? CurrentVersion);

/// <summary>What a publish said: stored with the changeset, and answered again to a replay.</summary>
public sealed record PublishReport(IReadOnlyList<FileReport> Files)
{
    /// <summary>Whether something stands in the way: a conflict, or a missing decision.</summary>
    public bool HasConflicts => Files.Any(f => f.Status is PublishReasons.Conflict or PublishReasons.Missing);

    /// <summary>The same as a replay of a published changeset says it.</summary>
    public PublishReport Replayed() => new([.. Files.Select(f => f.Status == PublishReasons.Published ? f with { Reason = PublishReasons.AlreadyPublished } : f)]);

    public string ToJson() => JsonSerializer.Serialize(this, ReportJson.Default.PublishReport);

    public static PublishReport Parse(string json) => JsonSerializer.Deserialize(json, ReportJson.Default.PublishReport) ?? throw new FormatException("A report is a JSON object.");
}

/// <summary>The words of reports; see docs/sync-protocol.md of the protocol for what each means.</summary>
public static class PublishReasons
{
    public const string Published = "published";
    public const string Conflict = "conflict";
    public const string RejectedFile = "rejected";
    public const string Missing = "missing_review";

    public const string BaseChanged = "BASE_CHANGED";
    public const string BaseMissing = "BASE_DOC_MISSING";
    public const string VersionConflict = "VERSION_CONFLICT";
    public const string DeleteBaseMismatch = "DELETE_BASE_MISMATCH";
    public const string PathTaken = "PATH_TAKEN";
    public const string AlreadyMissing = "ALREADY_MISSING";
    public const string AlreadyPublished = "ALREADY_PUBLISHED";
    public const string NotApplied = "NOT_APPLIED";
    public const string MissingReview = "MISSING_REVIEW";
    public const string Rejected = "REJECTED";

    /// <summary>A reason in a sentence for people.</summary>
    public static string Explain(string? reason) => reason switch
    {
        BaseChanged => "the document changed since the version that was edited; rebase",
        BaseMissing => "the document was deleted since; amend it against the current version to bring it back, or reject",
        VersionConflict => "the document changed during the publish; publish again",
        DeleteBaseMismatch => "the document changed since the version that was to be deleted; rebase",
        PathTaken => "another live document has this path",
        AlreadyMissing => "it was gone already",
        AlreadyPublished => "it was published before",
        NotApplied => "nothing was applied, since another file stands in the way",
        MissingReview => "nobody has decided it",
        Rejected => "a reviewer rejected it",
        _ => "",
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PublishReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
