using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation;

/// <summary>A folder of Markdown to validate, and all that the verdict depends on.</summary>
public sealed record FolderRequest
{
    /// <summary>Markdown, by path within the folder; without the files that <see cref="FolderSettings.Ignore"/> leaves out.</summary>
    public required IReadOnlyList<DocumentSource> Documents { get; init; }

    /// <summary>Other files and folders that links may lead to, by path within the folder.</summary>
    public IReadOnlySet<string> OtherFiles { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Whether there is a file or folder at a path that leads out of the folder; null where nothing beside it counts.</summary>
    public Func<string, bool>? ExistsOutside { get; init; }

    public FolderSettings Settings { get; init; } = new();

    /// <summary>The formula whose planned files are expected; null when every file that is there counts as planned.</summary>
    public Formula? Formula { get; init; }

    /// <summary>Which of the formula's files.</summary>
    public string Profile { get; init; } = "full";

    /// <summary>What the documents are compared with; null for nothing.</summary>
    public Requirements? Requirements { get; init; }

    /// <summary>The day on which suppressions must hold. Given, so that no verdict reads a clock.</summary>
    public required DateOnly Today { get; init; }
}

/// <summary>What was found in a folder: every issue in canonical order, the suppressed ones marked.</summary>
public sealed record FolderResult(IReadOnlyList<Issue> Issues, CompletenessResult? Completeness)
{
    /// <summary>True when there is no error issue that nobody answers for.</summary>
    public bool Passed => IssueCounts.Of(Issues).Errors == 0;
}
