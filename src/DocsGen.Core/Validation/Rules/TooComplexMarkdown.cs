using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation.Rules;

/// <summary><c>markdown.too_complex</c>: a file over the limits of <see cref="MarkdownLimits"/>. Nothing else is checked in it.</summary>
internal sealed class TooComplexMarkdown : IFaultRule
{
    public RuleInfo Info { get; } = new("markdown.too_complex", "Too complex", "A file is over the limits on size, nesting or unclosed brackets, so that it is not parsed.", Severity.Error, Severity.Error);

    public void Check(MarkdownModel file, RuleContext context)
    {
        foreach (var fault in file.Faults)
        {
            if (fault.TooComplex) context.Report(file, fault.Location, fault.Message);
        }
    }
}
