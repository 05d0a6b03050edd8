using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Runs;

/// <summary>The JSON form of events; one row per event type, so that a new type without a name breaks the build's tests at once.</summary>
public static class RunEventJson
{
    private static readonly RunEventContext Context = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new ContentHashConverter(), new ExecutionIdConverter(), new RunIdConverter() },
    });

    private static readonly Dictionary<string, Type> Types = new(StringComparer.Ordinal)
    {
        ["run.created"] = typeof(RunEvent.Created),
        ["run.started"] = typeof(RunEvent.Started),
        ["run.resumed"] = typeof(RunEvent.Resumed),
        ["run.taken_over"] = typeof(RunEvent.TakenOver),
        ["phase.started"] = typeof(RunEvent.PhaseStarted),
        ["artifact.written"] = typeof(RunEvent.ArtifactWritten),
        ["validation.started"] = typeof(RunEvent.ValidationStarted),
        ["validation.passed"] = typeof(RunEvent.ValidationPassed),
        ["validation.failed"] = typeof(RunEvent.ValidationFailed),
        ["phase.completed"] = typeof(RunEvent.PhaseCompleted),
        ["drafting.failed"] = typeof(RunEvent.DraftingFailed),
        ["approval.required"] = typeof(RunEvent.ApprovalRequired),
        ["approval.recorded"] = typeof(RunEvent.ApprovalRecorded),
        ["approval.rejected"] = typeof(RunEvent.ApprovalRejected),
        ["run.completed"] = typeof(RunEvent.Completed),
        ["run.failed"] = typeof(RunEvent.Failed),
        ["run.canceled"] = typeof(RunEvent.Canceled),
        ["phase.regeneration_requested"] = typeof(RunEvent.RegenerationRequested),
        ["phase.stale"] = typeof(RunEvent.PhaseStale),
        ["run.edited"] = typeof(RunEvent.Edited),
        ["run.rebuilt"] = typeof(RunEvent.Rebuilt),
        ["gate.overridden"] = typeof(RunEvent.GateOverridden),
        ["overwrite.granted"] = typeof(RunEvent.OverwriteGranted),
        ["run.retention_changed"] = typeof(RunEvent.RetentionChanged),
        ["run.deleted"] = typeof(RunEvent.Deleted),
        ["changeset.pushed"] = typeof(RunEvent.ChangesetPushed),
    };

    private static readonly Dictionary<Type, string> Names = Types.ToDictionary(t => t.Value, t => t.Key);

    /// <summary>All event types that this version writes.</summary>
    public static IReadOnlyCollection<string> TypeNames => Types.Keys;

    /// <summary>The event's type name: <c>phase.started</c>.</summary>
    public static string TypeOf(RunEvent happened) => Names[happened.GetType()];

    internal static void WriteData(Utf8JsonWriter writer, RunEvent happened) => JsonSerializer.Serialize(writer, happened, happened.GetType(), Context);

    internal static RunEvent ReadData(string type, JsonElement data) => Types.TryGetValue(type, out var clr)
        ? (RunEvent)data.Deserialize(clr, Context)!
        : throw new NotSupportedException($"The store holds an event of type '{type}', which this version of DocsGen does not know. Use a newer version.");

    private sealed class ContentHashConverter : JsonConverter<ContentHash>
    {
        public override ContentHash Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ContentHash.Parse(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, ContentHash value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }

    private sealed class RunIdConverter : JsonConverter<RunId>
    {
        public override RunId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => RunId.Parse(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, RunId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }

    private sealed class ExecutionIdConverter : JsonConverter<ExecutionId>
    {
        public override ExecutionId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ExecutionId.Parse(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, ExecutionId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(RunEvent.Created))]
[JsonSerializable(typeof(RunEvent.Started))]
[JsonSerializable(typeof(RunEvent.Resumed))]
[JsonSerializable(typeof(RunEvent.TakenOver))]
[JsonSerializable(typeof(RunEvent.PhaseStarted))]
[JsonSerializable(typeof(RunEvent.ArtifactWritten))]
[JsonSerializable(typeof(RunEvent.ValidationStarted))]
[JsonSerializable(typeof(RunEvent.ValidationPassed))]
[JsonSerializable(typeof(RunEvent.ValidationFailed))]
[JsonSerializable(typeof(RunEvent.PhaseCompleted))]
[JsonSerializable(typeof(RunEvent.DraftingFailed))]
[JsonSerializable(typeof(RunEvent.ApprovalRequired))]
[JsonSerializable(typeof(RunEvent.ApprovalRecorded))]
[JsonSerializable(typeof(RunEvent.ApprovalRejected))]
[JsonSerializable(typeof(RunEvent.Completed))]
[JsonSerializable(typeof(RunEvent.Failed))]
[JsonSerializable(typeof(RunEvent.Canceled))]
[JsonSerializable(typeof(RunEvent.RegenerationRequested))]
[JsonSerializable(typeof(RunEvent.PhaseStale))]
[JsonSerializable(typeof(RunEvent.Edited))]
[JsonSerializable(typeof(RunEvent.Rebuilt))]
[JsonSerializable(typeof(RunEvent.GateOverridden))]
[JsonSerializable(typeof(RunEvent.OverwriteGranted))]
[JsonSerializable(typeof(RunEvent.RetentionChanged))]
[JsonSerializable(typeof(RunEvent.Deleted))]
[JsonSerializable(typeof(RunEvent.ChangesetPushed))]
internal sealed partial class RunEventContext : JsonSerializerContext;
