using System.Text.Json;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Text.Diff;

namespace DocsGen.Storage.Sql;

// Rows of sync as both engines give them: numbers as 64 bits, times and hashes as texts.

internal sealed record SpaceRow(
    long Id, string Slug, string Name, string Policy, long Epoch, long Sequence, long Pushes, long Events, string LastHash, string CreatedBy, string CreatedUtc)
{
    public const string Columns = "id, slug, name, policy, epoch, sequence, pushes, events, last_hash AS LastHash, created_by AS CreatedBy, created_utc AS CreatedUtc";

    public Space ToSpace() => new()
    {
        Id = Id,
        Slug = SpaceSlug.Parse(Slug),
        Name = Name,
        Policy = StoredPolicies.Of(Policy),
        Epoch = Epoch,
        Sequence = Sequence,
        Pushes = Pushes,
        Events = Events,
        LastHash = LastHash,
        CreatedBy = Actor.Parse(CreatedBy),
        CreatedUtc = Times.Parse(CreatedUtc),
    };
}

internal sealed record ChangesetHead(
    long Id, long Number, string ClientId, string Payload, string Message, string? MergePrompt, string PushedBy, string CreatedUtc, string Status, long Fence, string? ClaimedBy,
    string? ClaimProcess, long? ClaimSince, long? ClaimUntil, string? StatusBefore, string? Report, string? PublishedBy, string? PublishedUtc, long? SupersededBy, string? WithdrawnBy)
{
    public const string Columns =
        """
        id, number, client_id AS ClientId, payload, message, merge_prompt AS MergePrompt, pushed_by AS PushedBy, created_utc AS CreatedUtc, status, fence, claimed_by AS ClaimedBy,
        claim_process AS ClaimProcess, claim_since AS ClaimSince, claim_until AS ClaimUntil, status_before AS StatusBefore, report, published_by AS PublishedBy,
        published_utc AS PublishedUtc, superseded_by AS SupersededBy, withdrawn_by AS WithdrawnBy
        """;

    /// <summary>A range of the unique index: what follows a colon comes before a semicolon.</summary>
    public const string ByClient = "SELECT id FROM changesets WHERE space_id = @space AND client_id >= @beginning AND client_id < @end ORDER BY id";

    public Changeset ToChangeset(IReadOnlyList<ChangesetFile> files) => new()
    {
        Id = new(Id),
        Number = Number,
        ClientId = ClientId,
        Payload = ContentHash.Parse(Payload),
        Message = Message,
        MergePrompt = MergePrompt,
        PushedBy = Actor.Parse(PushedBy),
        CreatedUtc = Times.Parse(CreatedUtc),
        Status = SyncNames.ParseStatus(Status),
        Fence = Fence,
        Claim = ClaimedBy is null ? null : new(
            Actor.Parse(ClaimedBy), ClaimProcess ?? "", DateTimeOffset.FromUnixTimeMilliseconds(ClaimSince!.Value), DateTimeOffset.FromUnixTimeMilliseconds(ClaimUntil!.Value), SyncNames.ParseStatus(StatusBefore!)),
        Report = Report is null ? null : PublishReport.Parse(Report),
        PublishedBy = PublishedBy is null ? null : Actor.Parse(PublishedBy),
        PublishedUtc = PublishedUtc is null ? null : Times.Parse(PublishedUtc),
        SupersededBy = SupersededBy is { } by ? new ChangesetId(by) : null,
        WithdrawnBy = WithdrawnBy is null ? null : Actor.Parse(WithdrawnBy),
        Files = files,
    };
}

internal sealed record FileRow(
    long Id, string FileId, string Operation, string Path, long BaseVersion, string? BaseHash, string? BasePath, string? Hash, long Size, long? Additions, long? Deletions, string? Provenance,
    long? AppliedVersion, long? AppliedSequence)
{
    public const string Columns =
        """
        id, file_id AS FileId, operation, path, base_version AS BaseVersion, base_hash AS BaseHash, base_path AS BasePath, hash, size, additions, deletions, provenance,
        applied_version AS AppliedVersion, applied_sequence AS AppliedSequence
        """;

    public ChangesetFile ToFile(IReadOnlyList<Decision> decisions) => new()
    {
        Number = Id,
        File = Core.Sync.FileId.Parse(FileId),
        Operation = Operation == "delete" ? FileOperation.Delete : FileOperation.Upsert,
        Path = ServerPath.Parse(Path),
        BaseVersion = (int)BaseVersion,
        BaseHash = BaseHash is null ? null : ContentHash.Parse(BaseHash),
        BasePath = BasePath is null ? null : ServerPath.Parse(BasePath),
        Hash = Hash is null ? null : ContentHash.Parse(Hash),
        Size = Size,
        Lines = Additions is { } added && Deletions is { } removed ? new LineCounts((int)added, (int)removed) : null,
        Provenance = Provenance is null ? null : Core.Sync.Provenance.Parse(Provenance),
        Applied = AppliedVersion is { } version ? new((int)version, AppliedSequence!.Value) : null,
        Decisions = decisions,
    };
}

