using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation;

/// <summary>What a folder of Markdown is held to, beside what its formula says. Everything is optional.</summary>
public sealed record FolderSettings
{
    public Strictness Strictness { get; init; }

    /// <summary>Severities by rule id; null switches a rule off.</summary>
    public IReadOnlyDictionary<string, Severity?> Rules { get; init; } = new Dictionary<string, Severity?>(StringComparer.Ordinal);

    /// <summary>Other severities for some files; of several that fit, the last one that names the rule holds.</summary>
    public IReadOnlyList<FolderOverride> Overrides { get; init; } = [];

    /// <summary>Files that are not validated. Links may still lead to them.</summary>
    public IReadOnlyList<PathPattern> Ignore { get; init; } = [];

    /// <summary>Hosts that links may lead to; <c>*.example.org</c> is any below. Null for all.</summary>
    public IReadOnlyList<string>? AllowedHosts { get; init; }

    /// <summary>Terms that prose must not hold.</summary>
    public IReadOnlyList<ForbiddenTerm> ForbiddenTerms { get; init; } = [];

    /// <summary>Strings that no file may hold; null for the usual ones.</summary>
    public IReadOnlyList<ForbiddenString>? Placeholders { get; init; }

    /// <summary>What links that begin with a slash mean, by paths from the folder. Without any, such links are errors.</summary>
    public SiteRoots Roots { get; init; } = new(new Dictionary<string, string?>(StringComparer.Ordinal));

    /// <summary>Issues that somebody answers for until a day.</summary>
    public IReadOnlyList<SuppressionEntry> Suppressions { get; init; } = [];

    /// <summary>Where the folder lies within the one that patterns and roots speak of: empty, or as <c>docs/guide/</c>.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Whether a file of the folder is left out.</summary>
    public bool Ignores(string name) => Any(Ignore, name);

    internal bool Any(IReadOnlyList<PathPattern> patterns, string name)
    {
        var path = Prefix + name;
        foreach (var pattern in patterns)
        {
            if (pattern.Matches(path)) return true;
        }

        return false;
    }
}

/// <summary>Severities for some files.</summary>
public sealed record FolderOverride(IReadOnlyList<PathPattern> Files, IReadOnlyDictionary<string, Severity?> Rules);

/// <summary>Issues that somebody answers for, as settings say it.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Files">In which files; empty for all, and for issues with no file.</param>
/// <param name="Message">A part of the message; empty for any.</param>
/// <param name="Reason">Why.</param>
/// <param name="Until">The last day on which it holds.</param>
/// <param name="Where">Where it is written, for messages: <c>docsgen.validate.yaml, line 12</c>.</param>
public sealed record SuppressionEntry(string Rule, IReadOnlyList<PathPattern> Files, string Message, string Reason, DateOnly Until, string Where);
