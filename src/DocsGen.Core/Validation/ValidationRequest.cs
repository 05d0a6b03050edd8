using DocsGen.Core.Artifacts;
using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation;

/// <summary>A document to validate: its file name within the docset and its stored bytes.</summary>
public sealed class DocumentSource(string name, ReadOnlyMemory<byte> bytes)
{
    private readonly Lazy<ContentHash> hash = new(() => ContentHash.Of(bytes.Span));

    /// <summary>A longer document is not parsed; whoever reads one need not read further than one byte more.</summary>
    public const int MaxBytes = MarkdownLimits.MaxBytes;

    public string Name => name;

    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>The hash of the bytes, taken when it is first asked for.</summary>
    public ContentHash Hash => hash.Value;
}

/// <summary>Everything that a verdict depends on, and nothing else: no clock, no culture, no randomness (V1).</summary>
public sealed record ValidationRequest
{
    public required Formula Formula { get; init; }
    public required PlannedFiles Plan { get; init; }

    /// <summary>Null when a folder is validated without requirements; rules that need them are then off.</summary>
    public Requirements? Requirements { get; init; }

    /// <summary>Terms that prose must not hold, beside those of the requirements.</summary>
    public IReadOnlyList<ForbiddenTerm> ForbiddenTerms { get; init; } = [];

    /// <summary>Null before the index was extracted.</summary>
    public TerminologyIndex? Terminology { get; init; }

    public required Strictness Strictness { get; init; }

    /// <summary>The phase whose gate this is; files of later phases are not expected yet.</summary>
    public required int Phase { get; init; }

    /// <summary>Whether this is the final gate, which runs all rules on everything.</summary>
    public bool Final => Phase == Formula.FinalPhase;

    /// <summary>All active documents up to this phase.</summary>
    public required IReadOnlyList<DocumentSource> Documents { get; init; }

    /// <summary>Names of artifacts that are not part of the deliverable (reports, plan, indices), for <c>links.generation_artifact</c>.</summary>
    public IReadOnlySet<string> GenerationArtifacts { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>What links that begin with a slash mean; null where such links are always wrong and no setting could mend that.</summary>
    public SiteRoots? Roots { get; init; }

    /// <summary>
    /// Whether there is a file or folder at a path that leads out of the docset (<c>../src/x.cs</c>); null where nothing beside it counts. It must answer the
    /// same all through one validation.
    /// </summary>
    public Func<string, bool>? ExistsOutside { get; init; }

    /// <summary>Whether a <c>title</c> in front matter is a document's title, as hosts of Markdown have it, so that it needs no H1.</summary>
    public bool FrontMatterTitles { get; init; }

    /// <summary>The symbolic links among the documents' files and folders; links may lead through them.</summary>
    public SymbolicLinks SymbolicLinks { get; init; } = SymbolicLinks.None;

    /// <summary>Files and folders beside the documents that links may name, such as images; a dot for the docset's own folder.</summary>
    public IReadOnlySet<string> OtherFiles { get; init; } = new HashSet<string>(StringComparer.Ordinal);
}

/// <summary>The outcome of a validation: issues in canonical order and, where the rule ran, the completeness.</summary>
public sealed record ValidationResult(IReadOnlyList<Issue> Issues, CompletenessResult? Completeness)
{
    /// <summary>True when there is no error issue, and only then (R5).</summary>
    public bool Passed => Issues.All(i => i.Severity != Severity.Error);
}

/// <summary>How many requirements are documented, by category.</summary>
public sealed record CompletenessResult(IReadOnlyList<CategoryCoverage> Categories, double Threshold)
{
    public int Total => Categories.Sum(c => c.Total);
    public int Documented => Categories.Sum(c => c.Documented);

    /// <summary>From 0 to 1; 1 when nothing is required.</summary>
    public double Ratio => Total == 0 ? 1 : (double)Documented / Total;
}

/// <summary>Coverage of one category: entities, fields, flows ...</summary>
public sealed record CategoryCoverage(string Category, IReadOnlyList<RequirementCoverage> Items)
{
    public int Total => Items.Count;
    public int Documented => Items.Count(i => i.FoundIn is not null);
}

/// <summary>One requirement and the file that documents it; null when none does.</summary>
public sealed record RequirementCoverage(string Name, string JsonPath, string? FoundIn);
