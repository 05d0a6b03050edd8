using System.Globalization;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs;

namespace DocsGen.Core.Tests.Runs.Model;

/// <summary>The record of a run breaks a rule of the design.</summary>
public sealed class ViolationException(string rule, string what) : Exception($"{rule}: {what}")
{
    public string Rule { get; } = rule;
}

/// <summary>
/// A second, simpler account of what a run may do, written from the design and not from the machine: it reads one stored event after another and
/// objects to the first that may not stand where it stands. It knows nothing of how the machine decides.
/// </summary>
public sealed class RunModel(int finalPhase)
{
    private readonly List<Attempt> attempts = [];
    private readonly Dictionary<string, ContentHash> paths = new(StringComparer.Ordinal);
    private readonly HashSet<int> stale = [];
    private readonly HashSet<(string Space, long Changeset)> pushes = [];
    private readonly Dictionary<int, List<FileEdit>> edits = [];
    private (int Phase, ExecutionKind Kind, IReadOnlyList<string>? Files)? asked;
    private StoredEvent? last;
    private string status = "";
    private bool deleted;

    public string Status => status;

    public int Completions { get; private set; }

    public IReadOnlyDictionary<string, ContentHash> Paths => paths;

    /// <summary>The whole chain of a run.</summary>
    public static RunModel Of(IReadOnlyList<StoredEvent> events, int finalPhase)
    {
        var model = new RunModel(finalPhase);
        foreach (var entry in events) model.Apply(entry);
        return model;
    }

    /// <summary>The next event.</summary>
    /// <exception cref="ViolationException">It may not stand here.</exception>
    public void Apply(StoredEvent entry)
    {
        Require(entry.Seq == (last?.Seq ?? 0) + 1, "R10", $"event {entry.Seq} after {last?.Seq}");
        Require(entry.PrevHash == (last?.Hash ?? "") && entry.Hash == ContentHash.Of($"{entry.PrevHash}\n{entry.Body}").Value, "R10", $"the chain breaks at event {entry.Seq}");
        last = entry;
        var view = RunLog.Read(entry);
        Require(!deleted, "R10", "an event after the run was deleted");
        Require(status != "canceled" || view.Event is RunEvent.RetentionChanged or RunEvent.Deleted, "R12", $"{entry.Type} after a cancel");
        switch (view.Event)
        {
            case RunEvent.Created:
                Require(entry.Seq == 1, "R10", "a second run.created");
                status = "running";
                break;
            case RunEvent.Rebuilt:
                Require(entry.Seq == 2, "R9", "only a new run is a rebuild");
                break;
            case RunEvent.Started or RunEvent.Resumed or RunEvent.TakenOver:
                Require(status == "running", "R2", "a driver took up a run that stands still");
                break;
            case RunEvent.PhaseStarted e:
                Start(e);
                break;
            case RunEvent.ArtifactWritten e:
                Write(e);
                break;
            case RunEvent.ValidationStarted e:
                Current(e.ExecutionId).Validating = true;
                break;
            case RunEvent.ValidationPassed e:
                Require(e.Verdict.Errors == 0, "R5", "a gate with errors passed");
                Judge(e.ExecutionId, e.Verdict);
                break;
            case RunEvent.ValidationFailed e:
                Require(e.Verdict.Errors > 0, "R5", "a gate without errors failed");
                Judge(e.ExecutionId, e.Verdict);
                break;
            case RunEvent.PhaseCompleted e:
                Require(Current(e.ExecutionId).Open, "R3", "a phase completed behind a shut gate");
                stale.Remove(e.ExecutionId.Phase);
                break;
            case RunEvent.DraftingFailed e:
                Require(!Current(e.ExecutionId).Validating, "R3", "drafting failed after drafting");
                Current(e.ExecutionId).Ended = true;
                break;
            default:
                ApplyDecision(view);
                break;
        }
    }

