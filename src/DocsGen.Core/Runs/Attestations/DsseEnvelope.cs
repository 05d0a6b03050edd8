using System.Globalization;
using System.Text;
using System.Text.Json;
using DocsGen.Core.Formulas;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Runs.Attestations;

/// <summary>One signature of an envelope.</summary>
/// <param name="KeyId">A hint at the key, which nobody signed; null where the envelope gives none.</param>
/// <param name="Bytes">The signature itself.</param>
public sealed record DsseSignature(string? KeyId, ReadOnlyMemory<byte> Bytes);

/// <summary>
/// A signed payload: DSSE, protocol version 1 (https://github.com/secure-systems-lab/dsse). What is signed is not the JSON of the envelope but the
/// bytes of <see cref="PreAuthEncoding"/>, so that nothing depends on how JSON is laid out.
/// </summary>
/// <param name="PayloadType">What the payload is.</param>
/// <param name="Payload">The bytes that are signed, with their type.</param>
/// <param name="Signatures">At least one, at most <see cref="MaxSignatures"/>.</param>
public sealed record DsseEnvelope(string PayloadType, ReadOnlyMemory<byte> Payload, IReadOnlyList<DsseSignature> Signatures)
{
    /// <summary>The most bytes that an envelope may have.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    /// <summary>The most signatures that are looked at.</summary>
    public const int MaxSignatures = 16;

    /// <summary>The payload type of in-toto statements.</summary>
    public const string InTotoPayload = "application/vnd.in-toto+json";

    /// <summary>The bytes that are signed: <c>DSSEv1 LENGTH TYPE LENGTH PAYLOAD</c>, lengths in bytes and decimal.</summary>
    public static byte[] PreAuthEncoding(string payloadType, ReadOnlySpan<byte> payload)
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"DSSEv1 {Encoding.UTF8.GetByteCount(payloadType)} {payloadType} {payload.Length} ");
        return [.. Encoding.UTF8.GetBytes(head), .. payload];
    }

    /// <summary>Signs a payload.</summary>
    public static DsseEnvelope Sign(string payloadType, ReadOnlyMemory<byte> payload, ISigner signer) =>
        new(payloadType, payload, [new(signer.KeyId, signer.Sign(PreAuthEncoding(payloadType, payload.Span)))]);

    /// <summary>Reads an envelope from outside. Fields that DSSE does not name are ignored, as its specification asks; those that it names must be there.</summary>
    /// <exception cref="AttestationRefusedException">It is too large, no JSON, holds a property twice, or lacks a field.</exception>
    public static DsseEnvelope Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MaxBytes) throw new AttestationRefusedException($"the attestation has {bytes.Length} bytes; at most {MaxBytes} are read.");
        using var document = Parse(bytes, "the attestation");
        var root = document.RootElement;
        var type = Text(root, "payloadType");
        var payload = FromBase64(Text(root, "payload"), "payload");
        if (!root.TryGetProperty("signatures", out var list) || list.ValueKind != JsonValueKind.Array) throw new AttestationRefusedException("the attestation has no list 'signatures'.");
        if (list.GetArrayLength() is 0 or > MaxSignatures)
        {
            throw new AttestationRefusedException($"the attestation has {list.GetArrayLength()} signatures; there must be 1 to {MaxSignatures}.");
        }

        return new(type, payload, [.. list.EnumerateArray().Select(ReadSignature)]);
    }

    /// <summary>The envelope as a file: JSON, two spaces, LF.</summary>
    public byte[] ToBytes() => CanonicalJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("payloadType", PayloadType);
        json.WriteBase64String("payload", Payload.Span);
        json.WriteStartArray("signatures");
        foreach (var signature in Signatures)
        {
            json.WriteStartObject();
            if (signature.KeyId is not null) json.WriteString("keyid", signature.KeyId);
            json.WriteBase64String("sig", signature.Bytes.Span);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>Parses JSON from outside by the limits of all JSON, without the liberties of files that people write.</summary>
    internal static JsonDocument Parse(ReadOnlyMemory<byte> bytes, string what)
    {
        try
        {
            var options = JsonText.HandWritten with { AllowTrailingCommas = false, CommentHandling = JsonCommentHandling.Disallow };
            var document = JsonDocument.Parse(bytes, options);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
            document.Dispose();
            throw new AttestationRefusedException($"{what} is no JSON object.");
        }
        catch (JsonException exception)
        {
            throw new AttestationRefusedException($"{what} is no sound JSON: it stops making sense at {JsonText.Place(exception)}, or holds a property twice there.");
        }
    }

    private static DsseSignature ReadSignature(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object) throw new AttestationRefusedException("a signature of the attestation is no object.");
        var keyId = element.TryGetProperty("keyid", out var id) && id.ValueKind == JsonValueKind.String ? JsonText.Of(id) : null;
        return new(keyId, FromBase64(Text(element, "sig"), "sig"));
    }

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && JsonText.Of(value) is { } text
            ? text
            : throw new AttestationRefusedException($"the attestation has no text '{name}'.");

    // The specification lets writers choose between the two alphabets of base64.
    private static byte[] FromBase64(string text, string name)
    {
        try
        {
            return Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/'));
        }
        catch (FormatException)
        {
            throw new AttestationRefusedException($"'{name}' of the attestation is no base64.");
        }
    }
}
