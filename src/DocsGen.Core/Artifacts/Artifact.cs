namespace DocsGen.Core.Artifacts;

/// <summary>What an artifact is for.</summary>
public enum ArtifactType
{
    /// <summary>Something the user gave: requirements, host structure, formula, brief, example docset.</summary>
    Input,

    /// <summary>A documentation file that belongs to the deliverable.</summary>
    CoreDoc,

    /// <summary>A validation report.</summary>
    Report,

    /// <summary>The planned files.</summary>
    Plan,

    /// <summary>An index extracted from documents, such as the terminology index.</summary>
    Index,

    /// <summary>A snapshot of the manifest.</summary>
    Manifest,

    /// <summary>The deliverable zip.</summary>
    Bundle,

    /// <summary>A signed statement about a bundle.</summary>
    Attestation,
}

/// <summary>The immutable record of a stored file (A1).</summary>
/// <param name="Path">Where it lives.</param>
/// <param name="Generation">1, or one more for each time an overwrite token replaced it; older ones stay readable.</param>
/// <param name="Hash">SHA-256 of its bytes.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Type">What it is for.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="CreatedUtc">When its row was written.</param>
public sealed record Artifact(
    LogicalPath Path, int Generation, ContentHash Hash, long Size, ArtifactType Type, Actor CreatedBy, DateTimeOffset CreatedUtc);
