using System.Text.Json.Serialization;

namespace DocsGen.Core.Formulas;

/// <summary>
/// The data that defines a docset: phases, files, required sections, rules, thresholds. The engine knows no file name but
/// those that a formula gives it. The JSON keys are the property names in snake_case.
/// </summary>
public sealed record Formula
{
    /// <summary>Short name: <c>plugin</c>.</summary>
    public required string Name { get; init; }

    public required string Version { get; init; }
    public required string Title { get; init; }
    public string Description { get; init; } = "";

    /// <summary>Name of a built-in formula whose templates are used where this one has none of its own.</summary>
    public string? Base { get; init; }

    public required IReadOnlyList<PhaseSpec> Phases { get; init; }
    public required IReadOnlyList<ProfileSpec> Profiles { get; init; }
    public required IReadOnlyList<RuleSpec> Rules { get; init; }

    /// <summary>Preflight checks that are switched on, each with its severity.</summary>
    public IReadOnlyList<PreflightSpec> Preflight { get; init; } = [];

    /// <summary>Rules whose errors a person may answer for, until a day; never one of <see cref="CoreRules"/>.</summary>
    public IReadOnlyList<string> Overridable { get; init; } = [];

    public IReadOnlyList<ForbiddenString> ForbiddenStrings { get; init; } = [];
    public LinkPolicy Links { get; init; } = new();
    public Thresholds Completeness { get; init; } = new();

    /// <summary>File name of an optional README that the bundle carries beside the core files; its template is <c>readme</c>. Null for none.</summary>
    public string? BundleReadme { get; init; }

    /// <summary>Templates and partials by name, without ending; filled by the reader, not part of the JSON.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, string> Templates { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The last phase's number; its gate is the final gate.</summary>
    [JsonIgnore]
    public int FinalPhase => Phases[^1].Number;

    /// <summary>Finds a phase by its number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The formula has no such phase.</exception>
    public PhaseSpec Phase(int number) => Phases.FirstOrDefault(p => p.Number == number)
        ?? throw new ArgumentOutOfRangeException(nameof(number), number, $"Formula '{Name}' has no phase {number}.");
}

/// <summary>A phase of a formula.</summary>
public sealed record PhaseSpec
{
    /// <summary>From 0, without gaps. Phase 0 is always the preflight.</summary>
    public required int Number { get; init; }

    public required string Name { get; init; }

    /// <summary>The id under which the phase's drafting is recorded: <c>foundation_generator</c>.</summary>
    public required string Agent { get; init; }

    /// <summary>Whether an interactive run waits for an approval after this phase's gate.</summary>
    public bool Approval { get; init; } = true;

    /// <summary>File name of the report when the gate passes; <c>{slug}</c> may stand in it.</summary>
    public required string PassedReport { get; init; }

    /// <summary>File name of the report when the gate fails.</summary>
    public required string FailedReport { get; init; }

    /// <summary>File name of the planned files, written before anything else in this phase. Exactly one phase has it.</summary>
    public string? Plan { get; init; }

    /// <summary>The terminology index that this phase extracts, and when.</summary>
    public IndexSpec? TerminologyIndex { get; init; }

    /// <summary>Core files in the order in which they are drafted.</summary>
    public IReadOnlyList<FileSpec> Files { get; init; } = [];
}

/// <summary>An index that is extracted from documents in the middle of a phase.</summary>
/// <param name="File">File name of the index.</param>
/// <param name="After">Roles that must have been drafted first; the index is made from them.</param>
public sealed record IndexSpec(string File, IReadOnlyList<string> After);

/// <summary>A core file as a formula describes it.</summary>
public sealed record FileSpec
{
    /// <summary>What the file is for; rules speak of roles, never of numbers: <c>root</c>, <c>schema</c>, <c>ui-validation</c>.</summary>
    public required string Role { get; init; }

    /// <summary>Two digits, or empty for a file without a number.</summary>
    public string Number { get; init; } = "";

    /// <summary>The words after the number; adaptable by the requirements.</summary>
    public string Words { get; init; } = "";

    /// <summary>Whether the words are the domain's to choose, so that an example docset may name others.</summary>
    public bool Domain { get; init; }

    /// <summary>File name pattern of <c>{slug}</c>, <c>{number}</c> and <c>{words}</c>.</summary>
    public string Pattern { get; init; } = "{slug}-{number}-{words}.md";

    /// <summary>The H1; <c>{name}</c> stands for the plugin's name.</summary>
    public required string Title { get; init; }

    /// <summary>Template name; the role when absent.</summary>
    public string? Template { get; init; }

