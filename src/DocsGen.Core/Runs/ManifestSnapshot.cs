using System.Text.Json;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Runs;

/// <summary>
/// What a gate saw, as canonical JSON: inputs, plan, active artifacts, issues; not events, approvals or itself. Its hash is what an
/// approval names. Fixed key order, lists in a stated order, two spaces, LF.
/// </summary>
public static class ManifestSnapshot
{
    /// <summary>The name of the artifact in each execution's folder.</summary>
    public const string FileName = "manifest.json";

    /// <summary>Writes the snapshot of the current execution at its gate.</summary>
    public static ReadOnlyMemory<byte> Write(RunState state, WrittenArtifact report, IReadOnlyList<Issue> issues)
    {
        return CanonicalJson.Write(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("schema", 1);
            json.WriteString("runId", state.Id.Value);
            json.WriteString("executionId", state.Current!.Id.Value);
            json.WriteStartArray("inputs");
            foreach (var input in state.Inputs.OrderBy(i => i.Path, StringComparer.Ordinal)) WriteFile(json, input.Path, input.Hash, input.Size, ArtifactType.Input);
            json.WriteEndArray();
            json.WriteStartArray("active");
            foreach (var a in state.Before(state.Current!).Append(report).OrderBy(a => a.Path, StringComparer.Ordinal)) WriteFile(json, a.Path, a.Hash, a.Size, a.Type);
            json.WriteEndArray();
            IssueJson.WriteArray(json, issues);
            json.WriteEndObject();
        });
    }

    /// <summary>What an approval rests on: names and hashes of every document, plan and index up to the current phase.</summary>
    public static ContentHash Basis(RunState state) => ContentHash.Of(string.Concat(
        state.Before(state.Current!).OrderBy(a => a.FileName, StringComparer.Ordinal).Select(a => $"{a.FileName}\n{a.Hash}\n")));

    private static void WriteFile(Utf8JsonWriter json, string path, ContentHash hash, long size, ArtifactType type)
    {
        json.WriteStartObject();
        json.WriteString("path", path);
        json.WriteString("sha256", hash.Value);
        json.WriteNumber("size", size);
        json.WriteString("type", type.ToString());
        json.WriteEndObject();
    }
}
