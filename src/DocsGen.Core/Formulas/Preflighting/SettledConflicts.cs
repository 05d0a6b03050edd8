namespace DocsGen.Core.Formulas.Preflighting;

/// <summary>
/// Where inputs disagree, the requirements hold before the host structure, and that before an example docset. Each sentence says what
/// disagreed and what held.
/// </summary>
internal static class SettledConflicts
{
    public static IReadOnlyList<string> Find(Requirements requirements, PreflightRequest request)
    {
        var settled = new List<string>();
        if (request.Host is { Paths.Count: > 0 } host)
        {
            var contract = requirements.Host;
            var isBlazor = contract.UiFramework.Equals("Blazor", StringComparison.OrdinalIgnoreCase);
            var hasRazor = Has(host, ".razor");
            if (isBlazor && !hasRazor) settled.Add("The requirements name Blazor as the UI framework, the host structure holds no .razor file. The requirements hold.");
            if (!isBlazor && contract.UiFramework.Length > 0 && hasRazor) settled.Add($"The requirements name {contract.UiFramework} as the UI framework, the host structure holds .razor files. The requirements hold.");
            if (isBlazor && contract.BlazorModel.Equals("Server", StringComparison.OrdinalIgnoreCase) && Has(host, "wwwroot/index.html")) settled.Add("The requirements name the Blazor model Server, the host structure holds a wwwroot/index.html as WebAssembly has it. The requirements hold.");
        }

        if (request is { Host.Paths.Count: > 0, Example.Paths.Count: > 0 } && request.Example.Paths.Any(p => !p.EndsWith(".md", StringComparison.OrdinalIgnoreCase)))
        {
            settled.Add("The example docset holds files that are no Markdown, beside the host structure. The host structure holds; of the example only the Markdown files count.");
        }

        var example = ExampleConventions.Words(request.Example);
        foreach (var (number, words) in requirements.FileNames.OrderBy(n => n.Key, StringComparer.Ordinal))
        {
            if (example.TryGetValue(number, out var other) && other != words) settled.Add($"The requirements name file {number} \"{words}\", the example docset \"{other}\". The requirements hold.");
        }

        return settled;
    }

    private static bool Has(HostStructure host, string ending) => host.Paths.Any(p => p.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
