using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation;

/// <summary>
/// Digests of all that a verdict depends on, the program itself included: 64 hexadecimal digits that differ as soon as anything of it does.
/// </summary>
internal static class VerdictKey
{
    /// <summary>What the verdict on each single file depends on beside the file and its entry in the plan.</summary>
    public static string OfSetting(ValidationRequest request, List<ActiveRule> active)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AddSetting(hash, request, active);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>What the verdict on one file depends on, within a setting.</summary>
    public static string OfFile(DocumentSource document, PlannedFile? planned)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AddFile(hash, document, planned);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>What the verdict on the whole docset depends on.</summary>
    public static string OfAll(ValidationRequest request, List<ActiveRule> active)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AddSetting(hash, request, active);
        Add(hash, JsonSerializer.SerializeToUtf8Bytes(request.Plan, KeyJson.Default.PlannedFiles));
        AddNames(hash, request.OtherFiles);
        AddNames(hash, request.GenerationArtifacts);
        AddNames(hash, request.SymbolicLinks.Targets.Select(l => $"{l.Key}\n{l.Value ?? "\n"}").ToHashSet(StringComparer.Ordinal));
        foreach (var document in request.Documents) AddFile(hash, document, planned: null);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void AddSetting(IncrementalHash hash, ValidationRequest request, List<ActiveRule> active)
    {
        // The build of this assembly and of the parser: another one may find other things.
        Add(hash, typeof(VerdictKey).Module.ModuleVersionId.ToByteArray());
        Add(hash, typeof(Markdig.Markdown).Module.ModuleVersionId.ToByteArray());
        Add(hash, Encoding.UTF8.GetBytes(Environment.Version.ToString()));
        Add(hash, BitConverter.GetBytes(Docset.MaxIssues(request)));
        Add(hash, JsonSerializer.SerializeToUtf8Bytes(request.Formula, KeyJson.Default.Formula));
        Add(hash, request.Requirements is { } requirements ? JsonSerializer.SerializeToUtf8Bytes(requirements, KeyJson.Default.Requirements) : []);
        foreach (var term in request.ForbiddenTerms) Add(hash, Encoding.UTF8.GetBytes($"{term.Name}\n{term.UseInstead}\n{term.Reason}"));
        Add(hash, [request.Roots is null ? (byte)0 : (byte)1, request.FrontMatterTitles ? (byte)1 : (byte)0]);
        foreach (var (start, folder) in (request.Roots?.Starts ?? new Dictionary<string, string?>(StringComparer.Ordinal)).OrderBy(s => s.Key, StringComparer.Ordinal)) Add(hash, Encoding.UTF8.GetBytes($"{start}\n{folder ?? "\n"}"));
        Add(hash, request.Terminology is { } terminology ? JsonSerializer.SerializeToUtf8Bytes(terminology, KeyJson.Default.TerminologyIndex) : []);
        Add(hash, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{request.Strictness} {request.Phase}")));
        foreach (var (rule, _, severity) in active) Add(hash, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{rule.Info.Id} {severity}")));
    }

    private static void AddFile(IncrementalHash hash, DocumentSource document, PlannedFile? planned)
    {
        Add(hash, Encoding.Unicode.GetBytes(document.Name));
        Add(hash, Encoding.UTF8.GetBytes(document.Hash.Value));
        if (planned is not null) Add(hash, JsonSerializer.SerializeToUtf8Bytes(planned, KeyJson.Default.PlannedFile));
    }

    private static void AddNames(IncrementalHash hash, IReadOnlySet<string> names)
    {
        Add(hash, BitConverter.GetBytes(names.Count));
        foreach (var name in names.Order(StringComparer.Ordinal)) Add(hash, Encoding.Unicode.GetBytes(name));
    }

    /// <summary>With its length before it, so that no two lists of parts give the same bytes.</summary>
    private static void Add(IncrementalHash hash, ReadOnlySpan<byte> part)
    {
        hash.AppendData(BitConverter.GetBytes(part.Length));
        hash.AppendData(part);
    }
}

/// <summary>Every property that a formula, a plan, requirements or an index has, as JSON.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(Formula))]
[JsonSerializable(typeof(PlannedFiles))]
[JsonSerializable(typeof(PlannedFile))]
[JsonSerializable(typeof(Requirements))]
[JsonSerializable(typeof(TerminologyIndex))]
internal sealed partial class KeyJson : JsonSerializerContext;
