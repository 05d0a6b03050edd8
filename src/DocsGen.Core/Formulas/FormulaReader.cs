using System.Text.Json;

namespace DocsGen.Core.Formulas;

/// <summary>Reads a formula from its JSON and its templates, and says everything that is wrong with it at once.</summary>
public static class FormulaReader
{
    /// <summary>Reads a formula.</summary>
    /// <param name="utf8">The bytes of <c>formula.json</c>.</param>
    /// <param name="templates">Its templates by name, without ending; those of its <c>base</c> fill the gaps.</param>
    /// <param name="knownRules">Ids of the rules that exist; null leaves rule ids unchecked.</param>
    /// <param name="knownChecks">Ids of the preflight checks that exist; null leaves them unchecked.</param>
    public static FormulaReading Read(
        ReadOnlyMemory<byte> utf8,
        IReadOnlyDictionary<string, string> templates,
        IReadOnlySet<string>? knownRules = null,
        IReadOnlySet<string>? knownChecks = null)
    {
        var findings = new List<Finding>();
        if (Parse(utf8, findings) is not { } formula) return new FormulaReading(null, findings);
        formula = formula with { Templates = WithBase(formula.Base, templates, findings) };
        FormulaChecks.Run(formula, knownRules, knownChecks, findings);
        TemplateChecks.Run(formula, findings);
        return new FormulaReading(formula, findings);
    }

    /// <summary>Reads a formula that the assembly carries; its tests check it, so its start need not.</summary>
    internal static Formula ReadTrusted(ReadOnlyMemory<byte> utf8, IReadOnlyDictionary<string, string> templates)
    {
        var findings = new List<Finding>();
        var formula = Parse(utf8, findings);
        if (formula is null || findings.Count > 0) throw new InvalidOperationException($"A built-in formula is broken: {findings[0].Message}");
        return formula with { Templates = templates };
    }

    private static Formula? Parse(ReadOnlyMemory<byte> utf8, List<Finding> findings)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, JsonText.HandWritten);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return FormulaShape.Read(document.RootElement, findings);
            findings.Add(FormulaFindings.Error("formula.shape", "$", "A formula is a JSON object."));
        }
        catch (JsonException malformed)
        {
            findings.Add(FormulaFindings.Error("formula.malformed", "$", $"The JSON is malformed at {JsonText.Place(malformed)}: {malformed.Message}"));
        }

        return null;
    }

    private static IReadOnlyDictionary<string, string> WithBase(
        string? baseName, IReadOnlyDictionary<string, string> own, List<Finding> findings)
    {
        if (baseName is null) return own;
        if (!BuiltInFormulas.Names.Contains(baseName, StringComparer.Ordinal))
        {
            var names = string.Join(", ", BuiltInFormulas.Names);
            findings.Add(FormulaFindings.Error("formula.base", "$.base", $"There is no built-in formula '{baseName}'; there is {names}."));
            return own;
        }

        var all = new Dictionary<string, string>(BuiltInFormulas.Templates(baseName), StringComparer.Ordinal);
        foreach (var (name, text) in own) all[name] = text;
        return all;
    }
}
