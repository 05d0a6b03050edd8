using System.Globalization;

namespace DocsGen.Core.Formulas;

/// <summary>Checks that every file has a template, that templates hold what the formula demands, and that none writes unescaped text.</summary>
internal static class TemplateChecks
{
    public static void Run(Formula formula, List<Finding> findings)
    {
        for (var p = 0; p < formula.Phases.Count; p++)
        {
            for (var f = 0; f < formula.Phases[p].Files.Count; f++)
            {
                CheckFile(formula, formula.Phases[p].Files[f], string.Create(CultureInfo.InvariantCulture, $"$.phases[{p}].files[{f}]"), findings);
            }
        }

        if (formula.BundleReadme is not null && !formula.Templates.ContainsKey("readme"))
        {
            findings.Add(FormulaFindings.Error("formula.template", "$.bundle_readme", "The README of the bundle needs a template named 'readme'."));
        }

        foreach (var (name, text) in formula.Templates.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            CheckText(formula, name, text, findings);
        }
    }

    private static void CheckFile(Formula formula, FileSpec file, string path, List<Finding> findings)
    {
        var name = file.Template ?? file.Role;
        if (!formula.Templates.ContainsKey(name))
        {
            findings.Add(FormulaFindings.Error("formula.template", path + ".template", $"There is no template '{name}'."));
            return;
        }

        var text = WithPartials(formula, name);
        for (var s = 0; s < file.Sections.Count; s++)
        {
            if (text.Contains("## " + file.Sections[s], StringComparison.Ordinal)) continue;
            var at = string.Create(CultureInfo.InvariantCulture, $"{path}.sections[{s}]");
            findings.Add(FormulaFindings.Error("formula.section", at, $"Template '{name}' writes no heading '## {file.Sections[s]}'."));
        }
    }

    private static void CheckText(Formula formula, string name, string text, List<Finding> findings)
    {
        if (text.Contains("{{{", StringComparison.Ordinal) || text.Contains("{{&", StringComparison.Ordinal))
        {
            findings.Add(FormulaFindings.Error("formula.unescaped", "$.templates." + name, $"Template '{name}' writes text unescaped; use {{{{ and }}}} or a helper."));
        }

        foreach (var partial in Partials(text).Where(p => !formula.Templates.ContainsKey(p)).Distinct(StringComparer.Ordinal))
        {
            findings.Add(FormulaFindings.Error("formula.template", "$.templates." + name, $"Template '{name}' uses the partial '{partial}', which is not there."));
        }
    }

    private static string WithPartials(Formula formula, string name)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var texts = new List<string>();
        var open = new Queue<string>([name]);
        while (open.TryDequeue(out var next))
        {
            if (!seen.Add(next) || !formula.Templates.TryGetValue(next, out var text)) continue;
            texts.Add(text);
            foreach (var partial in Partials(text)) open.Enqueue(partial);
        }

        return string.Join('\n', texts);
    }

    /// <summary>Names of the partials that a template includes.</summary>
    internal static IEnumerable<string> Partials(string text)
    {
        for (var at = text.IndexOf("{{>", StringComparison.Ordinal); at >= 0; at = text.IndexOf("{{>", at + 3, StringComparison.Ordinal))
        {
            var rest = text.AsSpan(at + 3).TrimStart();
            var end = rest.IndexOfAny(" }\n\t");
            if (end > 0) yield return rest[..end].ToString();
        }
    }
}
