using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation;

/// <summary>A folder of Markdown to validate, and all that the verdict depends on.</summary>
public sealed record FolderRequest
{
    /// <summary>Markdown, by path within the folder; without the files that <see cref="FolderSettings.Ignore"/> leaves out.</summary>
    public required IReadOnlyList<DocumentSource> Documents { get; init; }

    /// <summary>Other files and folders that links may lead to, by path within the folder.</summary>
    public IReadOnlySet<string> OtherFiles { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The symbolic links of the folder; links may lead through them.</summary>
    public SymbolicLinks SymbolicLinks { get; init; } = SymbolicLinks.None;

    /// <summary>What ought to be validated and cannot be read. Each is an error of <c>markdown.malformed</c>: else it would pass.</summary>
    public IReadOnlyList<UnreadableEntry> Unreadable { get; init; } = [];

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

/// <summary>A file or folder that cannot be read.</summary>
/// <param name="Name">Its path within the folder validated.</param>
/// <param name="Why">What is wrong and what to do, as a sentence.</param>
public sealed record UnreadableEntry(string Name, string Why);

/// <summary>What was found in a folder: every issue in canonical order, the suppressed ones marked.</summary>
public sealed record FolderResult(IReadOnlyList<Issue> Issues, CompletenessResult? Completeness)
{
    /// <summary>True when there is no error issue that nobody answers for.</summary>
    public bool Passed => IssueCounts.Of(Issues).Errors == 0;
}
