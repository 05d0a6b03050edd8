using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Access;

/// <summary>Something that happened to users, roles, tokens or sessions. No secret is ever in it, and no hash of one.</summary>
/// <param name="Type">Such as <c>user.disabled</c>.</param>
/// <param name="Message">One sentence for people.</param>
/// <param name="Data">Facts for programs: texts, sorted by name when stored. Who gave a reason finds it as <c>reason</c>.</param>
public sealed record AccessEvent(string Type, string Message, IReadOnlyDictionary<string, string> Data)
{
    /// <summary>An event with some facts; those without a value are left out.</summary>
    public static AccessEvent Of(string type, string message, params ReadOnlySpan<(string Name, string? Value)> data)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in data)
        {
            if (value is not null) facts[name] = value;
        }

        return new(type, message, facts);
    }

    /// <summary>A token was made.</summary>
    public static AccessEvent TokenCreated(ApiToken token) => Of(
        "token.created",
        $"{token.CreatedBy.Name} made the token '{token.Name}', which acts as {token.Actor.Name}.",
        ("token", token.Name),
        ("actor", token.Actor.ToString()),
        ("scopes", string.Join(' ', token.Scopes.Select(s => s.ToWire()))),
        ("spaces", token.Spaces is null ? Roles.Everywhere : string.Join(' ', token.Spaces)),
        ("expires", token.ExpiresUtc is { } utc ? utc.UtcDateTime.ToString(EventChain.TimeFormat, CultureInfo.InvariantCulture) : null));

    /// <summary>A token was revoked.</summary>
    public static AccessEvent TokenRevoked(string name, Actor by) => Of("token.revoked", $"{by.Name} revoked the token '{name}'.", ("token", name));
}

/// <summary>An access event as stored: its body is what the chain's hashes are over.</summary>
public sealed record StoredAccessEvent(long Seq, string Type, string Body, string PrevHash, string Hash);

/// <summary>Where the chain of access events stands: how many there are, and the hash of the last one.</summary>
public sealed record AccessHead(long Events, string LastHash);

/// <summary>The chain of access events of a store: numbered without gaps, each linked to the one before.</summary>
public static class AccessLog
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Numbers and chains an event.</summary>
    public static StoredAccessEvent Append(AccessHead head, AccessEvent happened, Actor actor, DateTimeOffset utc)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteNumber("seq", head.Events + 1);
            writer.WriteString("type", happened.Type);
            writer.WriteString("message", happened.Message);
            writer.WriteString("utc", utc.UtcDateTime.ToString(EventChain.TimeFormat, CultureInfo.InvariantCulture));
            writer.WriteString("actor", actor.ToString());
            writer.WriteStartObject("data");
            foreach (var (name, value) in happened.Data.OrderBy(d => d.Key, StringComparer.Ordinal)) writer.WriteString(name, value);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        var body = Encoding.UTF8.GetString(buffer.ToArray());
        return new(head.Events + 1, happened.Type, body, head.LastHash, EventChain.Link(head.LastHash, body));
    }
}
