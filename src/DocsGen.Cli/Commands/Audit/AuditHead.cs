using System.Text.Json;
using DocsGen.Agents;
using DocsGen.Cli.Output;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs.Attestations;

namespace DocsGen.Cli.Commands.Audit;

/// <summary>Where every chain of a store stood at some time: a short text to keep elsewhere. Whoever changes the store later cannot change that.</summary>
/// <param name="Utc">When.</param>
/// <param name="Chains">Name, number of events, and the hash of the last one.</param>
internal sealed record AuditHead(string Utc, IReadOnlyList<(string Chain, long Events, string Hash)> Chains)
{
    public const string PayloadType = "application/vnd.docsgen.audit-head+json";

    private const string Kind = "docsgen.audit-head";
    private const int MaxBytes = 64 * 1024 * 1024;

    public static AuditHead Of(IReadOnlyList<AuditChain> chains, DateTimeOffset now) => new(RunJson.Time(now), [.. chains.Select(c => (c.Name, (long)c.Events.Count, c.Events.Count == 0 ? "" : c.Events[^1].Hash))]);

    public void Write(Utf8JsonWriter json)
    {
        json.WriteString("utc", Utc);
        json.WriteStartArray("chains");
        foreach (var (chain, events, hash) in Chains)
        {
            json.WriteStartObject();
            json.WriteString("chain", chain);
            json.WriteNumber("events", events);
            json.WriteString("hash", hash);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>As a file.</summary>
    public byte[] ToBytes()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new() { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("kind", Kind);
            Write(json);
            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    /// <summary>Reads a file, signed or not.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">The key that must have signed it; null to take it as it is.</param>
    /// <exception cref="CliError">It is no such file, or not signed by the key.</exception>
    public static AuditHead Read(string path, VerificationKey? key)
    {
        var bytes = RegularFile.Read(path, MaxBytes);
        try
        {
            using var outer = JsonDocument.Parse(bytes);
            var isSigned = outer.RootElement.TryGetProperty("payloadType", out _);
            if (key is null && !isSigned) return Read(outer.RootElement, path);
            if (!isSigned) throw new CliError("audit.not_signed", $"{path} is not signed.", ExitCodes.GateFailed);
            var envelope = DsseEnvelope.Read(bytes);
            var message = DsseEnvelope.PreAuthEncoding(envelope.PayloadType, envelope.Payload.Span);
            if (envelope.PayloadType != PayloadType || (key is not null && !envelope.Signatures.Any(s => key.Verifies(message, s.Bytes.Span)))) throw new CliError("audit.not_signed", $"{path} is not signed by that key, or holds something else.", ExitCodes.GateFailed);
            using var inner = JsonDocument.Parse(envelope.Payload);
            return Read(inner.RootElement, path);
        }
        catch (Exception exception) when (exception is JsonException or AttestationRefusedException or KeyNotFoundException or InvalidOperationException)
        {
            throw Odd(path);
        }
    }

    /// <summary>What a store has lost or changed since: a sentence each.</summary>
    public IEnumerable<string> Missing(IReadOnlyList<AuditChain> now)
    {
        var there = now.ToDictionary(c => c.Name, c => c.Events, StringComparer.Ordinal);
        foreach (var (chain, events, hash) in Chains.Where(c => c.Events > 0))
        {
            var found = there.GetValueOrDefault(chain) ?? (IReadOnlyList<ChainLink>)[];
            if (found.Count < events) yield return $"{chain}: {events} events were there at {Utc}, {found.Count} are left";
            else if (found[(int)events - 1].Hash != hash) yield return $"{chain}: event {events} is not the one that was there at {Utc}";
        }
    }

    private static AuditHead Read(JsonElement root, string path) => root.TryGetProperty("kind", out var kind) && kind.ValueEquals(Kind)
        ? new(root.GetProperty("utc").GetString()!, [.. root.GetProperty("chains").EnumerateArray().Select(c => (c.GetProperty("chain").GetString()!, c.GetProperty("events").GetInt64(), c.GetProperty("hash").GetString()!))])
        : throw Odd(path);

    private static CliError Odd(string path) => CliError.Usage("audit.no_head", $"{path} is no audit head, as 'docsgen audit head' writes it.");
}
