namespace DocsGen.Core.Formulas;

/// <summary>Reads the requirements JSON. Comments and trailing commas are allowed; duplicate properties and depth over 64 are not.</summary>
public static class RequirementsReader
{
    /// <summary>Reads the UTF-8 bytes of a requirements file. Malformed JSON answers one finding with its line and column.</summary>
    public static RequirementsReading Read(ReadOnlyMemory<byte> utf8) => throw new NotImplementedException();
}
