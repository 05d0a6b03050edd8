using System.Text;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Formulas;
using DocsGen.Core.Runs.Agents;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Runs.Driving;

/// <summary>
/// What a driver reads of a run: its inputs, plan, terminology and documents, each fetched from the store once and verified. A resumed driver
/// finds here what the crashed one had written.
/// </summary>
internal sealed class RunMaterial(RunPorts ports)
{
    private readonly Dictionary<ContentHash, ReadOnlyMemory<byte>> contents = [];
    private Formula? formula;
    private RequirementsReading? reading;

    /// <summary>Remembers bytes that were just written, so that they are not read back.</summary>
    public void Remember(ContentHash hash, ReadOnlyMemory<byte> bytes) => contents[hash] = bytes;

    public async ValueTask<Formula> FormulaAsync(RunState state, CancellationToken cancellationToken) =>
        formula ??= FormulaPackage.Unpack(await InputAsync(state, "formula", cancellationToken) ?? throw new InvalidOperationException($"{state.Id} has no formula."));

    /// <summary>The requirements as read; <see cref="RequirementsReading.Requirements"/> is null when they are no JSON at all.</summary>
    public async ValueTask<RequirementsReading> RequirementsAsync(RunState state, CancellationToken cancellationToken) =>
        reading ??= RequirementsReader.Read(await InputAsync(state, "requirements", cancellationToken) ?? throw new InvalidOperationException($"{state.Id} has no requirements."));

    public async ValueTask<HostStructure?> HostAsync(RunState state, CancellationToken cancellationToken) =>
        await InputAsync(state, "host", cancellationToken) is { } bytes ? new(Lines(bytes)) : null;

    public async ValueTask<HostStructure?> ExampleAsync(RunState state, CancellationToken cancellationToken) =>
        await InputAsync(state, "example", cancellationToken) is { } bytes ? new(Lines(bytes)) : null;

    /// <summary>The plan of the latest execution that wrote one; null before.</summary>
    public async ValueTask<PlannedFiles?> PlanAsync(RunState state, CancellationToken cancellationToken) =>
        Latest(state, ArtifactType.Plan) is { } artifact ? PlannedFilesJson.Read(await BytesAsync(artifact.Hash, cancellationToken)) : null;

    /// <summary>The terminology index; null before it was extracted.</summary>
    public async ValueTask<TerminologyIndex?> TerminologyAsync(RunState state, CancellationToken cancellationToken) =>
        state.Current is { } current && state.Before(current).LastOrDefault(a => a.Type == ArtifactType.Index) is { } artifact ? TerminologyIndexJson.Read(await BytesAsync(artifact.Hash, cancellationToken)) : null;

    /// <summary>Documents as the current execution's gate sees them: active ones of earlier phases, and its own composition.</summary>
    public async ValueTask<IReadOnlyList<DocumentSource>> DocumentsAsync(RunState state, CancellationToken cancellationToken)
    {
        var seen = state.Current is { } current ? state.Before(current) : [];
        var documents = new List<DocumentSource>(seen.Count);
        foreach (var artifact in seen.Where(a => a.Type == ArtifactType.CoreDoc).OrderBy(a => a.FileName, StringComparer.Ordinal))
        {
            documents.Add(new(artifact.FileName, await BytesAsync(artifact.Hash, cancellationToken)));
        }

        return documents;
    }

    public async ValueTask<DraftingContext> ContextAsync(RunState state, CancellationToken cancellationToken)
    {
        var approved = new Dictionary<string, DocumentSource>(StringComparer.Ordinal);
        foreach (var document in await DocumentsAsync(state, cancellationToken)) approved[document.Name] = document;
        var brief = await InputAsync(state, "brief", cancellationToken);
        return new()
        {
            Formula = await FormulaAsync(state, cancellationToken),
            Plan = await PlanAsync(state, cancellationToken) ?? throw new InvalidOperationException($"{state.Id} has no plan yet."),
            Requirements = (await RequirementsAsync(state, cancellationToken)).Requirements!,
            Host = await HostAsync(state, cancellationToken),
            Brief = brief is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null,
            Terminology = await TerminologyAsync(state, cancellationToken),
            Approved = approved,
        };
    }

    public async ValueTask<ReadOnlyMemory<byte>> BytesAsync(ContentHash hash, CancellationToken cancellationToken)
    {
        if (!contents.TryGetValue(hash, out var bytes)) contents[hash] = bytes = await ports.Blobs.ReadAsync(hash, cancellationToken);
        return bytes;
    }

    // A bare null would become an empty memory here, as a null array does: an input that nobody gave would count as given and empty.
    private async ValueTask<ReadOnlyMemory<byte>?> InputAsync(RunState state, string kind, CancellationToken cancellationToken) =>
        state.Inputs.FirstOrDefault(i => i.Kind == kind) is { } input ? await BytesAsync(input.Hash, cancellationToken) : default(ReadOnlyMemory<byte>?);

    private static WrittenArtifact? Latest(RunState state, ArtifactType type) =>
        state.Executions.SelectMany(e => e.Artifacts).LastOrDefault(a => a.Type == type);

    private static string[] Lines(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
