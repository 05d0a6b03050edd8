namespace DocsGen.Core.Formulas.Preflighting;

/// <summary>The plugin itself, and the host that it lives in.</summary>
internal static class PluginChecks
{
    private const int LeastSummary = 50;
    private const int MostSummary = 500;

    public static void Run(Requirements requirements, PreflightFindings findings)
    {
        var plugin = requirements.Plugin;
        if (plugin.Name.Length == 0) findings.Add("preflight.plugin_name", "$.plugin.name", "The plugin has no name.", "What is the plugin called?");
        if (!IsSlug(plugin.Slug)) findings.Add("preflight.plugin_slug", "$.plugin.slug", plugin.Slug.Length == 0 ? "The plugin has no slug." : $"\"{plugin.Slug}\" is no slug: it must be lower-case letters and digits, in words joined by single hyphens.", "Which slug should begin the file names, such as sample-catalog?");
        CheckSummary(plugin.Summary, findings);
        var host = requirements.Host;
        if (Blank(host.UiFramework)) findings.Add("preflight.ui_framework", "$.host_integration_contract.runtime.ui_framework", "The host's UI framework is not named.", "Which UI framework does the host use, such as Blazor?");
        if (Blank(host.BlazorModel)) findings.Add("preflight.blazor_model", "$.host_integration_contract.runtime.blazor_model", "The host's Blazor model is not named.", "Which hosting model does the host use: Server, WebAssembly, Hybrid or Auto?");
        if (Blank(host.PluginStructureReference)) findings.Add("preflight.structure_reference", "$.host_integration_contract.plugin_structure_reference", "The reference to the host's structure is missing.", "Which archive or folder shows the host's structure?");
        if (requirements.Policies.PermissionsModel is not ("rbac" or "abac" or "custom"))
        {
            var model = requirements.Policies.PermissionsModel;
            findings.Add("preflight.permissions_model", "$.policies.permissions_model", model.Length == 0 ? "The permissions model is not named." : $"\"{model}\" is no permissions model.", "How are permissions granted: rbac, abac or custom?");
        }
    }

    private static void CheckSummary(string summary, PreflightFindings findings)
    {
        var length = new System.Globalization.StringInfo(summary.Trim()).LengthInTextElements;
        if (length is >= LeastSummary and <= MostSummary) return;
        findings.Add(
            "preflight.plugin_summary", "$.plugin.summary",
            length == 0 ? "The plugin has no summary." : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"The summary has {length} characters; it needs {LeastSummary} to {MostSummary}."),
            "In one to three sentences, what does the plugin do, and for whom?");
    }

    private static bool IsSlug(string slug)
    {
        if (slug.Length == 0 || slug[0] == '-' || slug[^1] == '-' || slug.Contains("--", StringComparison.Ordinal)) return false;
        foreach (var c in slug)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-') return false;
        }

        return true;
    }

    private static bool Blank(string text) => string.IsNullOrWhiteSpace(text);
}
