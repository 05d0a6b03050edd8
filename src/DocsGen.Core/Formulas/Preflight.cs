using DocsGen.Core.Formulas.Preflighting;

namespace DocsGen.Core.Formulas;

/// <summary>Judges the inputs of a run before anything is drafted. All that is wrong is found in one pass, never only the first.</summary>
public static class Preflight
{
    /// <summary>Runs the checks that the formula switches on; all of them where it names none.</summary>
    public static PreflightResult Check(PreflightRequest request)
    {
        var findings = new PreflightFindings(request.Formula, request.Strictness);
        findings.AddRead(request.Reading.Findings);
        IReadOnlyList<string> settled = [];
        if (request.Reading.Requirements is { } requirements)
        {
            PluginChecks.Run(requirements, findings);
            EntityChecks.Run(requirements, findings);
            FlowChecks.Run(requirements, findings);
            ReferenceChecks.Run(requirements, findings);
            NameChecks.Run(requirements, findings);
            TextChecks.Run(requirements, findings);
            InputChecks.Run(requirements, request, findings);
            settled = SettledConflicts.Find(requirements, request);
        }

        return new(findings.InOrder(), settled);
    }
}
