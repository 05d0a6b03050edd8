using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation.Rules;

/// <summary>
/// <c>terminology.undefined_term</c>: a definition (see <see cref="Definitions"/>) of a term that the terminology index lacks, any case,
/// outside of the files of the roles <c>concepts</c>. Off until there is an index.
/// </summary>
internal sealed class UndefinedTerms : IDocsetRule
{
    public RuleInfo Info { get; } = new("terminology.undefined_term", "Term not indexed", "A definition, outside the concepts file, of a term that the terminology index lacks.", Severity.Error, Severity.Error);

    public void Check(RuleContext context)
    {
        if (context.Docset.Request.Terminology is not { } index) return;
        var known = new HashSet<string>(index.Terms.Select(t => t.Term), StringComparer.OrdinalIgnoreCase);
        var concepts = context.Scope("concepts");
        foreach (var file in context.Docset.Files)
        {
            if (concepts.Planned && concepts.Holds(file)) continue;
            foreach (var definition in Definitions.In(file))
            {
                if (!known.Contains(definition.Term)) context.Report(file, definition.Offset, $"\"{definition.Term}\" is defined here, but the terminology index lacks it; define it {(concepts.Home is { } home ? $"in {home}" : "where the index is made from")}.");
            }
        }
    }
}
