using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Sync;

/// <summary>
/// What a publish does, file by file: decided from the changeset, its documents and the policy alone. Files that take each other's paths count as one: where
/// one of them cannot go live, neither can the other.
/// </summary>
internal sealed class PublishPlan
{
    private readonly Dictionary<FileId, Document> live;
    private readonly Dictionary<long, FileReport> reports = [];

    private PublishPlan(ChangesetView view) => live = view.Documents.ToDictionary(d => d.File);

    /// <summary>What goes live, in the order of the changeset.</summary>
    public IReadOnlyList<FileWrite> Writes { get; private set; } = [];

    /// <summary>Accepted deletes of documents that are gone.</summary>
    public IReadOnlyList<ChangesetFile> AlreadyMissing { get; private set; } = [];

    public PublishReport Report { get; private set; } = new([]);

    /// <summary>Merged content that goes live.</summary>
    public IReadOnlyList<StagedBlob> Blobs { get; private set; } = [];

    /// <summary>Whether nothing at all is applied because of <see cref="Obstacles"/>.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>How many files have a conflict of their own, or no decision.</summary>
    public int Obstacles { get; private set; }

    public static PublishPlan Of(ChangesetView view, Changeset changeset, PublishMode mode, IReadOnlyList<PreparedMerge> merges)
    {
        var plan = new PublishPlan(view);
        var prepared = view.Space.Policy.Stale == StaleFile.Merge ? merges.ToDictionary(m => m.File) : [];
        var writes = new List<FileWrite>();
        var missing = new List<ChangesetFile>();
        foreach (var file in changeset.Files) plan.Judge(file, prepared, writes, missing);
        writes = plan.WithoutTakenPaths(view, writes);
        plan.Obstacles = plan.reports.Values.Count(r => r.Status is PublishReasons.Conflict or PublishReasons.Missing);
        plan.IsStopped = plan.Obstacles > 0 && (mode == PublishMode.Atomic || (writes.Count == 0 && missing.Count == 0));
        if (plan.IsStopped)
        {
            foreach (var file in writes.Select(w => w.File).Concat(missing)) plan.Say(file, PublishReasons.Conflict, PublishReasons.NotApplied);
            (writes, missing) = ([], []);
        }

        (plan.Writes, plan.AlreadyMissing) = (writes, missing);
        var used = writes.Select(w => w.File.Number).Where(prepared.ContainsKey).ToHashSet();
        plan.Blobs = [.. prepared.Values.Where(m => used.Contains(m.File)).Select(m => m.Merged)];
        foreach (var write in writes) plan.reports[write.File.Number] = new(write.File.Number, PublishReasons.Published, null, write.Version);
        plan.Report = new([.. changeset.Files.Select(f => plan.reports[f.Number])]);
        return plan;
    }

    public int VersionOf(ChangesetFile file) => live.TryGetValue(file.File, out var document) ? document.Version : 0;

    private void Judge(ChangesetFile file, Dictionary<long, PreparedMerge> prepared, List<FileWrite> writes, List<ChangesetFile> missing)
    {
        if (file.Applied is { } applied)
        {
            reports[file.Number] = new(file.Number, PublishReasons.Published, PublishReasons.AlreadyPublished, applied.Version);
            return;
        }

        if (file.Decision is not { } decision)
        {
            Say(file, PublishReasons.Missing, PublishReasons.MissingReview);
            return;
        }

        if (decision.Kind == DecisionKind.Reject)
        {
            Say(file, PublishReasons.RejectedFile, PublishReasons.Rejected);
            return;
        }

        var document = live.GetValueOrDefault(file.File);
        var outcome = file.Outcome!.Value;
        if (outcome.Hash is null)
        {
            if (document is null or { IsDeleted: true })
            {
                Say(file, PublishReasons.Published, PublishReasons.AlreadyMissing);
                missing.Add(file);
            }
            else if (document.Version != file.BaseVersion) Say(file, PublishReasons.Conflict, PublishReasons.DeleteBaseMismatch);
            else writes.Add(new(file, document.Path, outcome, document.Version + 1, document));
            return;
        }

        if (document is null ? file.BaseVersion == 0 : document.Version == file.BaseVersion) writes.Add(new(file, file.Path, outcome, file.BaseVersion + 1, document));
        else if (document is null or { IsDeleted: true }) Say(file, PublishReasons.Conflict, file.BaseVersion == 0 ? PublishReasons.BaseChanged : PublishReasons.BaseMissing);
        else if (!prepared.TryGetValue(file.Number, out var merge)) Say(file, PublishReasons.Conflict, PublishReasons.BaseChanged);
        else if (merge.LiveVersion != document.Version) Say(file, PublishReasons.Conflict, PublishReasons.VersionConflict);
        else writes.Add(new(file, merge.Path, new(merge.Merged.Hash, merge.Merged.Size), document.Version + 1, document));
    }

    // A path is free when no live document has it, or when the one that has it moves or goes in this very publish. Each refusal may take the path from another: until none does.
    private List<FileWrite> WithoutTakenPaths(ChangesetView view, List<FileWrite> writes)
    {
        var holders = view.Documents.Where(d => !d.IsDeleted).ToDictionary(d => d.Path.Fold, d => d.File, StringComparer.Ordinal);
        while (true)
        {
            var ends = writes.ToDictionary(w => w.File.File, w => w.Content.Hash is null ? null : w.Path.Fold);
            var claimed = new HashSet<string>(StringComparer.Ordinal);
            var taken = writes.Where(w => w.Content.Hash is not null && (!claimed.Add(w.Path.Fold) || IsHeld(w))).ToList();
            if (taken.Count == 0) return writes;
            foreach (var write in taken) Say(write.File, PublishReasons.Conflict, PublishReasons.PathTaken);
            var refused = taken.ToHashSet();
            writes = [.. writes.Where(w => !refused.Contains(w))];

            bool IsHeld(FileWrite write) => holders.TryGetValue(write.Path.Fold, out var holder) && holder != write.File.File
                && (!ends.TryGetValue(holder, out var end) || end == write.Path.Fold);
        }
    }

    private void Say(ChangesetFile file, string status, string reason) =>
        reports[file.Number] = new(file.Number, status, reason, live.TryGetValue(file.File, out var document) ? document.Version : null);
}

/// <summary>A document that a publish changes.</summary>
/// <param name="File">The file that changes it.</param>
/// <param name="Path">Where it lives afterwards; of a delete, where it lived.</param>
/// <param name="Content">What it holds afterwards.</param>
/// <param name="Version">Its version afterwards.</param>
/// <param name="Before">As it is now; null when it is new.</param>
internal sealed record FileWrite(ChangesetFile File, ServerPath Path, FileContent Content, int Version, Document? Before);