    private void ApplyDecision(EventView view)
    {
        switch (view.Event)
        {
            case RunEvent.Failed e:
                Require(!Current(e.ExecutionId).Open, "R6", "an open gate stopped the run");
                status = "failed";
                break;
            case RunEvent.ApprovalRequired e:
                Current(e.ExecutionId).NeedsApproval = true;
                Require(Current(e.ExecutionId).Open, "R3", "a shut gate asks for an approval");
                status = "awaiting_approval";
                break;
            case RunEvent.ApprovalRecorded e:
                Approve(e);
                break;
            case RunEvent.ApprovalRejected e:
                Require(status == "awaiting_approval" && !Current(e.ExecutionId).Approved, "R4", "a rejection of what does not wait");
                Require(e.Reason.Length > 0, "R4", "a rejection without a reason");
                status = "failed";
                break;
            case RunEvent.Completed e:
                Require(status == "running" && attempts[^1].Id.Phase == finalPhase && attempts[^1].IsCleared && stale.Count == 0, "A7", "a bundle that was not earned");
                Require(paths.ContainsKey(e.Bundle.Path), "A7", "a bundle that was not written");
                status = "complete";
                Completions++;
                break;
            case RunEvent.Canceled:
                Require(status is "running" or "awaiting_approval" or "failed", "R12", $"a cancel while {status}");
                status = "canceled";
                break;
            case RunEvent.RegenerationRequested e:
                Ask(e.Phase, e.Files.Count == 0 ? ExecutionKind.Revalidation : ExecutionKind.Regeneration, e.Files, e.Reason);
                break;
            case RunEvent.Edited e:
                Ask(e.Phase, ExecutionKind.Edit, [], e.Reason);
                Require(e.Phase == e.Files.Min(f => f.Phase), "R7", "an edit does not begin at its lowest phase");
                foreach (var phase in e.Files.GroupBy(f => f.Phase)) edits[phase.Key] = [.. edits.GetValueOrDefault(phase.Key, []).Where(old => phase.All(f => f.File != old.File)), .. phase];
                break;
            case RunEvent.GateOverridden e:
                Require(status == "failed" && attempts[^1].Id == e.ExecutionId && attempts[^1].Verdict is { Opens: false }, "R5", "an override of a gate that did not fail");
                Require(e.Issues.All(i => !i.Rule.StartsWith("links.", StringComparison.Ordinal) && !i.Rule.StartsWith("placeholders.", StringComparison.Ordinal)), "R5", "a core rule was overridden");
                Ask(e.ExecutionId.Phase, ExecutionKind.Override, [], e.Reason);
                break;
            case RunEvent.PhaseStale e:
                Require(e.Phase > e.Because && stale.Add(e.Phase), "R7", $"phase {e.Phase} became stale twice, or for a later one");
                break;
            case RunEvent.RetentionChanged:
                break;
            case RunEvent.ChangesetPushed e:
                Require(status == "complete", "R10", $"pushed while {status}");
                Require(pushes.Add((e.Space, e.Changeset)), "R10", $"changeset {e.Changeset} was pushed twice");
                break;
            case RunEvent.Deleted:
                Require(status is "failed" or "complete" or "canceled", "R10", $"deleted while {status}");
                deleted = true;
                break;
            default:
                throw new ViolationException("R10", $"the model knows no {view.Type}");
        }
    }

    private void Start(RunEvent.PhaseStarted e)
    {
        var phase = e.ExecutionId.Phase;
        Require(status == "running", "R3", $"phase {phase} started while {status}");
        Require(attempts.Count == 0 || attempts[^1].Ended, "R3", $"phase {phase} started while {attempts.LastOrDefault()?.Id} is in progress");
        Require(e.ExecutionId.Number == attempts.Count(a => a.Id.Phase == phase) + 1, "A8", $"{e.ExecutionId} is not the next of its phase");
        Require(phase == 0 || (attempts.LastOrDefault(a => a.Id.Phase == phase - 1) is { IsCleared: true } && !stale.Contains(phase - 1)), "R3", $"phase {phase} started, and {phase - 1} is not open and approved");
        var isFirst = attempts.All(a => a.Id.Phase != phase);
        if (asked is { } what)
        {
            Require(what.Phase == phase && what.Kind == e.Kind, "R7", $"{what.Kind} of {what.Phase} was asked for, and {e.Kind} of {phase} started");
            if (what.Kind == ExecutionKind.Regeneration) Require(e.Targets is not null && e.Targets.SequenceEqual(what.Files!), "R7", "other targets than were asked for");
        }
        else
        {
            // What nobody asked for goes forward: drafted once, and later only looked at again.
            Require(attempts.Count == 0 || attempts[^1].Id.Phase == phase - 1, "R3", $"phase {phase} follows {attempts.LastOrDefault()?.Id}");
            var waiting = edits.ContainsKey(phase);
            Require(e.Kind == (waiting ? ExecutionKind.Edit : isFirst ? ExecutionKind.Draft : ExecutionKind.Revalidation), "R7", $"phase {phase} began as {e.Kind}");
        }

        asked = null;
        attempts.Add(new(e.ExecutionId, e.Kind, e.Targets, edits.Remove(phase, out var files) ? files : []));
    }

