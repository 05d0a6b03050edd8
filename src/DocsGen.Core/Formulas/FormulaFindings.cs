namespace DocsGen.Core.Formulas;

/// <summary>What reading a formula gave.</summary>
/// <param name="Formula">Null only when the bytes are no JSON object at all. Not to be used while a finding is an error.</param>
/// <param name="Findings">Everything that is wrong, in the order of the file's reading.</param>
public sealed record FormulaReading(Formula? Formula, IReadOnlyList<Finding> Findings)
{
    /// <summary>True when the formula can be used.</summary>
    public bool Usable => Formula is not null && Findings.All(f => f.Severity != Severity.Error);
}

/// <summary>The words in which findings about a formula are put.</summary>
internal static class FormulaFindings
{
    public static Finding Error(string check, string path, string message) => Make(Severity.Error, check, path, message);

    public static Finding Warning(string check, string path, string message) => Make(Severity.Warning, check, path, message);

    private static Finding Make(Severity severity, string check, string path, string message) =>
        new(check, severity, path, message, $"What should stand at {path} of the formula?");
}
