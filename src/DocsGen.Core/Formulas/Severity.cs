namespace DocsGen.Core.Formulas;

/// <summary>How much an issue weighs. A gate passes when it has no error issue, and only then (R5).</summary>
public enum Severity
{
    Error,
    Warning,
    Info,
}
