using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Runs;

/// <summary>What may be asked of a run: by people the first group, by the driver the second.</summary>
public abstract record RunCommand
{
    private RunCommand()
    {
    }

    /// <summary>Approve the execution that waits. <paramref name="Execution"/> null means whichever waits, for a person at a terminal.</summary>
    public sealed record Approve(ExecutionId? Execution) : RunCommand;

    public sealed record Reject(ExecutionId? Execution, string Reason) : RunCommand;

    public sealed record Cancel(string Reason) : RunCommand;

    /// <summary>Draft these files of a phase again; none for all that are planned there.</summary>
    public sealed record Regenerate(int Phase, IReadOnlyList<string> Files, IReadOnlyList<string> Planned, string Reason, Replan? Replan = null) : RunCommand;

    /// <summary>Answer for errors of the gate that failed last. <paramref name="Errors"/> are all that it found, <paramref name="Overridable"/> the rules that policy lists.</summary>
    public sealed record Override(
        IReadOnlyList<string> Fingerprints, IReadOnlyList<OverriddenIssue> Errors, IReadOnlySet<string> Overridable, DateTimeOffset Now, DateTimeOffset ExpiresUtc, string Reason) : RunCommand;

    /// <summary>Replace a core file in place, by a token that policy issued.</summary>
    public sealed record Overwrite(string Path, ContentHash After, long Size, string Token, string Reason) : RunCommand;

    /// <summary>Leave the run out of lists, or keep it from deletion; null keeps what is.</summary>
    public sealed record Retain(bool? Archived, bool? Pinned, string Reason) : RunCommand;

    /// <summary>Give up the artifacts of a run that has stopped.</summary>
    public sealed record Delete(string Reason) : RunCommand;

    /// <summary>Take back edited files, all in one (their new versions are stored by the commit that records this).</summary>
    public sealed record Edit(IReadOnlyList<FileEdit> Files, string Reason) : RunCommand;

    /// <summary>Let the gate of a phase look again; null for the last one that has spoken.</summary>
    public sealed record Revalidate(int? Phase, string Reason) : RunCommand;

    /// <summary>Store a signed statement about the last bundle beside it; the run stays where it is.</summary>
    public sealed record RecordAttestation(WrittenArtifact Artifact) : RunCommand;

    /// <summary>Store that the run's documents were proposed to a space, once; the run stays where it is.</summary>
    public sealed record RecordPush(string Space, long Changeset, ContentHash Manifest) : RunCommand;

    /// <summary>A driver takes the run up: <paramref name="Previous"/> is who held an expired lease, if anyone did.</summary>
    public sealed record TakeUp(string Driver, string? Previous, string? PreviousSince) : RunCommand;

    public sealed record StartPhase(
        int Phase, string Agent, IReadOnlyList<FilePlan> Outline, ExecutionKind Kind = ExecutionKind.Draft, IReadOnlyList<string>? Targets = null, Replan? Replan = null) : RunCommand;

    public sealed record RecordArtifact(WrittenArtifact Artifact) : RunCommand;

    public sealed record StartValidation : RunCommand;

    /// <summary>The gate's verdict. <paramref name="AsksForApproval"/> is the formula's word on this phase.</summary>
    public sealed record RecordVerdict(GateVerdict Verdict, IReadOnlyList<WrittenArtifact> Artifacts, bool AsksForApproval) : RunCommand;

    public sealed record FailDrafting(string File, string Reason) : RunCommand;

    public sealed record Complete(BundleRecord Bundle, IReadOnlyList<WrittenArtifact> Artifacts, int FinalPhase) : RunCommand;
}

/// <summary>What the machine answers: events to record, nothing to do, or a refusal with a stable code.</summary>
public abstract record RunDecision
{
    private RunDecision()
    {
    }

    /// <summary>Record these. Empty when the command was carried out before and its answer is the same again.</summary>
    public sealed record Accepted(IReadOnlyList<RunEvent> Events) : RunDecision;

    /// <summary>No; the sentence says what to do instead.</summary>
    public sealed record Refused(string Code, string Message) : RunDecision;
}
