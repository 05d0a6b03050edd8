using DocsGen.Core.Formulas;

namespace DocsGen.Cli.Inputs;

/// <summary>
/// Where the inputs of a run are. A folder is taken as a project: <c>requirements.json</c>, and where they are there <c>host/</c>, <c>host.zip</c> or
/// <c>host.txt</c>, <c>example/</c> or <c>example.zip</c>, <c>formula/</c>, and <c>brief.md</c>. A flag goes before what the folder holds.
/// </summary>
internal sealed record RunInputs(string Requirements, string? Host, string? Example, string? Formula, string? Brief)
{
    private const int MaxBriefBytes = 1024 * 1024;

    public static RunInputs Locate(string given, string? host, string? example, string? formula, string? brief)
    {
        if (File.Exists(given)) return new(given, host, example, formula, brief);
        if (!Directory.Exists(given)) throw CliError.Usage("input.not_found", $"There is no file or folder {given}.");
        var requirements = Path.Combine(given, "requirements.json");
        if (!File.Exists(requirements))
        {
            throw CliError.Usage("input.not_found", $"The folder {given} has no requirements.json. 'docsgen requirements init' writes a commented one to start from.");
        }

        return new(
            requirements,
            host ?? First(given, "host", "host.zip", "host.txt"),
            example ?? First(given, "example", "example.zip"),
            formula ?? First(given, "formula"),
            brief ?? First(given, "brief.md"));
    }

    public byte[] ReadRequirements() => FileInput.Read(Requirements, RequirementsReader.MaxBytes);

    public byte[]? ReadBrief() => Brief is null ? null : FileInput.Read(Brief, MaxBriefBytes);

    private static string? First(string folder, params string[] names) =>
        names.Select(n => Path.Combine(folder, n)).FirstOrDefault(Path.Exists);
}
