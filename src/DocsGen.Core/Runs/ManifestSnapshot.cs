using System.Globalization;
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

    private const int Schema = 1;

    /// <summary>Writes the snapshot of the current execution at its gate.</summary>
    /// <param name="state">The run before the verdict is recorded.</param>
    /// <param name="report">The gate's report.</param>
    /// <param name="issues">What it found.</param>
    /// <param name="opens">Whether the gate opens, and so accepts what it saw.</param>
    public static ReadOnlyMemory<byte> Write(RunState state, WrittenArtifact report, IReadOnlyList<Issue> issues, bool opens)
    {
        var since = state.ActiveSince();
        var current = state.Current!.Id;
        return CanonicalJson.Write(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("schema", Schema);
            json.WriteString("runId", state.Id.Value);
            json.WriteString("executionId", current.Value);
            json.WriteStartArray("inputs");
            foreach (var input in state.Inputs.OrderBy(i => i.Path, StringComparer.Ordinal)) WriteFile(json, input.Path, input.Hash, input.Size, ArtifactType.Input, null);
            json.WriteEndArray();
            json.WriteStartArray("active");
            foreach (var a in state.Before(state.Current!).Append(report).OrderBy(a => a.Path, StringComparer.Ordinal))
            {
                WriteFile(json, a.Path, a.Hash, a.Size, a.Type, since.TryGetValue(a.Path, out var accepted) ? accepted : opens ? current : null);
            }

            json.WriteEndArray();
            IssueJson.WriteArray(json, issues);
            json.WriteEndObject();
        });
    }

    /// <summary>Reads a snapshot back.</summary>
    /// <exception cref="FormatException">The bytes are no snapshot of a schema known here.</exception>
    public static ManifestView Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            var root = document.RootElement;
            if (root.GetProperty("schema").GetInt32() != Schema) throw new FormatException("The manifest was written by another version of DocsGen.");
            return new(
                RunId.Parse(root.GetProperty("runId").GetString()!),
                ExecutionId.Parse(root.GetProperty("executionId").GetString()!),
                [.. root.GetProperty("inputs").EnumerateArray().Select(ReadFile)],
                [.. root.GetProperty("active").EnumerateArray().Select(ReadFile)],
                IssueJson.ReadArray(root));
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"The bytes are no manifest: {broken.Message}", broken);
        }
    }

    /// <summary>What an approval rests on: names and hashes of every document, plan and index up to the current phase.</summary>
    public static ContentHash Basis(RunState state) => ContentHash.Of(string.Concat(
        state.Before(state.Current!).OrderBy(a => a.FileName, StringComparer.Ordinal).Select(a => $"{a.FileName}\n{a.Hash}\n")));

    private static void WriteFile(Utf8JsonWriter json, string path, ContentHash hash, long size, ArtifactType type, ExecutionId? since)
    {
        json.WriteStartObject();
        json.WriteString("path", path);
        json.WriteString("sha256", hash.Value);
        json.WriteNumber("size", size);
        json.WriteString("type", type.ToString());
        if (since is { } accepted) json.WriteString("since", accepted.Value);
        json.WriteEndObject();
    }

    private static ManifestEntry ReadFile(JsonElement file) => new(
        file.GetProperty("path").GetString()!,
        ContentHash.Parse(file.GetProperty("sha256").GetString()!),
        file.GetProperty("size").GetInt64(),
        Enum.Parse<ArtifactType>(file.GetProperty("type").GetString()!),
        file.TryGetProperty("since", out var since) ? ExecutionId.Parse(since.GetString()!) : null);
}

/// <summary>A snapshot as read back.</summary>
public sealed record ManifestView(RunId Run, ExecutionId Execution, IReadOnlyList<ManifestEntry> Inputs, IReadOnlyList<ManifestEntry> Active, IReadOnlyList<Issue> Issues);

/// <summary>An artifact in a snapshot.</summary>
/// <param name="Path">Path within the run.</param>
/// <param name="Since">The execution whose gate first accepted this version; null for inputs, and for what no gate had accepted.</param>
public sealed record ManifestEntry(string Path, ContentHash Hash, long Size, ArtifactType Type, ExecutionId? Since)
{
    /// <summary>The last segment of the path.</summary>
    public string FileName => Path[(Path.LastIndexOf('/') + 1)..];
}

/// <summary>A snapshot of a run: numbered 1, 2, 3 ... in the order of its gates.</summary>
public sealed record RunSnapshot(int Number, ExecutionState Execution)
{
    private const int ShortestHash = 8;

    /// <summary>What approvals name.</summary>
    public ContentHash Hash => Execution.Verdict!.Snapshot;

    /// <summary><c>v3</c>.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"v{Number}");

    /// <summary>All snapshots of a run, oldest first.</summary>
    public static IReadOnlyList<RunSnapshot> Of(RunState run) => [.. run.Executions.Where(e => e.Verdict is not null).Select((e, i) => new RunSnapshot(i + 1, e))];

    /// <summary>
    /// Finds a snapshot by its number (<c>v3</c> or <c>3</c>; within a phase the number of its execution), its execution (<c>phase3_exec_002</c>), or the
    /// first 8 digits or more of its hash.
    /// </summary>
    /// <exception cref="FormatException">There is none, or several; the message says what there is.</exception>
    public static RunSnapshot Find(RunState run, string text, int? phase = null)
    {
        var all = Of(run);
        if (all.Count == 0) throw new FormatException($"No gate of {run.Id} has spoken yet, so that it has no snapshot.");
        var found = Matching(all, text, phase).ToList();
        if (found.Count == 1) return found[0];
        throw new FormatException(found.Count > 1
            ? $"'{text}' begins {found.Count} snapshots of {run.Id}; give more digits."
            : $"{run.Id} has no snapshot '{text}'{(phase is { } p ? string.Create(CultureInfo.InvariantCulture, $" of phase {p}") : "")}; it has v1 to {all[^1].Name}, an execution such as {all[^1].Execution.Id}, or a hash.");
    }

    private static IEnumerable<RunSnapshot> Matching(IReadOnlyList<RunSnapshot> all, string text, int? phase)
    {
        var digits = text.StartsWith('v') ? text[1..] : text;
        if (digits.Length < ShortestHash && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return all.Where(s => phase is { } p ? s.Execution.Id.Phase == p && s.Execution.Id.Number == number : s.Number == number);
        }

        return ExecutionId.TryParse(text, out var execution)
            ? all.Where(s => s.Execution.Id == execution)
            : all.Where(s => text.Length >= ShortestHash && s.Hash.Value.StartsWith(text, StringComparison.OrdinalIgnoreCase));
    }
}
