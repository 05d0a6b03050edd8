using DocsGen.Core.Artifacts;
using DocsGen.Core.Text.Diff;

namespace DocsGen.Core.Sync;

/// <summary>What can be asked of a changeset.</summary>
public abstract record ChangesetCommand
{
    private ChangesetCommand()
    {
    }

    /// <summary>What it must be shown.</summary>
    public ChangesetParts Parts => this is Claim or Renew or Release ? ChangesetParts.Head : ChangesetParts.Whole;

    /// <summary>Decides files, all or none.</summary>
    public sealed record Review(IReadOnlyList<FileReview> Files) : ChangesetCommand;

    /// <summary>Takes the exclusive right to publish (S4).</summary>
    public sealed record Claim(string Process, TimeSpan Term) : ChangesetCommand;

    /// <summary>Says that the holder of the claim lives.</summary>
    public sealed record Renew(long Fence, TimeSpan Term) : ChangesetCommand;

    /// <summary>Gives the claim back, and the changeset its status before.</summary>
    public sealed record Release(long Fence, string Why) : ChangesetCommand;

    /// <summary>Applies what is decided.</summary>
    public sealed record Publish(long Fence, PublishMode Mode, IReadOnlyList<PreparedMerge> Merges, CheckResult? Checks) : ChangesetCommand;

    /// <summary>Moves files onto the current versions of their documents.</summary>
    public sealed record Rebase(IReadOnlyList<RebasedFile> Files, IReadOnlyList<Comment> Comments) : ChangesetCommand;

    /// <summary>Takes the proposal back.</summary>
    public sealed record Withdraw(string Reason) : ChangesetCommand;

    /// <summary>Says which changeset stands for it from now on.</summary>
    public sealed record Supersede(ChangesetId By) : ChangesetCommand;
}

/// <summary>A decision to make on one file.</summary>
public sealed record FileReview
{
    /// <summary>The number of the file's row.</summary>
    public required long File { get; init; }

    public required DecisionKind Kind { get; init; }

    /// <summary>The content of an amendment.</summary>
    public StagedBlob? Amended { get; init; }

    /// <summary>Moves the base to this version, which must be the current one: how a conflict is resolved.</summary>
    public int? AgainstVersion { get; init; }

    /// <summary>What the reviewer saw: the incoming content, or the amendment that counted; null when they do not say.</summary>
    public string? Seen { get; init; }

    public string? Comment { get; init; }
}

/// <summary>A merge of a stale file, made before the publish and used only if its document has not changed again.</summary>
public sealed record PreparedMerge(long File, int LiveVersion, StagedBlob Merged, ServerPath Path);

/// <summary>What the checks said of the would-be documents.</summary>
/// <param name="Sequence">The space's sequence when they read it; they count only while it is the same.</param>
/// <param name="NewErrors">Error issues that are not there today, with the document's path.</param>
public sealed record CheckResult(long Sequence, IReadOnlyList<CheckError> NewErrors);

/// <summary>An error issue that a changeset would bring.</summary>
public sealed record CheckError(string Path, int Line, string Rule, string Message);

/// <summary>What a rebase makes of one file; counts only while the file and its document are as they were.</summary>
public sealed record RebasedFile
{
    public required long File { get; init; }

    /// <summary>As the file was when it was merged.</summary>
    public required int FromBase { get; init; }

    public required string FromBound { get; init; }

    /// <summary>The document that it was merged with.</summary>
    public required Document Live { get; init; }

    public required ServerPath Path { get; init; }

    /// <summary>The merged content; null for a delete.</summary>
    public StagedBlob? Content { get; init; }

    public LineCounts? Lines { get; init; }

    /// <summary>Amendments of the file's decisions, merged, by the hash that they had.</summary>
    public IReadOnlyDictionary<ContentHash, StagedBlob> Amended { get; init; } = new Dictionary<ContentHash, StagedBlob>();
}
