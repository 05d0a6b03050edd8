using DocsGen.Core.Text;

namespace DocsGen.Core.Formulas.Preflighting;

/// <summary>Names: there, well formed, and different from each other within their kind, also by case and by anchor.</summary>
internal static class NameChecks
{
    private static readonly System.Buffers.SearchValues<char> LineEnds = System.Buffers.SearchValues.Create("\r\n\u0085\u2028\u2029\t");

    public static void Run(Requirements requirements, PreflightFindings findings)
    {
        var names = RequiredName.Of(requirements).ToList();
        foreach (var name in names)
        {
            if (name.Name.Length == 0) CheckMissing(name, findings);
            else if (IsUntidy(name.Name)) findings.Add("preflight.name_form", name.Path, $"The name \"{OneLine(name.Name)}\" has several lines, or spaces around it.", $"What is this {KindOf(name)} called, on one line and without spaces around?");
        }

        foreach (var kind in names.Where(n => n.Name.Length > 0).GroupBy(n => n.Kind, StringComparer.Ordinal)) CheckKind([.. kind], findings);
        CheckForbidden(requirements, findings);
    }

    /// <summary>Whether a text has several lines or white space around it, so that no document can hold it as it is.</summary>
    public static bool IsUntidy(string text) => text.AsSpan().ContainsAny(LineEnds) || text.Length != text.Trim().Length;

    public static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static void CheckMissing(RequiredName name, PreflightFindings findings)
    {
        if (name.Kind is "role" or "integration" or "component" or "service" or "term") findings.Add("preflight.name_missing", name.Path, $"A {name.Kind} has no name.", $"What is this {name.Kind} called?");
        if (name.Kind is "error code") findings.Add("preflight.error_code", name.Path, "An entry of errors has no code.", "Which code does this error have, such as ITEM_SKU?");
    }

    private static void CheckKind(List<RequiredName> names, PreflightFindings findings)
    {
        var byFold = new Dictionary<string, RequiredName>(StringComparer.OrdinalIgnoreCase);
        var byAnchor = new Dictionary<string, RequiredName>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var question = "How should one of the two be called, so that a reader can tell them apart?";
            if (!byFold.TryAdd(name.Name.Trim(), name))
            {
                var first = byFold[name.Name.Trim()];
                findings.Add("preflight.duplicate_name", name.Path, $"The {KindOf(name)} \"{OneLine(name.Name)}\" has the name of {first.Path}, \"{OneLine(first.Name)}\".", question);
                continue;
            }

            if (!name.HasHeading) continue;
            var anchor = HeadingAnchors.Slug(name.Name);
            if (anchor.Length == 0) findings.Add("preflight.duplicate_anchor", name.Path, $"The {KindOf(name)} \"{OneLine(name.Name)}\" has no letter or digit, so that no link can lead to it.", $"Which name with a letter or digit has this {KindOf(name)}?");
            else if (!byAnchor.TryAdd(anchor, name)) findings.Add("preflight.duplicate_anchor", name.Path, $"The {KindOf(name)} \"{OneLine(name.Name)}\" gets the anchor #{anchor}, as \"{OneLine(byAnchor[anchor].Name)}\" at {byAnchor[anchor].Path} does.", question);
        }
    }

    /// <summary>A forbidden term in something that documents must write as it is.</summary>
    private static void CheckForbidden(Requirements requirements, PreflightFindings findings)
    {
        foreach (var forbidden in requirements.Terminology.ForbiddenTerms)
        {
            if (string.IsNullOrWhiteSpace(forbidden.Name))
            {
                findings.Add("preflight.name_missing", $"{forbidden.JsonPath}.term", "A forbidden term has no text.", "Which term is forbidden here?");
                continue;
            }

            var matcher = new TermMatcher(forbidden.Name, forbidden.UseInstead);
            Check("plugin's name", requirements.Plugin.Name, "$.plugin.name");
            foreach (var name in RequiredName.Of(requirements)) Check($"name of the {KindOf(name)}", name.Name, name.Path);
            foreach (var error in requirements.Errors) Check($"message of {error.Code}", error.Message, $"{error.JsonPath}.message");

            void Check(string what, string text, string path)
            {
                if (matcher.NextForbidden(text, 0) is not null) findings.Add("preflight.forbidden_term", path, $"The {what} holds the forbidden term \"{forbidden.Name}\": {OneLine(text)}", $"How should the {what} read without \"{forbidden.Name}\"{(forbidden.UseInstead.Length > 0 ? $", perhaps with \"{forbidden.UseInstead}\"" : "")}? Or is the term not forbidden?");
            }
        }
    }

    private static string KindOf(RequiredName name) => name.Kind.StartsWith("field", StringComparison.Ordinal) ? "field" : name.Kind;
}
