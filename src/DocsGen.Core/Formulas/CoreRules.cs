namespace DocsGen.Core.Formulas;

/// <summary>
/// The rules that nobody can answer for: placeholders, links, terminology, schema, and those without which the other rules, or the bundle, would mean
/// nothing (a file that is missing, not planned, or cannot be read; a rule that failed; the preflight).
/// </summary>
public static class CoreRules
{
    private static readonly string[] Families = ["placeholders.", "links.", "terminology.", "schema.", "markdown.", "validator.", "preflight."];

    private static readonly string[] Single = ["structure.missing_file", "structure.unplanned_file"];

    /// <summary>Whether no policy may list this rule as overridable.</summary>
    public static bool Contains(string rule) => Single.Contains(rule, StringComparer.Ordinal) || Families.Any(f => rule.StartsWith(f, StringComparison.Ordinal));
}
