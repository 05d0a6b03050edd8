using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Sync;

/// <summary>Something that happened in a space.</summary>
/// <param name="Type">Such as <c>changeset.published</c>.</param>
/// <param name="Changeset">The changeset that it is about.</param>
/// <param name="Message">One sentence for people.</param>
/// <param name="Data">Facts for programs: texts, sorted by name when stored.</param>
public sealed record SpaceEvent(string Type, ChangesetId? Changeset, string Message, IReadOnlyDictionary<string, string> Data);

/// <summary>An event as stored: its body is what the chain's hashes are over.</summary>
public sealed record StoredSpaceEvent(long Seq, string Type, string Body, string PrevHash, string Hash);

/// <summary>The event chain of a space: numbered without gaps, each linked to the one before.</summary>
public static class SpaceLog
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Numbers and chains events; the space afterwards, and what to store.</summary>
    public static (Space Space, IReadOnlyList<StoredSpaceEvent> Stored) Append(Space space, IReadOnlyList<SpaceEvent> events, Actor actor, DateTimeOffset utc)
    {
        var stored = new List<StoredSpaceEvent>(events.Count);
        foreach (var happened in events)
        {
            var body = Body(space, happened, actor, utc);
            var hash = EventChain.Link(space.LastHash, body);
            stored.Add(new(space.Events + 1, happened.Type, body, space.LastHash, hash));
            space = space with { Events = space.Events + 1, LastHash = hash };
        }

        return (space, stored);
    }

    private static string Body(Space space, SpaceEvent happened, Actor actor, DateTimeOffset utc)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("space", space.Slug.Value);
            writer.WriteNumber("seq", space.Events + 1);
            writer.WriteString("type", happened.Type);
            if (happened.Changeset is { } changeset) writer.WriteNumber("changeset", changeset.Value);
            writer.WriteString("message", happened.Message);
            writer.WriteString("utc", utc.UtcDateTime.ToString(EventChain.TimeFormat, CultureInfo.InvariantCulture));
            writer.WriteString("actor", actor.ToString());
            writer.WriteStartObject("data");
            foreach (var (name, value) in happened.Data.OrderBy(d => d.Key, StringComparer.Ordinal)) writer.WriteString(name, value);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
