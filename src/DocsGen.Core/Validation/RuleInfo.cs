using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation;

/// <summary>What a rule is called and how much it weighs unless a formula says otherwise.</summary>
/// <param name="Id">Stable: <c>structure.h1</c>.</param>
/// <param name="Title">A few words.</param>
/// <param name="Description">What it finds, in one or two sentences.</param>
/// <param name="Strict">Severity in strict runs; null for off.</param>
/// <param name="Lenient">Severity in lenient runs; null for off.</param>
public sealed record RuleInfo(string Id, string Title, string Description, Severity? Strict, Severity? Lenient);
