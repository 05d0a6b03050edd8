using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation.Rules;

/// <summary>
/// <c>validation.unpaired</c>: a validation rule is known by its error code. A code of a validation rule that is named in the files of the
/// roles <c>arch_validation</c> (anywhere in text) has a message, in a form of <see cref="ErrorForms"/>, in the files of the roles
/// <c>ui_validation</c>; and the other way round. A code that is in neither is another rule's.
/// </summary>
internal sealed class UnpairedValidation : RequirementsRule
{
    public override RuleInfo Info { get; } = new("validation.unpaired", "Validation unpaired", "A validation rule in the architecture file without its message in the UI file, or the other way round.", Severity.Error, Severity.Error);

    protected override void Check(Requirements requirements, RuleContext context)
    {
        var architecture = context.Scope("arch_validation");
        var ui = context.Scope("ui_validation");
        if (!architecture.Due || !ui.Due) return;
        var judged = new HashSet<string>(StringComparer.Ordinal) { "" };
        foreach (var entry in requirements.Entities.SelectMany(e => e.Validation))
        {
            var code = entry.ErrorCode.Trim();
            if (!judged.Add(code)) continue;
            var rule = context.Docset.Names.First(code, architecture.Files);
            var message = context.Docset.ErrorForms.First(code, ui);
            if (rule is not null && message is null) context.Report(rule.File, rule.Offset, $"The validation rule of {code} has no message {ui.Where}.");
            if (rule is null && message is not null) context.Report(message.File, message.CodeOffset, $"The message of {code} has no validation rule {architecture.Where}.");
        }
    }
}
