namespace DocsGen.Core.Formulas.Preflighting;

/// <summary>Inputs beside the requirements, and settings that only strict runs ask for.</summary>
internal static class InputChecks
{
    public static void Run(Requirements requirements, PreflightRequest request, PreflightFindings findings)
    {
        if (request.Host is null || request.Host.Paths.Count == 0) findings.Add("preflight.host_structure", "$.host_integration_contract", request.Host is null ? "No host structure was given." : "The host structure that was given has no files.", "Which zip, folder or list of paths shows the host's files? Give it with --host.");
        if (request.Example is null) findings.Add("preflight.example_docset", "$", "No example docset was given.", "Is there a docset whose structure this one should follow? Give it with --example.");
        if (requirements.PerformanceTargets.Count == 0) findings.Add("preflight.performance_targets", "$.performance_targets", "There are no performance targets.", "How fast must the plugin be, such as \"p95_save_ms\": 200?");
        if (requirements.Audit is null) findings.Add("preflight.audit", "$.audit", "There are no audit settings.", "Are changes audited, and for how many days are the records kept?");
        foreach (var integration in requirements.Integrations)
        {
            if (string.IsNullOrWhiteSpace(integration.FailurePolicy)) findings.Add("preflight.failure_policy", $"{integration.JsonPath}.failure_policy", $"The integration {integration.Name} has no failure policy.", $"What happens when {integration.Name} fails, such as retry-3-then-fail?");
        }
    }
}
