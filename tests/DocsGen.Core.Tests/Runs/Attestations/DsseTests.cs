using System.Formats.Asn1;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using DocsGen.Core.Runs.Attestations;

namespace DocsGen.Core.Tests.Runs.Attestations;

/// <summary>The format against the examples of its own specification, and against what strangers may send.</summary>
public sealed class DsseTests
{
    private const string Type = "http://example.com/HelloWorld";

    // The example of https://github.com/secure-systems-lab/dsse/blob/master/protocol.md, which gives its signature as r and s side by side.
    private const string SpecEnvelope =
        """
        {"payload": "aGVsbG8gd29ybGQ=",
         "payloadType": "http://example.com/HelloWorld",
         "signatures": [{"sig": "A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA=="}]}
        """;

    [Theory]
    [InlineData("http://example.com/HelloWorld", "hello world", "DSSEv1 29 http://example.com/HelloWorld 11 hello world")]
    [InlineData("", "", "DSSEv1 0  0 ")]
    [InlineData("é", "ü ß", "DSSEv1 2 é 5 ü ß")]
    public void What_is_signed_is_type_and_payload_with_their_lengths_in_bytes(string type, string payload, string signed) =>
        Encoding.UTF8.GetString(DsseEnvelope.PreAuthEncoding(type, Encoding.UTF8.GetBytes(payload))).ShouldBe(signed);

