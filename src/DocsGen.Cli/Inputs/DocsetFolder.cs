using DocsGen.Agents;
using DocsGen.Core.Formulas;
using DocsGen.Core.Validation;

namespace DocsGen.Cli.Inputs;

/// <summary>
/// A folder of Markdown as the validators take it. With a formula and requirements its planned files are expected; without, every file that is there counts as
/// planned, and only the rules that need nothing else run.
/// </summary>
internal static class DocsetFolder
{
    private const int MaxBytes = 16 * 1024 * 1024;

    // What a folder can be held to without knowing anything about it.
    private static readonly string[] GeneralRules =
    [
        "structure.h1", "markdown.malformed", "markdown.too_complex", "code.invalid", "placeholders.forbidden",
        "links.internal.resolves", "links.anchor.resolves", "links.relative_only",
    ];

    private static readonly ForbiddenString[] Placeholders =
    [
        new() { Text = "TODO", In = ForbiddenScope.ProseAndCode },
        new() { Text = "TBD" },
        new() { Text = "FIXME", In = ForbiddenScope.ProseAndCode },
        new() { Text = "???", Match = ForbiddenMatch.Text },
        new() { Text = "[placeholder]", Match = ForbiddenMatch.Text },
        new() { Text = "to be determined", Match = ForbiddenMatch.Text },
        new() { Text = "lorem ipsum", Match = ForbiddenMatch.Text },
    ];

    /// <summary>The Markdown files of a folder itself, by name; links are not followed, and pipes refused.</summary>
    public static IReadOnlyList<DocumentSource> Read(string folder) =>
    [
        .. new DirectoryInfo(folder).EnumerateFiles("*.md").Where(f => f.LinkTarget is null).OrderBy(f => f.Name, StringComparer.Ordinal)
            .Select(f => new DocumentSource(f.Name, RegularFile.Read(f.FullName, MaxBytes))),
    ];

    /// <summary>Validates by a formula at its final gate; <paramref name="requirements"/> may be null, and what needs them is then off.</summary>
    public static ValidationRequest ByFormula(Formula formula, string profile, Strictness strictness, Requirements? requirements, IReadOnlyList<DocumentSource> documents)
    {
        var named = requirements ?? new() { Plugin = new("", SlugOf(documents), "") };
        var plan = FilePlanner.Plan(formula, profile, named);
        var after = formula.Phases.Select(p => p.TerminologyIndex).OfType<IndexSpec>().SelectMany(i => i.After).ToHashSet(StringComparer.Ordinal);
        var defining = plan.Files.Where(f => after.Contains(f.Role)).Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        return new()
        {
            Formula = formula,
            Plan = plan,
            Requirements = requirements,
            Terminology = TerminologyExtractor.Extract([.. documents.Where(d => defining.Contains(d.Name))]),
            Strictness = strictness,
            Phase = formula.FinalPhase,
            Documents = documents,
        };
    }

    /// <summary>Validates what any folder of Markdown can be held to.</summary>
    public static ValidationRequest General(Strictness strictness, IReadOnlyList<DocumentSource> documents) => new()
    {
        Formula = new()
        {
            Name = "folder",
            Version = "1",
            Title = "Any folder of Markdown",
            Phases = [new() { Number = 0, Name = "Validation", Agent = "none", PassedReport = "report.md", FailedReport = "report.md" }],
            Profiles = [new() { Name = "full" }],
            Rules = [.. GeneralRules.Select(id => new RuleSpec { Id = id })],
            ForbiddenStrings = Placeholders,
            Links = new() { External = "any" },
        },
        Plan = new()
        {
            Formula = "folder",
            FormulaVersion = "1",
            Profile = "full",
            Slug = "",
            Files = [.. documents.Select(d => new PlannedFile { Name = d.Name, Role = d.Name, Phase = 0, Title = d.Name, Template = "" })],
        },
        Strictness = strictness,
        Phase = 0,
        Documents = documents,
    };

    // Without requirements the root file's name tells the slug: it is the one that the others' names start with.
    private static string SlugOf(IReadOnlyList<DocumentSource> documents) => documents
        .Select(d => d.Name[..^3])
        .OrderByDescending(stem => documents.Count(d => d.Name.StartsWith(stem + "-", StringComparison.Ordinal)))
        .ThenBy(stem => stem, StringComparer.Ordinal)
        .FirstOrDefault() ?? "docset";
}
