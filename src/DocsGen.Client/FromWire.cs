using System.Globalization;
using DocsGen.Contracts;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Core.Text.Diff;

namespace DocsGen.Client;

/// <summary>Answers in the terms of the core. What a server says is looked at like any input: a value that cannot be is a <see cref="FormatException"/>.</summary>
internal static class FromWire
{
    public static Space Space(SpaceWire wire) => new()
    {
        Id = wire.Id,
        Slug = SpaceSlug.Parse(wire.Slug),
        Name = wire.Name,
        Policy = SpacePolicy.Parse(wire.Policy.GetRawText()),
        Epoch = wire.Epoch,
        Sequence = wire.Sequence,
        Pushes = wire.Changesets,
        Events = wire.Events,
        CreatedBy = Actor.Parse(wire.CreatedBy),
        CreatedUtc = Time(wire.CreatedAt),
    };

    public static Changeset Changeset(ChangesetWire wire, IReadOnlyList<FileWire> files) => new()
    {
        Id = new(wire.Id),
        Number = wire.Seq,
        ClientId = wire.ClientChangesetId,
        Payload = ContentHash.Parse(wire.PayloadHash),
        Message = wire.Message ?? "",
        MergePrompt = wire.MergePrompt,
        PushedBy = Actor.Parse(wire.Actors?.PushedBy ?? $"user:{wire.PushedBy}"),
        CreatedUtc = Time(wire.CreatedAt),
        Status = SyncNames.ParseStatus(wire.Status),
        Claim = wire.Claim is { } claim ? new(Actor.Parse(claim.By), "", Time(claim.Since), Time(claim.Until), ChangesetStatus.Proposed) : null,
        Report = wire.Report is { } report ? new([.. report.Select(f => new FileReport(f.Id, f.Status, f.Reason, f.CurrentVersion))]) : null,
        PublishedBy = wire.Actors?.PublishedBy is { } publisher ? Actor.Parse(publisher) : null,
        PublishedUtc = wire.PublishedAt is { } utc ? Time(utc) : null,
        SupersededBy = wire.SupersededBy is { } by ? new ChangesetId(by) : null,
        WithdrawnBy = wire.Actors?.WithdrawnBy is { } withdrawn ? Actor.Parse(withdrawn) : null,
        Files = [.. files.Select(File)],
    };

    public static ChangesetSummary Summary(SummaryWire? wire) =>
        wire is null ? throw new FormatException("A changeset in a list has no summary.") : new(wire.TotalFiles, wire.Accepted, wire.Rejected, wire.Amended, wire.Pending, wire.Additions, wire.Deletions);

    public static FileMarks Marks(FileWire wire) => new(wire.Current is { } live ? Document(live) : null, wire.Obstacle, wire.MergesCleanly, [.. (wire.Checks ?? []).Select(Check)]);

    public static CheckError Check(CheckWire wire) => new(wire.Path, wire.Line, wire.Rule, wire.Message);

    public static Document Document(DocumentWire wire) => new()
    {
        File = FileId.Parse(wire.FileId),
        Path = ServerPath.Parse(wire.ServerPath),
        Version = wire.Version,
        Hash = wire.Deleted ? null : Hash(wire.Sha256) ?? throw new FormatException($"{wire.ServerPath} is live, and has no sha256."),
        Size = wire.Size,
        Sequence = wire.Sequence,
    };

    public static DocumentVersion Version(VersionWire wire) => new()
    {
        File = FileId.Parse(wire.FileId),
        Version = wire.Version,
        Path = ServerPath.Parse(wire.ServerPath),
        Hash = Hash(wire.Sha256),
        Size = wire.Size,
        Sequence = wire.Sequence,
        Changeset = new(wire.Changeset),
        PushedBy = Actor.Parse(wire.PushedBy),
        Reviewers = [.. wire.ReviewedBy.Select(Actor.Parse)],
        Publisher = Actor.Parse(wire.PublishedBy),
        PublishedUtc = Time(wire.PublishedAt),
        Provenance = Provenance(wire.Provenance),
    };

    public static Comment Comment(CommentWire wire) => new()
    {
        Id = wire.Id,
        File = wire.File,
        Lines = wire is { FromLine: { } from, ToLine: { } to } ? new LineSpan(from, to) : null,
        IsOutdated = wire.Outdated,
        Text = wire.Text,
        By = Actor.Parse(wire.By),
        Utc = Time(wire.At),
        ResolvedBy = wire.ResolvedBy is { } by ? Actor.Parse(by) : null,
        ReplyTo = wire.ReplyTo,
    };

    public static PublishReport Report(IReadOnlyList<PublishedFileWire> files) => new([.. files.Select(f => new FileReport(f.Id, f.Status, f.Reason, f.CurrentVersion))]);

    private static ChangesetFile File(FileWire wire) => new()
    {
        Number = wire.Id,
        File = FileId.Parse(wire.FileId),
        Operation = wire.OpType switch
        {
            "upsert" => FileOperation.Upsert,
            "delete" => FileOperation.Delete,
            _ => throw new FormatException($"'{wire.OpType}' is no operation."),
        },
        Path = ServerPath.Parse(wire.ServerPath),
        BaseVersion = wire.BaseVersion,
        BaseHash = Hash(wire.BaseSha256),
        BasePath = wire.BaseServerPath is { } path ? ServerPath.Parse(path) : null,
        Hash = Hash(wire.Sha256),
        Size = wire.Size,
        Lines = wire is { LineAdditions: { } added, LineDeletions: { } removed } ? new LineCounts(added, removed) : null,
        Provenance = Provenance(wire.Provenance),
        Applied = wire.Applied is { } applied ? new(applied.Version, applied.Sequence) : null,
        Decisions = [.. (wire.Decisions ?? []).Select(Decision)],
    };

    private static Decision Decision(DecisionWire wire)
    {
        var kind = Enum.GetValues<DecisionKind>().Where(k => k.ToWire() == wire.Decision).Select(k => (DecisionKind?)k).SingleOrDefault() ?? throw new FormatException($"'{wire.Decision}' is no decision.");
        var amended = wire is { AmendedSha256: { } hash, AmendedSize: { } size } ? new StoredContent(ContentHash.Parse(hash), size) : null;
        return new(kind, amended, wire.Bound, Actor.Parse(wire.By), Time(wire.At), wire.Comment, wire.CarriedFrom) { Number = wire.Id };
    }

    private static Provenance? Provenance(ProvenanceWire? wire) => wire is null ? null : new()
    {
        Run = wire.Run,
        Slug = wire.Slug,
        Prefix = wire.Prefix,
        Artifact = wire.Artifact,
        Execution = wire.Execution,
        Snapshot = wire.Snapshot,
        ApprovedBy = wire.ApprovedBy,
    };

    private static ContentHash? Hash(string? text) => text is null ? null : ContentHash.Parse(text);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
