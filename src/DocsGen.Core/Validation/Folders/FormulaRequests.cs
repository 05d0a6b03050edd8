using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation;

/// <summary>Requests for documents that did not come from a run.</summary>
internal static class FormulaRequests
{
    /// <summary>The final gate of a formula over a folder's files; what needs requirements is off where there are none.</summary>
    public static ValidationRequest Final(Formula formula, string profile, Requirements? requirements, IReadOnlyList<DocumentSource> documents)
    {
        var plan = FilePlanner.Plan(formula, profile, requirements ?? new() { Plugin = new("", SlugOf(documents), "") });
        var after = formula.Phases.Select(p => p.TerminologyIndex).OfType<IndexSpec>().SelectMany(i => i.After).ToHashSet(StringComparer.Ordinal);
        var defining = plan.Files.Where(f => after.Contains(f.Role)).Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        return new()
        {
            Formula = formula,
            Plan = plan,
            Requirements = requirements,
            Terminology = TerminologyExtractor.Extract([.. documents.Where(d => defining.Contains(d.Name))]),
            Strictness = Strictness.Strict,
            Phase = formula.FinalPhase,
            Documents = documents,
        };
    }

    // Without requirements the root file's name tells the slug: it is the one that the others' names start with.
    private static string SlugOf(IReadOnlyList<DocumentSource> documents) => documents
        .Where(d => d.Name.EndsWith(".md", StringComparison.Ordinal))
        .Select(d => d.Name[..^3])
        .OrderByDescending(stem => documents.Count(d => d.Name.StartsWith(stem + "-", StringComparison.Ordinal)))
        .ThenBy(stem => stem, StringComparer.Ordinal)
        .FirstOrDefault() ?? "docset";
}