    /// <summary>Headings (H2) that must be there and not empty.</summary>
    public IReadOnlyList<string> Sections { get; init; } = [];

    /// <summary>
    /// Kinds of requirement that have a heading of their own here: <c>entity</c>, <c>flow</c>, <c>error</c>, <c>integration</c>,
    /// <c>component</c>, <c>service</c>, <c>role</c>. Links to one lead to the first planned file that defines its kind.
    /// </summary>
    public IReadOnlyList<string> Defines { get; init; } = [];

    /// <summary>Role of the index that this file is listed under; null for the root.</summary>
    public string? Parent { get; init; } = "root";

    /// <summary>Whether the file must link back to the root.</summary>
    public bool Navigation { get; init; } = true;

    /// <summary>One sentence for indices and tables of contents.</summary>
    public string Summary { get; init; } = "";
}

/// <summary>A named choice within a formula. With neither list it takes every file.</summary>
public sealed record ProfileSpec
{
    public required string Name { get; init; }
    public string Description { get; init; } = "";

    /// <summary>Only these roles; null for all.</summary>
    public IReadOnlyList<string>? Include { get; init; }

    /// <summary>Not these roles.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Completeness thresholds in place of the formula's.</summary>
    public Thresholds? Completeness { get; init; }
}

/// <summary>A rule as a formula switches it on. The final gate runs all of them on everything.</summary>
public sealed record RuleSpec
{
    /// <summary>The rule's stable id: <c>structure.h1</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Phases at whose gates it runs; null for every phase that drafts.</summary>
    public IReadOnlyList<int>? Phases { get; init; }

    /// <summary>Severity in strict runs; null switches it off there.</summary>
    public Severity? Strict { get; init; } = Severity.Error;

    /// <summary>Severity in lenient runs; null switches it off there.</summary>
    public Severity? Lenient { get; init; } = Severity.Error;

    /// <summary>Severity at gates of phases before <see cref="FromPhase"/>; null for the same as later.</summary>
    public Severity? Before { get; init; }

    /// <summary>Where the full severity begins, when <see cref="Before"/> is set.</summary>
    public int FromPhase { get; init; }

    /// <summary>Roles that the rule looks at or demands, where the rule takes some: <c>{"concepts": ["concepts"]}</c>. See each rule.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Roles { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>The severity in a run of this strictness at this phase's gate; null when the rule is off.</summary>
    public Severity? SeverityIn(Strictness strictness, int phase) =>
        (strictness == Strictness.Strict ? Strict : Lenient) is not { } full ? null
        : Before is { } early && phase < FromPhase ? early
        : full;
}

/// <summary>A preflight check as a formula switches it on.</summary>
public sealed record PreflightSpec
{
    /// <summary>The check's stable id: <c>preflight.plugin_name</c>.</summary>
    public required string Id { get; init; }

    public Severity? Strict { get; init; } = Severity.Error;
    public Severity? Lenient { get; init; } = Severity.Error;
}

/// <summary>Where a forbidden string counts.</summary>
public enum ForbiddenScope
{
    /// <summary>Only in prose.</summary>
    Prose,

    /// <summary>In prose, code spans and fences.</summary>
    ProseAndCode,
}

/// <summary>How a forbidden string is matched.</summary>
public enum ForbiddenMatch
{
    /// <summary>As a whole word, in this case.</summary>
    Word,

    /// <summary>As it stands, any case.</summary>
    Text,

    /// <summary>As a non-backtracking regular expression.</summary>
    Regex,
}

/// <summary>A string that no document may hold.</summary>
public sealed record ForbiddenString
{
    public required string Text { get; init; }
    public ForbiddenMatch Match { get; init; } = ForbiddenMatch.Word;
    public ForbiddenScope In { get; init; } = ForbiddenScope.Prose;
}

/// <summary>Which links may leave the docset.</summary>
public sealed record LinkPolicy
{
    /// <summary><c>none</c>, <c>requirements</c> (hosts of URLs in the requirements and of <see cref="AllowedHosts"/>) or <c>any</c>.</summary>
    public string External { get; init; } = "requirements";

    public IReadOnlyList<string> AllowedHosts { get; init; } = [];
}

/// <summary>The share of requirements that must be documented, from 0 to 1.</summary>
public sealed record Thresholds
{
    public double Strict { get; init; } = 0.95;
    public double Lenient { get; init; } = 0.85;

    /// <summary>The threshold for a strictness.</summary>
    public double For(Strictness strictness) => strictness switch
    {
        Strictness.Strict => Strict,
        Strictness.Lenient => Lenient,
    };
}