    [Fact]
    public void The_example_of_the_specification_verifies_by_its_key()
    {
        using var ecdsa = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new() { X = Number("46950820868899156662930047687818585632848591499744589407958293238635476079160"), Y = Number("5640078356564379163099075877009565129882514886557779369047442380624545832820") },
        });
        using var key = VerificationKey.FromPem(ecdsa.ExportSubjectPublicKeyInfoPem());
        var envelope = DsseEnvelope.Read(Encoding.UTF8.GetBytes(SpecEnvelope));
        envelope.PayloadType.ShouldBe(Type);
        Encoding.UTF8.GetString(envelope.Payload.Span).ShouldBe("hello world");
        envelope.Signatures.ShouldHaveSingleItem().KeyId.ShouldBeNull();
        var signed = DsseEnvelope.PreAuthEncoding(envelope.PayloadType, envelope.Payload.Span);
        key.Verifies(signed, ToDer(envelope.Signatures[0].Bytes.ToArray())).ShouldBeTrue();
        key.Verifies([.. signed, (byte)'!'], ToDer(envelope.Signatures[0].Bytes.ToArray())).ShouldBeFalse();
        key.Verifies(signed, envelope.Signatures[0].Bytes.Span).ShouldBeFalse("the two halves side by side are no DER");
    }

    [Fact]
    public void What_one_key_signs_it_alone_verifies_and_the_envelope_reads_back_the_same()
    {
        using var key = SigningKey.Generate();
        using var other = SigningKey.Generate();
        using var mine = VerificationKey.FromPem(key.PublicPem);
        using var theirs = VerificationKey.FromPem(other.PublicPem);
        var envelope = DsseEnvelope.Sign(Type, "hello"u8.ToArray(), SigningKeyAgain(key));
        var read = DsseEnvelope.Read(envelope.ToBytes());
        read.Payload.ToArray().ShouldBe("hello"u8.ToArray());
        read.Signatures.ShouldHaveSingleItem().KeyId.ShouldBe(key.KeyId);
        mine.KeyId.ShouldBe(key.KeyId);
        var signed = DsseEnvelope.PreAuthEncoding(Type, "hello"u8);
        mine.Verifies(signed, read.Signatures[0].Bytes.Span).ShouldBeTrue();
        theirs.Verifies(signed, read.Signatures[0].Bytes.Span).ShouldBeFalse();
        mine.Verifies(signed, "no signature"u8).ShouldBeFalse();
    }

    [Fact]
    public void Fields_that_DSSE_does_not_name_are_ignored_and_either_alphabet_of_base64_is_read()
    {
        var envelope = DsseEnvelope.Read("""{"payload":"-_-_","payloadType":"t","extra":{"a":1},"signatures":[{"sig":"+/+/","more":true}]}"""u8.ToArray());
        envelope.Payload.ToArray().ShouldBe([0xFB, 0xFF, 0xBF]);
        envelope.Signatures[0].Bytes.ToArray().ShouldBe([0xFB, 0xFF, 0xBF]);
    }

    [Theory]
    [InlineData("", "the attestation is no sound JSON: it stops making sense at line 1, column 1, or holds a property twice there.")]
    [InlineData("[]", "the attestation is no JSON object.")]
    [InlineData("""{"payload":"YQ==","payload":"YQ==","payloadType":"t","signatures":[{"sig":"YQ=="}]}""", "twice")]
    [InlineData("""{"payload":"YQ==","type":"t","signatures":[{"sig":"YQ=="}]}""", "the attestation has no text 'payloadType'.")]
    [InlineData("""{"body":"YQ==","payloadType":"t","signatures":[{"sig":"YQ=="}]}""", "the attestation has no text 'payload'.")]
    [InlineData("""{"payload":"YQ==","payloadType":"t","sigs":[{"sig":"YQ=="}]}""", "the attestation has no list 'signatures'.")]
    [InlineData("""{"payload":"YQ==","payloadType":"t","signatures":[{"signature":"YQ=="}]}""", "the attestation has no text 'sig'.")]
    [InlineData("""{"payload":"YQ==","payloadType":"t","signatures":[7]}""", "a signature of the attestation is no object.")]
    [InlineData("""{"payload":"YQ==","payloadType":"t","signatures":[]}""", "the attestation has 0 signatures; there must be 1 to 16.")]
    [InlineData("""{"payload":"Y","payloadType":"t","signatures":[{"sig":"YQ=="}]}""", "'payload' of the attestation is no base64.")]
    [InlineData("""{"payload":7,"payloadType":"t","signatures":[{"sig":"YQ=="}]}""", "the attestation has no text 'payload'.")]
    public void What_lacks_a_field_or_says_it_twice_is_refused(string json, string sentence) =>
        Should.Throw<AttestationRefusedException>(() => DsseEnvelope.Read(Encoding.UTF8.GetBytes(json))).Message.ShouldContain(sentence);

    [Fact]
    public void What_is_too_large_or_has_too_many_signatures_is_refused_before_it_is_parsed_or_checked()
    {
        Should.Throw<AttestationRefusedException>(() => DsseEnvelope.Read(new byte[DsseEnvelope.MaxBytes + 1])).Message.ShouldContain("8388609 bytes; at most 8388608 are read.");
        var many = string.Join(',', Enumerable.Repeat("""{"sig":"YQ=="}""", DsseEnvelope.MaxSignatures + 1));
        Should.Throw<AttestationRefusedException>(() => DsseEnvelope.Read(Encoding.UTF8.GetBytes($$"""{"payload":"YQ==","payloadType":"t","signatures":[{{many}}]}""")))
            .Message.ShouldContain("17 signatures");
    }

    [Fact]
    public void Keys_of_another_kind_are_refused_by_a_sentence_that_says_what_they_are()
    {
        using var key = SigningKey.Generate();
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        Should.Throw<AttestationRefusedException>(() => VerificationKey.FromPem(key.PrivatePem)).Message.ShouldContain("this holds PRIVATE KEY, where PUBLIC KEY belongs");
        Should.Throw<AttestationRefusedException>(() => SigningKey.FromPem(key.PublicPem)).Message.ShouldContain("this holds PUBLIC KEY, where PRIVATE KEY belongs");
        Should.Throw<AttestationRefusedException>(() => SigningKey.FromPem("nothing")).Message.ShouldContain("this is no PEM text");
        Should.Throw<AttestationRefusedException>(() => VerificationKey.FromPem(other.ExportSubjectPublicKeyInfoPem())).Message.ShouldContain("no key on the curve P-256");
        Should.Throw<AttestationRefusedException>(() => SigningKey.FromPem(rsa.ExportPkcs8PrivateKeyPem())).Message.ShouldContain("no key on the curve P-256");
    }

    private static SigningKey SigningKeyAgain(SigningKey key) => SigningKey.FromPem(key.PrivatePem);

    private static byte[] Number(string digits) => BigInteger.Parse(digits, CultureInfo.InvariantCulture).ToByteArray(isUnsigned: true, isBigEndian: true);

    private static byte[] ToDer(byte[] sideBySide)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(new BigInteger(sideBySide.AsSpan(0, 32), isUnsigned: true, isBigEndian: true));
            writer.WriteInteger(new BigInteger(sideBySide.AsSpan(32), isUnsigned: true, isBigEndian: true));
        }

        return writer.Encode();
    }
}
