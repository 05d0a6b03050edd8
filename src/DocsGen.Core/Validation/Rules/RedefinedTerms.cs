using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation.Rules;

/// <summary>
/// <c>terminology.redefined_term</c>: a definition (see <see cref="Definitions"/>) of an indexed term, any case, whose first sentence is
/// there and is not the index's, white space aside.
/// </summary>
internal sealed class RedefinedTerms : IFileRule
{
    public RuleInfo Info { get; } = new("terminology.redefined_term", "Term redefined", "A definition of an indexed term that says something else than the index.", Severity.Error, Severity.Error);

    public void Check(MarkdownModel file, RuleContext context)
    {
        if (context.Docset.Request.Terminology is null) return;
        foreach (var definition in Definitions.In(file))
        {
            if (context.Docset.IndexedTerm(definition.Term) is not { } indexed || definition.FirstSentence.Length == 0) continue;
            if (string.Equals(definition.FirstSentence, Definitions.FirstSentence(indexed.Definition), StringComparison.Ordinal)) continue;
            context.Report(file, definition.Offset, $"\"{definition.Term}\" is defined otherwise in {indexed.File}: \"{indexed.Definition}\"");
        }
    }
}
