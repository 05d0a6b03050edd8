using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation;

/// <summary>One finding of a validator. Reports, JSON, SARIF and UI show it with the same words (V3).</summary>
/// <param name="Rule">The rule's stable id: <c>links.internal.resolves</c>.</param>
/// <param name="Severity">How much it weighs.</param>
/// <param name="File">File name within the docset; null when it concerns the docset as a whole.</param>
/// <param name="Line">1-based line in the stored bytes; 0 when it concerns the whole file.</param>
/// <param name="Column">1-based byte column in that line; 0 when it concerns the whole file.</param>
/// <param name="Message">What is wrong and what to do, in plain words.</param>
/// <param name="Fingerprint">16 hexadecimal digits that stay the same when lines move.</param>
public sealed record Issue(string Rule, Severity Severity, string? File, int Line, int Column, string Message, string Fingerprint)
{
    /// <summary>Who answers for it and until when; null when nobody does. Only where a folder is validated: inside a run nothing is suppressed.</summary>
    public Suppression? Suppressed { get; init; }
}
