using System.Globalization;
using DocsGen.Contracts;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;

namespace DocsGen.Server.Answers;

/// <summary>Changesets in the words of the protocol.</summary>
internal static class Wire
{
    public static string Time(DateTimeOffset utc) => utc.UtcDateTime.ToString(EventChain.TimeFormat, CultureInfo.InvariantCulture);

    public static SummaryWire Summary(ChangesetSummary s) => new(s.TotalFiles, s.Accepted, s.Rejected, s.Amended, s.Pending, s.Additions, s.Deletions);

    public static ChangesetWire Changeset(Space space, Changeset changeset, ChangesetSummary? summary = null) => new()
    {
        Id = changeset.Id.Value,
        Seq = changeset.Number,
        Message = changeset.Message,
        MergePrompt = changeset.MergePrompt,
        PushedBy = changeset.PushedBy.Name,
        ClientChangesetId = changeset.ClientId,
        Status = changeset.Status.ToWire(),
        CommitScopeKey = string.Create(CultureInfo.InvariantCulture, $"space:{space.Id}"),
        TargetBranch = SyncRoutes.Branch,
        PayloadHash = changeset.Payload.Value,
        PublishedAt = changeset.PublishedUtc is { } utc ? Time(utc) : null,
        PublishedBy = changeset.PublishedBy?.Name,
        CreatedAt = Time(changeset.CreatedUtc),
        SupersededBy = changeset.SupersededBy?.Value,
        WithdrawnBy = changeset.WithdrawnBy?.Name,
        Summary = Summary(summary ?? ChangesetSummary.Of(changeset.Files)),
        Actors = new(changeset.PushedBy.ToString(), changeset.PublishedBy?.ToString(), changeset.WithdrawnBy?.ToString()),
        Claim = changeset.Claim is { } claim ? new(claim.By.ToString(), Time(claim.SinceUtc), Time(claim.UntilUtc)) : null,
        Report = changeset.Report is { } report && changeset.Files.Count > 0 ? [.. report.Files.Select(f => new FileReportWire(f.File, f.Status, f.Reason, f.CurrentVersion))] : null,
    };

    public static DecisionWire Decision(Decision decision) => new(
        decision.Number, decision.Kind.ToWire(), decision.Bound, decision.By.ToString(), Time(decision.Utc), decision.Comment, decision.Amended?.Hash.Value, decision.Amended?.Size, decision.CarriedFrom);

    public static ProvenanceWire? Provenance(Provenance? run) => run is null ? null : new(run.Run, run.Slug, run.Prefix, run.Artifact, run.Execution, run.Snapshot, run.ApprovedBy);

    public static CheckWire Check(CheckError error) => new(error.Rule, error.Path, error.Line, error.Message);

    public static ReviewWire Review(ChangesetFile file, Decision decision, string? amended) => new()
    {
        Id = decision.Number,
        CommitFileId = file.Number,
        Decision = decision.Kind.ToWire(),
        AmendedContent = amended,
        ReviewedBy = decision.By.Name,
        ReviewedAt = Time(decision.Utc),
        Comment = decision.Comment,
    };

    public static PublishAnswer Published(Space space, Changeset changeset, PublishReport report, bool replayed)
    {
        var files = changeset.Files.ToDictionary(f => f.Number, f => f.File.Value);
        var wire = Changeset(space, changeset);
        return new(
            wire,
            wire,
            [.. report.Files.Select(f => new PublishedFileWire(f.File, files[f.File], SyncRoutes.DocJrn(files[f.File]), f.Status, f.Reason, f.CurrentVersion))],
            report.HasConflicts,
            replayed ? true : null);
    }
}
