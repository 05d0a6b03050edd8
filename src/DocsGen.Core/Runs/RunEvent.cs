using System.Text.Json.Serialization;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Formulas;

namespace DocsGen.Core.Runs;

/// <summary>
/// A fact about a run. The record's own properties are the event's <c>data</c>; <c>type</c>, <c>phase</c> and <c>executionId</c> stand beside it.
/// Facts are only ever added (R10), so that a property may be added here but never change its meaning.
/// </summary>
public abstract record RunEvent
{
    private RunEvent()
    {
    }

    /// <summary>The execution that it belongs to, if any.</summary>
    [JsonIgnore]
    public virtual ExecutionId? Execution => null;

    public sealed record Created(RunSettings Settings, IReadOnlyList<RunInput> Inputs) : RunEvent;

    public sealed record Started : RunEvent;

    public sealed record Resumed(string Driver) : RunEvent;

    public sealed record TakenOver(string Driver, string Previous, string PreviousSince) : RunEvent;

    /// <summary><paramref name="Kind"/> says how the execution came about; <paramref name="Targets"/> are the files that it drafts, null for all planned ones.</summary>
    public sealed record PhaseStarted(
        ExecutionId ExecutionId,
        string Agent,
        IReadOnlyList<FilePlan> Outline,
        ExecutionKind Kind = ExecutionKind.Draft,
        IReadOnlyList<string>? Targets = null,
        Replan? Replan = null) : RunEvent
    {
        [JsonIgnore]
        public override ExecutionId? Execution => ExecutionId;
    }

    public sealed record ArtifactWritten(ExecutionId? ExecutionId, WrittenArtifact Artifact) : RunEvent
    {
        [JsonIgnore]
        public override ExecutionId? Execution => ExecutionId;
    }

    public sealed record ValidationStarted(ExecutionId ExecutionId) : RunEvent
    {
        [JsonIgnore]
        public override ExecutionId? Execution => ExecutionId;
    }

    public sealed record ValidationPassed(ExecutionId ExecutionId, GateVerdict Verdict) : RunEvent
    {
        [JsonIgnore]
        public override ExecutionId? Execution => ExecutionId;
    }

    public sealed record ValidationFailed(ExecutionId ExecutionId, GateVerdict Verdict) : RunEvent
    {
        [JsonIgnore]
        public override ExecutionId? Execution => ExecutionId;
    }

    public sealed record PhaseCompleted(ExecutionId ExecutionId) : RunEvent
    {
        [JsonIgnore]
        public override ExecutionId? Execution => ExecutionId;
    }

    public sealed record DraftingFailed(ExecutionId ExecutionId, string File, string Reason) : RunEvent
    {
        [JsonIgnore]
        public override ExecutionId? Execution => ExecutionId;
    }

    public sealed record ApprovalRequired(ExecutionId ExecutionId, ContentHash Snapshot) : RunEvent
    {
        [JsonIgnore]
        public override ExecutionId? Execution => ExecutionId;
    }

    /// <summary>
    /// <paramref name="Automatic"/>: nobody looked, since the run was told to skip this phase's approval, or since it carries over from
    /// <paramref name="CarriedFrom"/>, whose inputs and outputs had the same hashes.
    /// </summary>
    public sealed record ApprovalRecorded(ExecutionId ExecutionId, ContentHash Snapshot, bool Automatic, ExecutionId? CarriedFrom = null) : RunEvent
    {
        [JsonIgnore]
        public override ExecutionId? Execution => ExecutionId;
    }

    public sealed record ApprovalRejected(ExecutionId ExecutionId, ContentHash Snapshot, string Reason) : RunEvent
    {
        [JsonIgnore]
        public override ExecutionId? Execution => ExecutionId;
    }

    public sealed record Completed(BundleRecord Bundle) : RunEvent;

    public sealed record Failed(ExecutionId ExecutionId, string Reason) : RunEvent
    {
        [JsonIgnore]
        public override ExecutionId? Execution => ExecutionId;
    }

    public sealed record Canceled(string Reason) : RunEvent;

    /// <summary>Somebody asked for new versions of these files; no other file of the run is touched (R7). <paramref name="Replan"/> changes the planned files first.</summary>
    public sealed record RegenerationRequested(int Phase, IReadOnlyList<string> Files, string Reason, Replan? Replan = null) : RunEvent;

    /// <summary>A person answers for errors of a failed gate, until a day: they do not keep the gate shut, but it has not passed (R5).</summary>
    public sealed record GateOverridden(ExecutionId ExecutionId, IReadOnlyList<OverriddenIssue> Issues, string Reason, DateTimeOffset ExpiresUtc) : RunEvent
    {
        [JsonIgnore]
        public override ExecutionId? Execution => ExecutionId;
    }

    /// <summary>A file was replaced in place with a token (A3); what it replaced stays readable as an earlier generation of the path.</summary>
    public sealed record OverwriteGranted(ExecutionId ExecutionId, string Path, ContentHash Before, ContentHash After, long Size, string Token, string Reason) : RunEvent
    {
        [JsonIgnore]
        public override ExecutionId? Execution => ExecutionId;
    }

    /// <summary>Whether lists leave the run out, and whether it is kept from deletion.</summary>
    public sealed record RetentionChanged(bool Archived, bool Pinned, string Reason) : RunEvent;

    /// <summary>The run's artifacts and issues are given up; its events stay, and say by whom and why.</summary>
    public sealed record Deleted(string Reason) : RunEvent;

    /// <summary>The run's documents were proposed to a space, as its gate accepted them.</summary>
    public sealed record ChangesetPushed(string Space, long Changeset, ContentHash Manifest) : RunEvent;

