using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Runs;

/// <summary>Between events and their stored form: appends to the hash chain, folds a chain back into a state, and proves a chain.</summary>
public static class RunLog
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Numbers, chains and applies events: what to store, and the state after them.</summary>
    public static (RunState State, IReadOnlyList<StoredEvent> Stored) Append(RunState state, IReadOnlyList<RunEvent> events, Actor actor, DateTimeOffset utc)
    {
        var stored = new List<StoredEvent>(events.Count);
        foreach (var happened in events)
        {
            var seq = state.Version + 1;
            var body = Body(state.Id, seq, happened, actor, utc);
            var entry = new StoredEvent(state.Id, seq, RunEventJson.TypeOf(happened), body, state.LastHash, EventChain.Link(state.LastHash, body));
            stored.Add(entry);
            state = Advance(state, happened, actor, Parse(Format(utc)), entry);
        }

        return (state, stored);
    }

    /// <summary>Begins a run: the state and events of <c>run.created</c>.</summary>
    public static (RunState State, IReadOnlyList<StoredEvent> Stored) Begin(RunId id, RunEvent.Created created, Actor actor, DateTimeOffset utc) =>
        Append(new() { Id = id, Settings = created.Settings }, [created], actor, utc);

    /// <summary>Folds a chain from its first event on. The chain must be whole; see <see cref="FindBreak"/>.</summary>
    public static RunState Fold(IReadOnlyList<StoredEvent> events) => States(events).LastOrDefault() ?? throw new ArgumentException("A run has at least one event.", nameof(events));

    /// <summary>The state after each event of a chain.</summary>
    public static IEnumerable<RunState> States(IEnumerable<StoredEvent> events)
    {
        RunState? state = null;
        foreach (var entry in events)
        {
            var view = Read(entry);
            state ??= new() { Id = entry.Run, Settings = ((RunEvent.Created)view.Event).Settings };
            yield return state = Advance(state, view.Event, view.Actor, view.Utc, entry);
        }
    }

    /// <summary>Reads one stored event.</summary>
    public static EventView Read(StoredEvent entry)
    {
        using var document = JsonDocument.Parse(entry.Body);
        var root = document.RootElement;
        return new(
            entry.Seq,
            entry.Type,
            root.GetProperty("message").GetString()!,
            Parse(root.GetProperty("utc").GetString()!),
            Actor.Parse(root.GetProperty("actor").GetString()!),
            RunEventJson.ReadData(entry.Type, root.GetProperty("data")));
    }

    /// <summary>Whether an event's body, which the chain binds, is of this run too, and not its row alone.</summary>
    public static bool IsOf(StoredEvent entry, RunId run)
    {
        using var document = JsonDocument.Parse(entry.Body);
        return document.RootElement.GetProperty("runId").GetString() == run.Value;
    }

    /// <summary>The run as it was in the moment when the gate of an execution spoke.</summary>
    public static RunState AtVerdict(IReadOnlyList<StoredEvent> events, ExecutionId execution)
    {
        var last = events.First(e => e.Type is "validation.passed" or "validation.failed" && Read(e).Event.Execution == execution);
        return Fold([.. events.TakeWhile(e => e.Seq <= last.Seq)]);
    }

    /// <summary>Says what is wrong with a chain; null when it is whole: numbered 1, 2, 3 ..., each linked to the one before, each body hashing right.</summary>
    public static string? FindBreak(IReadOnlyList<StoredEvent> events) => EventChain.FindBreak(events.Select(e => new ChainLink(e.Seq, e.Type, e.Body, e.PrevHash, e.Hash)));

    /// <summary>The event as JSON, with its place in the chain: what <c>run events</c> prints.</summary>
    public static string ToJson(StoredEvent entry) => $"{entry.Body[..^1]},\"prevHash\":\"{entry.PrevHash}\",\"hash\":\"{entry.Hash}\"}}";

    private static RunState Advance(RunState state, RunEvent happened, Actor actor, DateTimeOffset utc, StoredEvent entry) =>
        RunMachine.Evolve(state, happened, actor, utc) with { Version = entry.Seq, LastHash = entry.Hash, ChangedUtc = utc };

    private static string Body(RunId run, long seq, RunEvent happened, Actor actor, DateTimeOffset utc)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("runId", run.Value);
            writer.WriteNumber("seq", seq);
            writer.WriteString("type", RunEventJson.TypeOf(happened));
            if (happened.Execution is { } execution)
            {
                writer.WriteNumber("phase", execution.Phase);
                writer.WriteString("executionId", execution.Value);
            }

            writer.WriteString("message", RunMessages.Of(happened));
            writer.WriteString("utc", Format(utc));
            writer.WriteString("actor", actor.ToString());
            writer.WritePropertyName("data");
            RunEventJson.WriteData(writer, happened);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static string Format(DateTimeOffset utc) => utc.UtcDateTime.ToString(EventChain.TimeFormat, CultureInfo.InvariantCulture);

    private static DateTimeOffset Parse(string text) =>
        DateTimeOffset.ParseExact(text, EventChain.TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}

/// <summary>An event as read back.</summary>
public sealed record EventView(long Seq, string Type, string Message, DateTimeOffset Utc, Actor Actor, RunEvent Event);
