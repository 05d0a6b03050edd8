using System.Globalization;
using System.Text.Json;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Runs.Attestations;

/// <summary>A file of a bundle.</summary>
public sealed record BundledFile(string Name, ContentHash Hash);

/// <summary>
/// What an attestation says: an in-toto Statement v1 (https://in-toto.io/Statement/v1) about one bundle, with a SLSA provenance v1 predicate
/// (https://slsa.dev/provenance/v1) and, in <c>docsgen_run</c>, our own evidence; SLSA lets producers add fields with such a prefix. It is made from the run's events up to the completion
/// alone, so that the same completion gives the same bytes whenever somebody asks.
/// </summary>
internal static class ProvenanceStatement
{
    public const string StatementType = "https://in-toto.io/Statement/v1";
    public const string PredicateType = "https://slsa.dev/provenance/v1";
    public const string BuildType = "urn:docsgen:run:v1";
    public const string BuilderId = "urn:docsgen:builder:v1";
    public const string Evidence = "docsgen_run";

    /// <summary>Writes the statement of a completion.</summary>
    /// <param name="events">The run's events; the last one is <c>run.completed</c>.</param>
    /// <param name="files">What is in its bundle.</param>
    public static byte[] Write(IReadOnlyList<StoredEvent> events, IReadOnlyList<BundledFile> files)
    {
        var state = RunLog.Fold(events);
        return CanonicalJson.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("_type", StatementType);
            json.WriteStartArray("subject");
            WriteDescriptor(json, state.Bundle!.Path[(state.Bundle.Path.LastIndexOf('/') + 1)..], state.Bundle.Hash);
            json.WriteEndArray();
            json.WriteString("predicateType", PredicateType);
            json.WriteStartObject("predicate");
            WriteBuild(json, state);
            WriteRun(json, state);
            json.WriteStartObject(Evidence);
            json.WriteNumber("schema", 1);
            json.WriteStartArray("files");
            foreach (var file in files.OrderBy(f => f.Name, StringComparer.Ordinal)) WriteDescriptor(json, file.Name, file.Hash);
            json.WriteEndArray();
            EvidenceJson.WriteGates(json, state);
            EvidenceJson.WriteDecisions(json, events);
            json.WriteStartObject("events");
            json.WriteNumber("count", events.Count);
            json.WriteString("head", events[^1].Hash);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    internal static string Time(DateTimeOffset utc) => utc.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static void WriteBuild(Utf8JsonWriter json, RunState state)
    {
        var settings = state.Settings;
        json.WriteStartObject("buildDefinition");
        json.WriteString("buildType", BuildType);
        json.WriteStartObject("externalParameters");
        json.WriteString("slug", settings.Slug);
        json.WriteStartObject("formula");
        json.WriteString("name", settings.Formula);
        json.WriteString("version", settings.FormulaVersion);
        json.WriteEndObject();
        json.WriteString("profile", settings.Profile);
        json.WriteString("strictness", settings.Strictness.ToString().ToLowerInvariant());
        json.WriteString("reviewMode", settings.ReviewMode.ToString().ToLowerInvariant());
        json.WriteString("agent", settings.Agent);
        json.WriteStartArray("autoApprove");
        foreach (var phase in settings.AutoApprove) json.WriteNumberValue(phase);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartArray("resolvedDependencies");
        foreach (var input in state.Inputs.OrderBy(i => i.Path, StringComparer.Ordinal)) WriteDescriptor(json, input.Path, input.Hash, input.Kind);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRun(Utf8JsonWriter json, RunState state)
    {
        json.WriteStartObject("runDetails");
        json.WriteStartObject("builder");
        json.WriteString("id", BuilderId);
        json.WriteStartObject("version");
        json.WriteString("docsgen", state.Settings.Tool);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("metadata");
        json.WriteString("invocationId", state.Id.Value);
        json.WriteString("startedOn", Time(state.CreatedUtc));
        json.WriteString("finishedOn", Time(state.ChangedUtc));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // A ResourceDescriptor of in-toto: what it is called, and its digest.
    private static void WriteDescriptor(Utf8JsonWriter json, string name, ContentHash hash, string? kind = null)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteStartObject("digest");
        json.WriteString("sha256", hash.Value);
        json.WriteEndObject();
        if (kind is not null)
        {
            json.WriteStartObject("annotations");
            json.WriteString("kind", kind);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
