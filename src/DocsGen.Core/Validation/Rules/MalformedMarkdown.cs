using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation.Rules;

/// <summary><c>markdown.malformed</c>: an unclosed fence, a table whose rows differ in width, a NUL, bytes that are not UTF-8.</summary>
internal sealed class MalformedMarkdown : IFaultRule
{
    public RuleInfo Info { get; } = new("markdown.malformed", "Malformed Markdown", "An unclosed code fence, a table whose rows differ in width, a NUL, bytes that are not UTF-8, or a file or folder that cannot be read.", Severity.Error, Severity.Error);

    public void Check(MarkdownModel file, RuleContext context)
    {
        foreach (var fault in file.Faults)
        {
            if (!fault.TooComplex) context.Report(file, fault.Location, fault.Message);
        }
    }
}
