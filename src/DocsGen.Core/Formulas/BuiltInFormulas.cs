using System.Collections.Concurrent;
using System.Reflection;
using System.Text;

namespace DocsGen.Core.Formulas;

/// <summary>The formulas that the assembly carries.</summary>
public static class BuiltInFormulas
{
    private static readonly Assembly Assembly = typeof(BuiltInFormulas).Assembly;
    private static readonly ConcurrentDictionary<string, Lazy<Formula>> Loaded = new(StringComparer.Ordinal);

    /// <summary>Names that <see cref="Load"/> takes; the first is the default.</summary>
    public static IReadOnlyList<string> Names { get; } = ["plugin"];

    /// <summary>The JSON Schema of formula files, as UTF-8.</summary>
    public static ReadOnlyMemory<byte> JsonSchema => Resource("formulas/formula.schema.json");

    /// <summary>Loads a built-in formula with its templates.</summary>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public static Formula Load(string name)
    {
        if (!Names.Contains(name, StringComparer.Ordinal))
        {
            throw new ArgumentException($"There is no built-in formula '{name}'; there is {string.Join(", ", Names)}.", nameof(name));
        }

        return Loaded.GetOrAdd(name, static key => new Lazy<Formula>(() => FormulaReader.ReadTrusted(Source(key), Templates(key)))).Value;
    }

    /// <summary>The bytes of a built-in formula's JSON.</summary>
    public static ReadOnlyMemory<byte> Source(string name) => Resource($"formulas/{name}/formula.json");

    /// <summary>The templates of a built-in formula by name, without ending.</summary>
    public static IReadOnlyDictionary<string, string> Templates(string name)
    {
        const string Ending = ".hbs";
        var folder = $"formulas/{name}/templates/";
        return Assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(folder, StringComparison.Ordinal) && resource.EndsWith(Ending, StringComparison.Ordinal))
            .ToDictionary(resource => resource[folder.Length..^Ending.Length], resource => Encoding.UTF8.GetString(Resource(resource).Span), StringComparer.Ordinal);
    }

    private static ReadOnlyMemory<byte> Resource(string name)
    {
        using var stream = Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The assembly lacks the resource '{name}'.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
