using System.Security.Cryptography;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Artifacts.Zip;

namespace DocsGen.Core.Runs.Attestations;

/// <summary>What a check of a bundle against its attestation found.</summary>
/// <param name="Attested">What the attestation says; null where it was refused before it was believed.</param>
/// <param name="Problems">What is wrong; empty for a proved bundle.</param>
public sealed record AttestationResult(AttestedBundle? Attested, IReadOnlyList<string> Problems);

/// <summary>
/// Proves a bundle by its attestation and a public key, without a store: signature first, and nothing of the payload is believed before it holds; then payload and
/// statement type, then the bundle's own hash, then every file in it against the statement's list.
/// </summary>
public static class AttestationCheck
{
    /// <summary>Checks a bundle; that its bytes are sound as a zip is <see cref="BundleCheck"/>'s to say.</summary>
    /// <param name="bundle">Seekable; stays open.</param>
    /// <param name="attestation">The envelope as a file; seekable.</param>
    /// <param name="key">The key that must have signed.</param>
    public static AttestationResult Check(Stream bundle, Stream attestation, VerificationKey key)
    {
        AttestedBundle attested;
        try
        {
            var envelope = DsseEnvelope.Read(Bytes(attestation));
            RequireSignature(envelope, key);
            attested = AttestedBundle.Read(envelope);
        }
        catch (AttestationRefusedException refused)
        {
            return new(null, [refused.Sentence.TrimEnd('.')]);
        }

        var problems = new List<string>();
        bundle.Position = 0;
        var hash = ContentHash.FromDigest(SHA256.HashData(bundle));
        if (hash != attested.Hash) problems.Add($"the attestation is of {attested.Name} of {attested.Run} with sha256 {attested.Hash}, and this file has another");
        CompareFiles(bundle, attested, problems);
        return new(attested, problems);
    }

    private static byte[] Bytes(Stream attestation)
    {
        if (attestation.Length > DsseEnvelope.MaxBytes) throw new AttestationRefusedException($"the attestation has {attestation.Length} bytes; at most {DsseEnvelope.MaxBytes} are read.");
        var bytes = new byte[attestation.Length];
        attestation.ReadExactly(bytes);
        return bytes;
    }

    private static void RequireSignature(DsseEnvelope envelope, VerificationKey key)
    {
        var signed = DsseEnvelope.PreAuthEncoding(envelope.PayloadType, envelope.Payload.Span);
        // The key id is a hint that nobody signed: what counts is that the signature holds.
        if (envelope.Signatures.Any(s => key.Verifies(signed, s.Bytes.Span))) return;
        if (envelope.Signatures.Any(s => s.KeyId == key.KeyId))
        {
            throw new AttestationRefusedException($"the signature by key {key.KeyId[..12]} does not hold: what it signed was changed.");
        }

        var others = string.Join(", ", envelope.Signatures.Select(s => s.KeyId is { Length: >= 12 } id ? id[..12] : "a key without a name"));
        throw new AttestationRefusedException($"it is not signed by key {key.KeyId[..12]}, but by {others}.");
    }

    private static void CompareFiles(Stream bundle, AttestedBundle attested, List<string> problems)
    {
        ZipReader zip;
        try
        {
            zip = ZipReader.Open(bundle, new());
        }
        catch (ZipRefusedException)
        {
            // That it is no sound zip is said elsewhere, and then there is nothing to compare.
            return;
        }

        foreach (var entry in zip.Entries.Where(e => attested.Files.ContainsKey(e.Name)))
        {
            if (HashOf(zip, entry) is { } hash && hash != attested.Files[entry.Name]) problems.Add($"{entry.Name}: changed; the attestation says {attested.Files[entry.Name].Short}, the zip holds {hash.Short}");
        }

        var there = zip.Entries.Select(e => e.Name).ToHashSet(StringComparer.Ordinal);
        problems.AddRange(attested.Files.Keys.Where(n => !there.Contains(n)).Order(StringComparer.Ordinal).Select(n => $"{n}: missing from the zip"));
        problems.AddRange(there.Where(n => !attested.Files.ContainsKey(n)).Order(StringComparer.Ordinal).Select(n => $"{n}: in the zip, and the attestation does not name it"));
    }

    private static ContentHash? HashOf(ZipReader zip, ZipEntry entry)
    {
        try
        {
            return ContentHash.Of(zip.Read(entry));
        }
        catch (ZipRefusedException)
        {
            // A checksum that does not match is said by the check of the zip itself.
            return null;
        }
    }
}
