using System.Security.Cryptography;
using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Runs.Attestations;

/// <summary>Signs bytes; where the key lives is the implementer's.</summary>
public interface ISigner
{
    /// <summary>SHA-256 of the public key as SPKI DER, in hexadecimal.</summary>
    string KeyId { get; }

    /// <summary>An ECDSA signature over P-256 and SHA-256, in ASN.1 DER (RFC 3279), which is what DSSE verifiers expect for this kind of key.</summary>
    byte[] Sign(ReadOnlySpan<byte> message);
}

/// <summary>A key pair in memory: ECDSA over P-256. Private keys are PKCS#8 PEM (RFC 5958, RFC 7468), public ones SPKI PEM (RFC 5280).</summary>
public sealed class SigningKey : ISigner, IDisposable
{
    private readonly ECDsa key;

    private SigningKey(ECDsa key) => this.key = key;

    /// <inheritdoc/>
    public string KeyId => VerificationKey.IdOf(key);

    /// <summary>The private key, for whoever keeps it.</summary>
    public string PrivatePem => key.ExportPkcs8PrivateKeyPem() + "\n";

    /// <summary>The public key, for everybody.</summary>
    public string PublicPem => key.ExportSubjectPublicKeyInfoPem() + "\n";

    /// <summary>Makes a new pair, from the system's own randomness.</summary>
    public static SigningKey Generate() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Reads a private key.</summary>
    /// <exception cref="AttestationRefusedException">The text is no private key on P-256.</exception>
    public static SigningKey FromPem(string pem) => new(VerificationKey.Import(pem, "PRIVATE KEY", "a private key, as 'docsgen key new' writes it"));

    /// <inheritdoc/>
    public byte[] Sign(ReadOnlySpan<byte> message) => key.SignData(message, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();
}

/// <summary>A public key: ECDSA over P-256.</summary>
public sealed class VerificationKey : IDisposable
{
    private const string P256 = "1.2.840.10045.3.1.7";

    private readonly ECDsa key;

    private VerificationKey(ECDsa key) => this.key = key;

    /// <summary>SHA-256 of the public key as SPKI DER, in hexadecimal.</summary>
    public string KeyId => IdOf(key);

    /// <summary>Reads a public key.</summary>
    /// <exception cref="AttestationRefusedException">The text is no public key on P-256.</exception>
    public static VerificationKey FromPem(string pem) => new(Import(pem, "PUBLIC KEY", "a public key, as 'docsgen key new' writes it beside the private one"));

    /// <summary>Whether a signature over bytes is by this key.</summary>
    public bool Verifies(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        key.VerifyData(message, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();

    internal static string IdOf(ECDsa key) => ContentHash.Of(key.ExportSubjectPublicKeyInfo()).Value;

    internal static ECDsa Import(string pem, string label, string wanted)
    {
        if (!PemEncoding.TryFind(pem, out var fields)) throw new AttestationRefusedException($"this is no PEM text; it should be {wanted}.");
        var found = pem[fields.Label];
        if (found != label) throw new AttestationRefusedException($"this holds {found}, where {label} belongs; it should be {wanted}.");
        var read = ECDsa.Create();
        try
        {
            read.ImportFromPem(pem);
            if (read.ExportParameters(includePrivateParameters: false).Curve.Oid?.Value == P256) return read;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            // Said below: another kind of key and a damaged one need the same thing of the reader.
        }

        read.Dispose();
        throw new AttestationRefusedException($"this is no key on the curve P-256, or it is damaged; it should be {wanted}.");
    }
}
