using DocsGen.Core.Text.Diff;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Runs.UseCases;

/// <summary>One side of a comparison: a run as one of its gates saw it.</summary>
public sealed record ComparedSide(RunState Run, RunSnapshot Snapshot);

/// <summary>What became of a file.</summary>
public enum FileChangeKind
{
    Added,
    Removed,
    Changed,

    /// <summary>Planned under another name, for the same role; its text may differ too.</summary>
    Renamed,
}

/// <summary>A file that differs. <paramref name="Lines"/> is null where a side is no UTF-8 text.</summary>
public sealed record FileComparison(FileChangeKind Kind, ManifestEntry? Before, ManifestEntry? After, LineCounts? Lines)
{
    /// <summary>Its name on the later side; on the earlier where it was removed.</summary>
    public string Name => (After ?? Before)!.FileName;
}

/// <summary>A value that differs: a setting, a rule, an input's hash. Null where a side has none.</summary>
public sealed record ValueChange(string Name, string? Before, string? After);

/// <summary>Two snapshots compared.</summary>
public sealed record RunComparison
{
    public required ComparedSide Before { get; init; }
    public required ComparedSide After { get; init; }

    /// <summary>Files that differ, by name.</summary>
    public required IReadOnlyList<FileComparison> Files { get; init; }

    /// <summary>How many files are the same.</summary>
    public required int Same { get; init; }

    public required IReadOnlyList<ValueChange> Inputs { get; init; }
    public required IReadOnlyList<ValueChange> Settings { get; init; }
    public required IReadOnlyList<ValueChange> Rules { get; init; }
    public required IssueComparison Issues { get; init; }
}
