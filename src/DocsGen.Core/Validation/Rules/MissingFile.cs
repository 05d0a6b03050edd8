using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation.Rules;

/// <summary><c>structure.missing_file</c>: a planned file whose phase is at its gate or past it, and that is not there, not even as one that is not validated.</summary>
internal sealed class MissingFile : IDocsetRule
{
    public RuleInfo Info { get; } = new("structure.missing_file", "Planned file missing", "A planned core file does not exist.", Severity.Error, Severity.Error);

    public void Check(RuleContext context)
    {
        foreach (var file in context.Docset.Request.Plan.Files)
        {
            if (context.Docset.IsDue(file) && context.Docset.ByName(file.Name) is null && !context.Docset.Request.OtherFiles.Contains(file.Name)) context.Report(file.Name, $"The planned file {file.Name} ({file.Title}) is missing.");
        }
    }
}
