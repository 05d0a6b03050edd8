using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation;

/// <summary>
/// Extracts the terms that documents define: <c>**Term**</c> opening a paragraph or list item under a heading Glossary, Terms, Terminology
/// or Concepts, outside of block quotes, that is no link and does not end in a colon within the stars.
/// </summary>
public static class TerminologyExtractor
{
    /// <summary>The index of some documents. Where two define one term, any case, the first in the given order holds.</summary>
    public static TerminologyIndex Extract(IReadOnlyList<DocumentSource> documents)
    {
        var terms = new Dictionary<string, IndexedTerm>(StringComparer.OrdinalIgnoreCase);
        foreach (var document in documents)
        {
            foreach (var definition in Definitions.In(MarkdownModel.Parse(document)))
            {
                terms.TryAdd(definition.Term, new(definition.Term, definition.FirstSentence, document.Name));
            }
        }

        return new([.. terms.Values.OrderBy(t => t.Term, StringComparer.OrdinalIgnoreCase).ThenBy(t => t.Term, StringComparer.Ordinal)]);
    }

    /// <summary>The index of those of the documents whose roles the plan gives these names; roles that are not planned are passed over.</summary>
    public static TerminologyIndex Extract(IReadOnlyList<DocumentSource> documents, PlannedFiles plan, IReadOnlyList<string> roles)
    {
        var chosen = new List<DocumentSource>();
        foreach (var role in roles)
        {
            if (plan.ByRole(role) is not { } file) continue;
            foreach (var document in documents)
            {
                if (string.Equals(document.Name, file.Name, StringComparison.Ordinal)) chosen.Add(document);
            }
        }

        return Extract(chosen);
    }
}