internal sealed record DecisionRow(long Id, long File, string Kind, string? AmendedHash, long? AmendedSize, string Bound, string DecidedBy, string DecidedUtc, string? Comment, string? CarriedFrom)
{
    public const string Columns =
        """
        id, file, kind, amended_hash AS AmendedHash, amended_size AS AmendedSize, bound, decided_by AS DecidedBy, decided_utc AS DecidedUtc, comment, carried_from AS CarriedFrom
        """;

    public Decision ToDecision() => new(
        Enum.Parse<DecisionKind>(Kind, ignoreCase: true), AmendedHash is null ? null : new(ContentHash.Parse(AmendedHash), AmendedSize!.Value), Bound, Actor.Parse(DecidedBy), Times.Parse(DecidedUtc), Comment,
        CarriedFrom)
    { Number = Id };
}

internal sealed record DocumentRow(string FileId, string Path, long Version, string? Hash, long Size, long Sequence)
{
    public const string Columns = "d.file_id AS FileId, d.path, d.version, d.hash, d.size, d.sequence";

    public Document ToDocument() => new()
    {
        File = Core.Sync.FileId.Parse(FileId),
        Path = ServerPath.Parse(Path),
        Version = (int)Version,
        Hash = Hash is null ? null : ContentHash.Parse(Hash),
        Size = Size,
        Sequence = Sequence,
    };
}

internal sealed record VersionRow(
    string FileId, long Version, string Path, string? Hash, long Size, long Sequence, long ChangesetId, string PushedBy, string Reviewers, string Publisher, string PublishedUtc, string? Provenance)
{
    public const string Columns =
        """
        v.file_id AS FileId, v.version, v.path, v.hash, v.size, v.sequence, v.changeset_id AS ChangesetId, v.pushed_by AS PushedBy, v.reviewers, v.publisher,
        v.published_utc AS PublishedUtc, v.provenance
        """;

    public DocumentVersion ToVersion() => new()
    {
        File = Core.Sync.FileId.Parse(FileId),
        Version = (int)Version,
        Path = ServerPath.Parse(Path),
        Hash = Hash is null ? null : ContentHash.Parse(Hash),
        Size = Size,
        Sequence = Sequence,
        Changeset = new(ChangesetId),
        PushedBy = Actor.Parse(PushedBy),
        Reviewers = ReadReviewers(Reviewers),
        Publisher = Actor.Parse(Publisher),
        PublishedUtc = Times.Parse(PublishedUtc),
        Provenance = Provenance is null ? null : Core.Sync.Provenance.Parse(Provenance),
    };

    public static string WriteReviewers(IReadOnlyList<Actor> reviewers) => JsonSerializer.Serialize(reviewers.Select(r => r.ToString()).ToArray(), TextList.Default.StringArray);

    private static Actor[] ReadReviewers(string json) => [.. JsonSerializer.Deserialize(json, TextList.Default.StringArray)!.Select(Actor.Parse)];
}

internal sealed record CommentRow(
    long Id, long? File, long? LineFrom, long? LineTo, long Outdated, string Text, string WrittenBy, string WrittenUtc, string? ResolvedBy, long? ReplyTo)
{
    public const string Columns =
        """
        id, file, line_from AS LineFrom, line_to AS LineTo, outdated, text, written_by AS WrittenBy, written_utc AS WrittenUtc, resolved_by AS ResolvedBy, reply_to AS ReplyTo
        """;

    public Comment ToComment() => new()
    {
        Id = Id,
        File = File,
        Lines = LineFrom is { } from ? new LineSpan((int)from, (int)LineTo!.Value) : null,
        IsOutdated = Outdated != 0,
        Text = Text,
        By = Actor.Parse(WrittenBy),
        Utc = Times.Parse(WrittenUtc),
        ResolvedBy = ResolvedBy is null ? null : Actor.Parse(ResolvedBy),
        ReplyTo = ReplyTo,
    };
}

[System.Text.Json.Serialization.JsonSerializable(typeof(string[]))]
internal sealed partial class TextList : System.Text.Json.Serialization.JsonSerializerContext;

internal sealed record ContentRow(string FileId, string Path, long Version, string? Hash, long Size, long Sequence, byte[]? Bytes)
{
    /// <summary>The document with its bytes, verified (A4).</summary>
    public PulledDocument ToPulled()
    {
        var document = new DocumentRow(FileId, Path, Version, Hash, Size, Sequence).ToDocument();
        if (Bytes is not null && ContentHash.Of(Bytes) != document.Hash) throw new ArtifactCorruptException(document.Hash!.Value, $"the database holds {ContentHash.Of(Bytes).Short}.");
        return new(document, Bytes is null ? default(ReadOnlyMemory<byte>?) : Bytes);
    }
}
