using System.Globalization;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Runs;

/// <summary>The sentence of an event, for people. It is stored with the event, so that it never changes afterwards.</summary>
internal static class RunMessages
{
    public static string Of(RunEvent happened) => happened switch
    {
        RunEvent.Created e => Text($"Run of '{e.Settings.Slug}' created: formula {e.Settings.Formula} {e.Settings.FormulaVersion}, profile {e.Settings.Profile}, {e.Settings.Strictness}, {e.Settings.ReviewMode}."),
        RunEvent.Started => "Run started.",
        RunEvent.Resumed e => Text($"Run resumed by {e.Driver}."),
        RunEvent.TakenOver e => Text($"Run taken over by {e.Driver} from {e.Previous}, who had driven it since {e.PreviousSince} and let the lease expire."),
        RunEvent.PhaseStarted { Kind: ExecutionKind.Draft } e => Text($"Phase {e.ExecutionId.Phase} started as {e.ExecutionId} by {e.Agent}."),
        RunEvent.PhaseStarted { Kind: ExecutionKind.Regeneration } e => Text($"Phase {e.ExecutionId.Phase} started again as {e.ExecutionId} by {e.Agent}, for {IssueCounts.Count(e.Targets?.Count ?? 0, "file")}."),
        RunEvent.PhaseStarted { Kind: ExecutionKind.Edit } e => Text($"Phase {e.ExecutionId.Phase} started again as {e.ExecutionId}, with edited files."),
        RunEvent.PhaseStarted { Kind: ExecutionKind.Override } e => Text($"Phase {e.ExecutionId.Phase} is judged again as {e.ExecutionId}, with overrides."),
        RunEvent.PhaseStarted e => Text($"Phase {e.ExecutionId.Phase} is validated again as {e.ExecutionId}."),
        RunEvent.ArtifactWritten e => Text($"Wrote {e.Artifact.Path} ({e.Artifact.Size} bytes, {e.Artifact.Hash.Short})."),
        RunEvent.ValidationStarted e => Text($"Validation of phase {e.ExecutionId.Phase} started."),
        RunEvent.ValidationPassed e => Text($"Gate of phase {e.ExecutionId.Phase} passed: {Counts(e.Verdict)}."),
        RunEvent.ValidationFailed { Verdict.Opens: true } e => Text($"Gate of phase {e.ExecutionId.Phase} opened by override: {Counts(e.Verdict)}; every error is overridden."),
        RunEvent.ValidationFailed e => Text($"Gate of phase {e.ExecutionId.Phase} failed: {Counts(e.Verdict)}."),
        RunEvent.PhaseCompleted e => Text($"Phase {e.ExecutionId.Phase} completed."),
        RunEvent.DraftingFailed e => Text($"Drafting {e.File} failed: {e.Reason}"),
        RunEvent.ApprovalRequired e => Text($"{e.ExecutionId} waits for an approval."),
        RunEvent.ApprovalRecorded { CarriedFrom: { } from } e => Text($"{e.ExecutionId} keeps the approval of {from}: nothing that it rests on has changed."),
        RunEvent.ApprovalRecorded { Automatic: true } e => Text($"{e.ExecutionId} approved automatically, as the run was told to."),
        RunEvent.ApprovalRecorded e => Text($"{e.ExecutionId} approved."),
        RunEvent.ApprovalRejected e => Text($"{e.ExecutionId} rejected: {e.Reason}"),
        RunEvent.Completed e => Text($"Run complete: {e.Bundle.Path}, {e.Bundle.Files} files, {e.Bundle.Size} bytes, {e.Bundle.Hash.Short}."),
        RunEvent.Failed e => Text($"Run stopped: {e.Reason}."),
        RunEvent.Canceled e => e.Reason.Length == 0 ? "Run canceled." : Text($"Run canceled: {e.Reason}"),
        RunEvent.GateOverridden e => Text($"{IssueCounts.Count(e.Issues.Count, "error")} of {e.ExecutionId} overridden until {e.ExpiresUtc.UtcDateTime:yyyy-MM-dd HH:mm}: {e.Reason}"),
        RunEvent.OverwriteGranted e => Text($"{e.Path} replaced in place ({e.Before.Short}, now {e.After.Short}): {e.Reason}"),
        RunEvent.RetentionChanged e => Text($"Run {(e.Archived ? "archived" : "not archived")}, {(e.Pinned ? "pinned" : "not pinned")}: {e.Reason}"),
        RunEvent.ChangesetPushed e => Text($"Pushed to '{e.Space}' as changeset {e.Changeset} (manifest {e.Manifest.Short})."),
        RunEvent.Deleted e => Text($"Run deleted: {e.Reason}"),
        RunEvent.RegenerationRequested { Replan: { } replan } e => Text($"Planned files change: profile {replan.Profile}, {replan.Added.Count} added, {replan.Dropped.Count} dropped; phase {e.Phase} is drafted again: {e.Reason}"),
        RunEvent.RegenerationRequested { Files.Count: 0 } e => Text($"Validation of phase {e.Phase} requested: {e.Reason}"),
        RunEvent.RegenerationRequested e => Text($"Regeneration of {IssueCounts.Count(e.Files.Count, "file")} of phase {e.Phase} requested: {e.Reason}"),
        RunEvent.PhaseStale e => Text($"Phase {e.Phase} is stale: phase {e.Because} is done again."),
        RunEvent.Edited e => Text($"{IssueCounts.Count(e.Files.Count, "file")} edited by hand: {e.Reason}"),
        RunEvent.Rebuilt e => Text($"This run does {e.From} again: {e.Reason}"),
        _ => throw new InvalidOperationException($"No message for {happened.GetType().Name}."),
    };

    private static string Counts(GateVerdict verdict) => new IssueCounts(verdict.Errors, verdict.Warnings, verdict.Infos).InWords();

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
