using System.Text.Json;
using System.Text.Json.Serialization;

namespace DocsGen.Core.Sync;

/// <summary>From which run a document came: what leads from a live document back to its gate and approval.</summary>
public sealed record Provenance
{
    /// <summary>The run's id, as text: runs and sync do not know each other's types.</summary>
    public required string Run { get; init; }

    public required string Slug { get; init; }

    /// <summary>The folder of the space that the run was pushed into; empty for its root. With the slug it says which documents a run owns.</summary>
    public required string Prefix { get; init; }

    /// <summary>The artifact's path within the run.</summary>
    public required string Artifact { get; init; }

    /// <summary>The execution whose gate accepted it.</summary>
    public required string Execution { get; init; }

    /// <summary>The manifest snapshot of that gate.</summary>
    public required string Snapshot { get; init; }

    /// <summary>Who approved the gate; null where nobody had to.</summary>
    public string? ApprovedBy { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, ProvenanceJson.Default.Provenance);

    public static Provenance Parse(string json) =>
        JsonSerializer.Deserialize(json, ProvenanceJson.Default.Provenance) ?? throw new FormatException("A provenance is a JSON object.");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Provenance))]
internal sealed partial class ProvenanceJson : JsonSerializerContext;
