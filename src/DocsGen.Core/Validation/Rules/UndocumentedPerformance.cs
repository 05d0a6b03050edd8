using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation.Rules;

/// <summary>
/// <c>performance.undocumented</c>: the name of a performance target, as the requirements write it (<c>p95_save_ms</c>), stands in rendered
/// text of no file of the roles <c>performance</c>.
/// </summary>
internal sealed class UndocumentedPerformance : RequirementsRule
{
    public override RuleInfo Info { get; } = new("performance.undocumented", "Performance target undocumented", "A performance target that neither the performance nor the UI file names.", Severity.Error, Severity.Warning);

    protected override void Check(Requirements requirements, RuleContext context)
    {
        var scope = context.Scope("performance");
        if (!scope.Due) return;
        foreach (var target in requirements.PerformanceTargets)
        {
            if (context.Docset.Names.First(target.Name, scope.Files) is null) context.Report(scope.Home, $"The performance target {target.Name} is not named {scope.Where}.");
        }
    }
}