    /// <summary>What this phase accepted rests on an earlier phase that is being done again.</summary>
    public sealed record PhaseStale(int Phase, int Because) : RunEvent;

    /// <summary>A person took files out, changed them and brought them back: all of it in one event, with the lowest phase it touches.</summary>
    public sealed record Edited(int Phase, IReadOnlyList<FileEdit> Files, string Reason) : RunEvent;

    /// <summary>This run does an older one again, which stays as it was (R9).</summary>
    public sealed record Rebuilt(RunId From, string Reason) : RunEvent;
}

/// <summary>How an execution came about.</summary>
public enum ExecutionKind
{
    /// <summary>The phase's files are drafted.</summary>
    Draft,

    /// <summary>Only the named files are drafted; the others stay as they are.</summary>
    Regeneration,

    /// <summary>Nothing is drafted: a person brought the changed files (R8).</summary>
    Edit,

    /// <summary>Nothing is drafted and nothing changed: the gate looks again (R8).</summary>
    Revalidation,

    /// <summary>Nothing is drafted and nothing changed: the gate looks again, and counts what a person answers for.</summary>
    Override,
}

/// <summary>An error that a person answers for.</summary>
public sealed record OverriddenIssue(string Fingerprint, string Rule, string? File, string Message);

/// <summary>Another choice of planned files within the same formula and requirements.</summary>
/// <param name="Profile">The profile from now on.</param>
/// <param name="FileNames">Words by file number, before those of the requirements: <c>{"04": "card-types"}</c>.</param>
/// <param name="Dropped">Names that are planned no more; their last versions stay stored, and are active no more once their phase opens again.</param>
/// <param name="Added">Names that were not planned before.</param>
public sealed record Replan(string Profile, IReadOnlyDictionary<string, string> FileNames, IReadOnlyList<string> Dropped, IReadOnlyList<string> Added);

/// <summary>One file of an edit: the version that the person took out, and the one that they brought back.</summary>
public sealed record FileEdit(int Phase, string File, ContentHash Before, ContentHash After, long Size);

/// <summary>What the user chose at the start.</summary>
public sealed record RunSettings
{
    public required string Slug { get; init; }
    public required string Name { get; init; }
    public required string Formula { get; init; }
    public required string FormulaVersion { get; init; }
    public required string Profile { get; init; }
    public required Strictness Strictness { get; init; }
    public required ReviewMode ReviewMode { get; init; }

    /// <summary>Phases whose approval is skipped and recorded as such.</summary>
    public IReadOnlyList<int> AutoApprove { get; init; } = [];

    /// <summary>Words of file names by number, as a replan chose them; they go before those of the requirements. Null before the first replan.</summary>
    public IReadOnlyDictionary<string, string>? FileNames { get; init; }

    /// <summary>Whether a file may ever be replaced in place (A3).</summary>
    public OverwriteMode Overwrite { get; init; } = OverwriteMode.Never;

    /// <summary>The agent as the user named it: <c>template</c>, <c>folder=DIR</c>.</summary>
    public required string Agent { get; init; }

    /// <summary>The version of DocsGen that started the run.</summary>
    public required string Tool { get; init; }
}

/// <summary>An input artifact: <c>requirements</c>, <c>formula</c>, <c>host</c>, <c>example</c> or <c>brief</c>.</summary>
public sealed record RunInput(string Kind, string Path, ContentHash Hash, long Size);

/// <summary>What the agent said that it would write in a file.</summary>
public sealed record FilePlan(string File, IReadOnlyList<string> Sections, IReadOnlyList<string> DependsOn);

/// <summary>An artifact as the run's events know it.</summary>
/// <param name="Path">Path within the run: <c>phase2/sample-11-base-schema.md</c>.</param>
/// <param name="Provenance">Null for what deterministic code made.</param>
public sealed record WrittenArtifact(string Path, ContentHash Hash, long Size, ArtifactType Type, Provenance? Provenance)
{
    /// <summary>The last segment of the path.</summary>
    public string FileName => Path[(Path.LastIndexOf('/') + 1)..];
}

/// <summary>Where a draft came from.</summary>
public sealed record Provenance
{
    public required string Agent { get; init; }
    public required string AgentVersion { get; init; }
    public required string Source { get; init; }
    public required string SourceVersion { get; init; }
    public long? Tokens { get; init; }
    public long DurationMs { get; init; }

    /// <summary>How many drafts it took until the quick checks were content, or the last one was kept for the gate to judge.</summary>
    public int Drafts { get; init; } = 1;

    /// <summary>Hashes of what the agent was given.</summary>
    public IReadOnlyList<ContentHash> Inputs { get; init; } = [];
}

/// <summary>What a gate found.</summary>
/// <param name="Report">Path of the report within the run.</param>
/// <param name="Snapshot">Hash of the manifest snapshot that approvals name.</param>
/// <param name="Completeness">From 0 to 1; null where the rule did not run.</param>
/// <param name="Basis">Hash over names and hashes of every document up to this phase: what an approval of it rests on. Null in old events.</param>
/// <param name="Overridden">How many of the errors had a valid override.</param>
public sealed record GateVerdict(int Errors, int Warnings, int Infos, string Report, ContentHash Snapshot, double? Completeness, ContentHash? Basis = null, int Overridden = 0)
{
    /// <summary>A gate passes when it has no error, and only then (R5); it opens when it passes, or when every error has a valid override (R3).</summary>
    [JsonIgnore]
    public bool Opens => Errors == Overridden;
}

/// <summary>The deliverable of a completion.</summary>
public sealed record BundleRecord(string Path, ContentHash Hash, long Size, int Files);
