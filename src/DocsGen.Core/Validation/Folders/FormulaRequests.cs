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
    private static string SlugOf(IReadOnlyList<DocumentSource> documents)
    {
        var stems = documents.Where(d => d.Name.EndsWith(".md", StringComparison.Ordinal) && !d.Name.Contains('/', StringComparison.Ordinal)).Select(d => d.Name[..^3]).Order(StringComparer.Ordinal).ToList();
        var (slug, most) = ("docset", -1);
        foreach (var stem in stems)
        {
            // Those that begin with it stand together in this order.
            var at = stems.BinarySearch(stem + "-", StringComparer.Ordinal);
            var from = at < 0 ? ~at : at;
            var to = from;
            while (to < stems.Count && to - from <= most && stems[to].StartsWith(stem + "-", StringComparison.Ordinal)) to++;
            if (to - from > most) (slug, most) = (stem, Count(stems, from, stem + "-"));
        }

        return slug;
    }

    private static int Count(List<string> stems, int from, string prefix)
    {
        var to = from;
        while (to < stems.Count && stems[to].StartsWith(prefix, StringComparison.Ordinal)) to++;
        return to - from;
    }
}
