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

    // Without requirements the root file's name tells the slug: it is the one that the others' names start with.
    private static string SlugOf(IReadOnlyList<DocumentSource> documents) => documents
        .Select(d => d.Name[..^3])
        .OrderByDescending(stem => documents.Count(d => d.Name.StartsWith(stem + "-", StringComparison.Ordinal)))
        .ThenBy(stem => stem, StringComparer.Ordinal)
        .FirstOrDefault() ?? "docset";
}