    private void Write(RunEvent.ArtifactWritten e)
    {
        var artifact = e.Artifact;
        Require(paths.TryAdd(artifact.Path, artifact.Hash), "A1", $"{artifact.Path} was written twice");
        if (e.ExecutionId is not { } id)
        {
            Require(artifact.Path.StartsWith(Completions == 0 ? "final/" : string.Create(CultureInfo.InvariantCulture, $"final_v{Completions + 1}/"), StringComparison.Ordinal), "A8", $"{artifact.Path} belongs to no completion");
            return;
        }

        var attempt = Current(id);
        var folder = id.Number == 1 ? $"phase{id.Phase}" : $"phase{id.Phase}_v{id.Number}";
        Require(artifact.Path.StartsWith(folder + "/", StringComparison.Ordinal), "A8", $"{artifact.Path} is not in the folder of {id}");
        if (artifact.Type != ArtifactType.CoreDoc) return;
        Require(!attempt.Validating, "R3", $"{artifact.Path} was written after drafting");
        switch (attempt.Kind)
        {
            case ExecutionKind.Regeneration:
                Require(attempt.Targets!.Contains(artifact.FileName), "R7", $"{artifact.FileName} was not asked for");
                break;
            case ExecutionKind.Edit:
                Require(attempt.Edits.Any(f => f.File == artifact.FileName && f.After == artifact.Hash), "R8", $"{artifact.FileName} is no edit");
                break;
            case ExecutionKind.Revalidation or ExecutionKind.Override:
                throw new ViolationException("R8", $"{artifact.Path} was drafted where nothing is drafted");
        }
    }

    private void Judge(ExecutionId id, GateVerdict verdict)
    {
        var attempt = Current(id);
        Require(attempt.Validating && !attempt.Ended, "R5", $"{id} was judged twice");
        Require(attempt.Edits.All(f => paths.ContainsKey($"{id.Folder}/{f.File}")), "R8", $"an edit of {id} is lost");
        (attempt.Verdict, attempt.Ended) = (verdict, true);
    }

    private void Approve(RunEvent.ApprovalRecorded e)
    {
        var attempt = Current(e.ExecutionId);
        Require(!attempt.Approved, "R4", $"{e.ExecutionId} was approved twice");
        Require(attempt.Verdict?.Snapshot == e.Snapshot, "R4", "an approval of another snapshot");
        if (!e.Automatic) Require(status == "awaiting_approval", "R4", $"an approval while {status}");
        if (e.CarriedFrom is { } from)
        {
            var earlier = attempts.Single(a => a.Id == from);
            Require(earlier.Approved && earlier.Id.Phase == e.ExecutionId.Phase && earlier.Verdict!.Basis == attempt.Verdict!.Basis, "R7", "an approval carried over to something else");
        }

        attempt.Approved = true;
        status = "running";
    }

    private void Ask(int phase, ExecutionKind kind, IReadOnlyList<string> files, string reason)
    {
        Require(status is "awaiting_approval" or "failed" or "complete", "R1", $"{kind} was asked for while {status}");
        Require(reason.Length > 0, "R7", "a revision without a reason");
        status = "running";
        asked = (phase, kind, files);
    }

    private Attempt Current(ExecutionId id)
    {
        Require(attempts.Count > 0 && attempts[^1].Id == id, "R2", $"an event of {id}, and {attempts.LastOrDefault()?.Id} is the current one");
        return attempts[^1];
    }

    private static void Require(bool holds, string rule, string what)
    {
        if (!holds) throw new ViolationException(rule, what);
    }

    private sealed class Attempt(ExecutionId id, ExecutionKind kind, IReadOnlyList<string>? targets, List<FileEdit> edits)
    {
        public ExecutionId Id { get; } = id;

        public ExecutionKind Kind { get; } = kind;

        public IReadOnlyList<string>? Targets { get; } = targets;

        public List<FileEdit> Edits { get; } = edits;

        public bool Validating { get; set; }

        public bool Ended { get; set; }

        public GateVerdict? Verdict { get; set; }

        public bool NeedsApproval { get; set; }

        public bool Approved { get; set; }

        public bool Open => Verdict is { } v && v.Errors == v.Overridden;

        public bool IsCleared => Open && (!NeedsApproval || Approved);
    }
}
