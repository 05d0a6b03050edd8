using DocsGen.Core.Formulas;
using DocsGen.Core.Text;

namespace DocsGen.Core.Validation.Rules;

/// <summary>
/// <c>ui.error_code_orphan</c>: in a form of <see cref="ErrorForms"/>, in any file, a code that the requirements lack; or a code of the
/// requirements for which no such form stands in the files of the roles <c>ui_validation</c>. A code that is there but misspelt is one issue.
/// </summary>
internal sealed class OrphanErrorCodes : RequirementsRule
{
    private const int MaxSuggestions = 20;

    public override RuleInfo Info { get; } = new("ui.error_code_orphan", "Error code orphan", "An error code that the requirements lack, or one of theirs that the UI validation file lacks.", Severity.Error, Severity.Error);

    protected override void Check(Requirements requirements, RuleContext context)
    {
        var known = new HashSet<string>(requirements.Errors.Select(e => e.Code.Trim()), StringComparer.Ordinal);
        var meant = new HashSet<string>(StringComparer.Ordinal);
        var reported = new HashSet<(MarkdownModel, int)>();
        foreach (var form in context.Docset.ErrorForms.All)
        {
            if (known.Contains(form.Code) || !reported.Add((form.File, form.CodeOffset))) continue;
            var closest = reported.Count <= MaxSuggestions ? Closest.Of(form.Code, known) : null;
            if (closest is not null) meant.Add(closest);
            context.Report(form.File, form.CodeOffset, $"The requirements define no error code \"{form.Code}\"{(closest is null ? "." : $"; did you mean {closest}?")}");
        }

        var scope = context.Scope("ui_validation");
        if (!scope.Due) return;
        foreach (var error in requirements.Errors)
        {
            if (!meant.Contains(error.Code.Trim()) && context.Docset.ErrorForms.First(error.Code.Trim(), scope) is null) context.Report(scope.Home, $"The error code {error.Code} has no message {scope.Where}: a row of a table with the columns Code and Message, or a heading \"{error.Code}\" with a line \"**User message**: ...\".");
        }
    }
}
