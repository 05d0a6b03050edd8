namespace DocsGen.Core.Formulas.Preflighting;

/// <summary>Each flow by itself.</summary>
internal static class FlowChecks
{
    public static void Run(Requirements requirements, PreflightFindings findings)
    {
        if (requirements.UsersAndFlows.PrimaryFlows.Count == 0) findings.Add("preflight.primary_flows", "$.users_and_flows.primary_flows", "There is no primary flow.", "What do people mainly do with the plugin? Name at least one flow, with its steps.");
        foreach (var flow in requirements.AllFlows)
        {
            var what = string.IsNullOrWhiteSpace(flow.Name) ? "this flow" : $"\"{flow.Name}\"";
            if (string.IsNullOrWhiteSpace(flow.Name)) findings.Add("preflight.flow_name", $"{flow.JsonPath}.name", "A flow has no name.", "What is this flow called?");
            if (flow.Steps.Count == 0) findings.Add("preflight.flow_steps", $"{flow.JsonPath}.steps", $"The flow {what} has no steps.", $"Which steps does {what} take, one after the other?");
        }
    }
}
