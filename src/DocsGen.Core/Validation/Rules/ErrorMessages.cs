using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation.Rules;

/// <summary>
/// <c>ui.error_message_mismatch</c>: in a form of <see cref="ErrorForms"/>, in any file, a message for a known code that, rendered to text,
/// is not character for character the one of the requirements.
/// </summary>
internal sealed class ErrorMessages : RequirementsRule
{
    public override RuleInfo Info { get; } = new("ui.error_message_mismatch", "Error message differs", "A message given for an error code that is not character for character the required one.", Severity.Error, Severity.Error);

    protected override void Check(Requirements requirements, RuleContext context)
    {
        var required = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var error in requirements.Errors) required.TryAdd(error.Code.Trim(), error.Message);
        foreach (var form in context.Docset.ErrorForms.All)
        {
            if (!required.TryGetValue(form.Code, out var message) || string.Equals(form.Message, message, StringComparison.Ordinal)) continue;
            context.Report(form.File, form.MessageOffset, $"The message of {form.Code} must read \"{message}\"; it reads \"{form.Message}\".");
        }
    }
}
