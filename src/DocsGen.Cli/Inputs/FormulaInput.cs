using System.Text;
using DocsGen.Core.Formulas;
using DocsGen.Core.Validation;

namespace DocsGen.Cli.Inputs;

/// <summary>Reads a formula by name (built-in), from a folder with <c>formula.json</c> and <c>templates/*.hbs</c>, or from the JSON file itself.</summary>
internal static class FormulaInput
{
    private const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Reads a formula that can be used.</summary>
    /// <exception cref="CliError">It is not there, or has errors; all of them are told.</exception>
    public static (Formula Formula, FormulaPackage Package) Load(string nameOrPath, Session session)
    {
        if (BuiltInFormulas.Names.Contains(nameOrPath))
        {
            var builtIn = BuiltInFormulas.Load(nameOrPath);
            return (builtIn, FormulaPackage.Of(builtIn, BuiltInFormulas.Source(nameOrPath)));
        }

        var (reading, json) = Read(nameOrPath, session);
        if (reading.Usable) return (reading.Formula!, FormulaPackage.Of(reading.Formula!, json));
        var errors = reading.Findings.Where(f => f.Severity == Severity.Error).Select(f => $"\n  {f.JsonPath}: {f.Message}");
        throw CliError.Usage("formula.invalid", $"The formula {nameOrPath} cannot be used:{string.Concat(errors)}");
    }

    /// <summary>Reads a formula with everything that is wrong with it.</summary>
    public static (FormulaReading Reading, ReadOnlyMemory<byte> Json) Read(string nameOrPath, Session session)
    {
        if (BuiltInFormulas.Names.Contains(nameOrPath))
        {
            var source = BuiltInFormulas.Source(nameOrPath);
            return (FormulaReader.Read(source, BuiltInFormulas.Templates(nameOrPath), KnownRules(), KnownChecks()), source);
        }

        var path = session.Absolute(nameOrPath);
        var file = Directory.Exists(path) ? Path.Combine(path, "formula.json") : path;
        if (!File.Exists(file))
        {
            throw CliError.Usage("formula.not_found", $"There is no formula '{nameOrPath}': neither a built-in one ({string.Join(", ", BuiltInFormulas.Names)}) nor a file {file}.");
        }

        var json = FileInput.Read(file, MaxBytes);
        return (FormulaReader.Read(json, Templates(Path.Combine(Path.GetDirectoryName(file)!, "templates")), KnownRules(), KnownChecks()), json);
    }

    private static HashSet<string> KnownRules() => [.. RuleCatalog.All.Select(r => r.Id)];

    private static HashSet<string> KnownChecks() => [.. PreflightCatalog.All.Select(c => c.Id)];

    private static Dictionary<string, string> Templates(string folder)
    {
        var templates = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!Directory.Exists(folder)) return templates;
        foreach (var file in Directory.EnumerateFiles(folder, "*.hbs").Order(StringComparer.Ordinal))
        {
            templates[Path.GetFileNameWithoutExtension(file)] = Encoding.UTF8.GetString(FileInput.Read(file, MaxBytes));
        }

        return templates;
    }
}

/// <summary>Reads whole files that must be small.</summary>
internal static class FileInput
{
    /// <summary>Reads a file of at most so many bytes. It may be a pipe: a shell's <c>&lt;(command)</c> is one.</summary>
    /// <exception cref="CliError">The file is larger than the limit.</exception>
    public static byte[] Read(string path, int limit)
    {
        using var stream = File.OpenRead(path);
        using var bytes = new MemoryStream();
        var chunk = new byte[64 * 1024];
        for (int read; (read = stream.Read(chunk)) > 0;)
        {
            bytes.Write(chunk, 0, read);
            if (bytes.Length > limit) throw CliError.Usage("input.too_large", $"{path} has more than {limit} bytes; at most so many are read.");
        }

        return bytes.ToArray();
    }
}
