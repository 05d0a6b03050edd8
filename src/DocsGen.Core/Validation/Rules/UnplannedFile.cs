using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation.Rules;

/// <summary>
/// <c>structure.unplanned_file</c>: a document that the plan does not list. The formula's README for the bundle and generation artifacts
/// are no core files.
/// </summary>
internal sealed class UnplannedFile : IDocsetRule
{
    public RuleInfo Info { get; } = new("structure.unplanned_file", "File not planned", "A core file is there that no plan lists.", Severity.Error, Severity.Error);

    public void Check(RuleContext context)
    {
        var request = context.Docset.Request;
        foreach (var file in context.Docset.Files)
        {
            if (context.Docset.PlannedByName(file.Name) is not null) continue;
            if (string.Equals(file.Name, request.Formula.BundleReadme, StringComparison.Ordinal) || request.GenerationArtifacts.Contains(file.Name)) continue;
            context.Report(file.Name, $"The file {file.Name} is not planned; remove it, or plan it in the formula.");
        }
    }
}
