namespace DocsGen.Core.Formulas;

/// <summary>How severe the rules are; independent of the profile.</summary>
public enum Strictness
{
    Strict,
    Lenient,
}
