using DocsGen.Core.Formulas;
using DocsGen.Core.Text;

namespace DocsGen.Core.Validation;

/// <summary>Finds one forbidden term in prose.</summary>
internal sealed class ForbiddenTermMatcher(ForbiddenTerm term)
{
    private readonly TermMatcher matcher = new(term.Name, term.UseInstead);
    private Exemption? exemption;

    public ForbiddenTerm Term => term;

    /// <summary>The next place from an index on that is not part of the term to use instead; null for none.</summary>
    public TextRange? Next(string text, int from) => matcher.NextForbidden(text, from);

    /// <summary>The texts of the requirements that hold the term themselves.</summary>
    public Exemption Exempt(VerbatimTexts verbatim) => exemption ??= verbatim.ExemptionFor(Next);
}
