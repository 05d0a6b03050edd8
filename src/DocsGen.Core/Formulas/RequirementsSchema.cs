using System.Text;

namespace DocsGen.Core.Formulas;

/// <summary>The JSON Schema (draft 2020-12) of requirements files, from which editors complete.</summary>
public static class RequirementsSchema
{
    /// <summary>The schema as JSON.</summary>
    public static string Text { get; } = Read();

    private static string Read()
    {
        using var stream = typeof(RequirementsSchema).Assembly.GetManifestResourceStream("formulas/requirements.schema.json")
            ?? throw new InvalidOperationException("The assembly lacks the schema of requirements.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
