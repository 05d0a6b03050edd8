using DocsGen.Core.Formulas;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Runs.Agents;

/// <summary>
/// Drafts Markdown. An agent cannot advance a phase, choose a path, edit the planned files or decide truth: it is asked for one file
/// at a time, and deterministic code judges what comes back.
/// </summary>
public interface IDraftingAgent
{
    /// <summary>Its name and version, for provenance: <c>template</c>, <c>folder</c>.</summary>
    AgentIdentity Identity { get; }

    /// <summary>Says what it means to write in each file of a phase, before drafting it.</summary>
    ValueTask<PhaseOutline> PlanPhaseAsync(PhasePlanRequest request, CancellationToken cancellationToken);

    /// <summary>Drafts one file. Must honour cancellation within a second.</summary>
    ValueTask<Draft> DraftAsync(DraftRequest request, CancellationToken cancellationToken);
}

/// <summary>Who drafted, and with what.</summary>
/// <param name="Name">The agent's kind: <c>template</c>, <c>folder</c>, <c>chat</c>, <c>command</c>.</param>
/// <param name="Version">The template set's, model's or program's version.</param>
public sealed record AgentIdentity(string Name, string Version);

/// <summary>What is known when a phase begins.</summary>
public sealed record PhasePlanRequest(DraftingContext Context, PhaseSpec Phase, IReadOnlyList<PlannedFile> Files);

/// <summary>What the agent means to write: per file, the headings it plans.</summary>
public sealed record PhaseOutline(IReadOnlyList<FileOutline> Files);

/// <summary>The planned headings of one file, and the files that it builds on.</summary>
public sealed record FileOutline(string File, IReadOnlyList<string> Sections, IReadOnlyList<string> DependsOn);

/// <summary>What every draft of a run may use.</summary>
public sealed record DraftingContext
{
    public required Formula Formula { get; init; }
    public required PlannedFiles Plan { get; init; }
    public required Requirements Requirements { get; init; }

    /// <summary>Null when the run has none.</summary>
    public HostStructure? Host { get; init; }

    /// <summary>The user's brief, context only; null when the run has none.</summary>
    public string? Brief { get; init; }

    /// <summary>Null before it was extracted.</summary>
    public TerminologyIndex? Terminology { get; init; }

    /// <summary>Documents of the gates that opened so far, by file name.</summary>
    public IReadOnlyDictionary<string, DocumentSource> Approved { get; init; } =
        new Dictionary<string, DocumentSource>(StringComparer.Ordinal);
}

/// <summary>One file to draft.</summary>
/// <param name="Context">What may be used.</param>
/// <param name="File">The file.</param>
/// <param name="Outline">What the agent said it would write; null when it said nothing of this file.</param>
/// <param name="Issues">Issues of the last execution, or of the quick checks of the last draft, in this file.</param>
public sealed record DraftRequest(DraftingContext Context, PlannedFile File, FileOutline? Outline, IReadOnlyList<Issue> Issues);

/// <summary>What came back: a document, nothing for now, or a failure for good.</summary>
public abstract record Draft
{
    private Draft()
    {
    }

    /// <summary>A document.</summary>
    public sealed record Written(ReadOnlyMemory<byte> Markdown, DraftProvenance Provenance) : Draft;

    /// <summary>The agent has nothing for this file; the gate will say that it is missing.</summary>
    public sealed record LeftOut(string Reason) : Draft;

    /// <summary>Drafting failed for good: the run stops with <c>drafting.failed</c>.</summary>
    public sealed record Failed(string Reason) : Draft;
}

/// <summary>Where a draft came from.</summary>
/// <param name="Source">Template, source file or model that made it.</param>
/// <param name="SourceVersion">Its version or hash.</param>
/// <param name="Tokens">Model tokens spent; null where no model was called.</param>
public sealed record DraftProvenance(string Source, string SourceVersion, long? Tokens);
