using System.Text;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Artifacts.Zip;
using DocsGen.Core.Runs.Attestations;

namespace DocsGen.Core.Tests.Runs.Attestations;

/// <summary>Statements that only a holder of the key could make, and that are wrong nevertheless; the end-to-end tests have those of strangers.</summary>
public sealed class AttestationCheckTests : IDisposable
{
    private readonly SigningKey signer = SigningKey.Generate();
    private readonly VerificationKey key;

    public AttestationCheckTests() => key = VerificationKey.FromPem(signer.PublicPem);

    public void Dispose()
    {
        signer.Dispose();
        key.Dispose();
    }

    [Fact]
    public void A_bundle_that_is_as_stated_is_proved()
    {
        var zip = Zip(("a.md", "one"), ("b.md", "two"));
        var result = Check(zip, Statement(zip, ("a.md", "one"), ("b.md", "two")));
        result.Problems.ShouldBeEmpty();
        result.Attested!.Run.ShouldBe("run_2026_01_02_0001");
        result.Attested.Name.ShouldBe("sample.zip");
    }

    [Fact]
    public void Each_changed_missing_and_extra_file_is_named()
    {
        var zip = Zip(("a.md", "one"), ("b.md", "two"), ("d.md", "four"));
        Check(zip, Statement(zip, ("a.md", "ONE"), ("b.md", "two"), ("c.md", "three"))).Problems.ShouldBe(
        [
            $"a.md: changed; the attestation says {ContentHash.Of("ONE").Short}, the zip holds {ContentHash.Of("one").Short}",
            "c.md: missing from the zip",
            "d.md: in the zip, and the attestation does not name it",
        ]);
    }

    [Fact]
    public void A_statement_of_another_bundle_with_the_same_files_is_refused()
    {
        var other = Zip(("a.md", "one"), ("b.md", "two"));
        Check(Zip(("a.md", "one")), Statement(other, ("a.md", "one"))).Problems.ShouldBe(
            [$"the attestation is of sample.zip of run_2026_01_02_0001 with sha256 {ContentHash.Of(other)}, and this file has another"]);
    }

    [Theory]
    [InlineData("https://in-toto.io/Statement/v1", "https://in-toto.io/Statement/v0.1", "'_type' of the statement is 'https://in-toto.io/Statement/v0.1'; it should be 'https://in-toto.io/Statement/v1'")]
    [InlineData("https://slsa.dev/provenance/v1", "https://example.com/other", "'predicateType' of the statement is 'https://example.com/other'; it should be 'https://slsa.dev/provenance/v1'")]
    [InlineData("urn:docsgen:run:v1", "urn:other", "'buildType' of the statement is 'urn:other'; it should be 'urn:docsgen:run:v1'")]
    [InlineData("\"files\"", "\"filez\"", "the statement has no list 'files'")]
    [InlineData("\"subject\"", "\"subjects\"", "the statement has no list 'subject'")]
    [InlineData("\"invocationId\"", "\"id\"", "the statement has no text 'invocationId'")]
    [InlineData("\"sha256\"", "\"sha512\"", "the statement has no text 'sha256'")]
    [InlineData("\"metadata\":", "\"metadata\":1,\"metadata\":", "or holds a property twice there")]
    [InlineData("\"name\":\"b.md\"", "\"name\":\"a.md\"", "the statement names the file 'a.md' twice")]
    public void A_signed_statement_of_another_form_is_refused(string what, string by, string sentence)
    {
        var zip = Zip(("a.md", "one"), ("b.md", "two"));
        Check(zip, Statement(zip, ("a.md", "one"), ("b.md", "two")).Replace(what, by, StringComparison.Ordinal)).Problems.ShouldHaveSingleItem().ShouldContain(sentence);
    }

    [Fact]
    public void A_payload_of_another_type_is_refused_although_its_signature_holds()
    {
        var zip = Zip(("a.md", "one"));
        var envelope = DsseEnvelope.Sign("text/plain", Encoding.UTF8.GetBytes(Statement(zip, ("a.md", "one"))), signer);
        Check(zip, envelope).Problems.ShouldBe(["its payload is 'text/plain'; it should be 'application/vnd.in-toto+json'"]);
    }

    [Fact]
    public void Of_several_signatures_one_by_the_key_is_enough_and_none_is_refused()
    {
        using var other = SigningKey.Generate();
        var zip = Zip(("a.md", "one"));
        var ours = Sign(Statement(zip, ("a.md", "one")), signer);
        var theirs = Sign(Statement(zip, ("a.md", "one")), other);
        Check(zip, ours with { Signatures = [theirs.Signatures[0], ours.Signatures[0]] }).Problems.ShouldBeEmpty();
        Check(zip, ours with { Signatures = [theirs.Signatures[0], new(null, new byte[] { 1 })] }).Problems.ShouldBe(
            [$"it is not signed by key {key.KeyId[..12]}, but by {other.KeyId[..12]}, a key without a name"]);
        // Who signs with another key and writes our key's name beside it has signed nothing.
        Check(zip, ours with { Signatures = [theirs.Signatures[0] with { KeyId = key.KeyId }] }).Problems.ShouldBe(
            [$"the signature by key {key.KeyId[..12]} does not hold: what it signed was changed"]);
    }

    [Fact]
    public void An_attestation_that_is_too_large_is_not_even_read()
    {
        using var huge = new MemoryStream(new byte[DsseEnvelope.MaxBytes + 1]);
        AttestationCheck.Check(new MemoryStream(Zip(("a.md", "one"))), huge, key).Problems.ShouldBe(["the attestation has 8388609 bytes; at most 8388608 are read"]);
    }

    private static DsseEnvelope Sign(string statement, ISigner by) => DsseEnvelope.Sign(DsseEnvelope.InTotoPayload, Encoding.UTF8.GetBytes(statement), by);

    private AttestationResult Check(byte[] zip, string statement) => Check(zip, Sign(statement, signer));

    private AttestationResult Check(byte[] zip, DsseEnvelope envelope) => AttestationCheck.Check(new MemoryStream(zip), new MemoryStream(envelope.ToBytes()), key);

    private static byte[] Zip(params (string Name, string Text)[] files)
    {
        using var output = new MemoryStream();
        var entries = files.Select(f => new BundleEntry(f.Name, _ => ValueTask.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(f.Text))))).ToList();
        BundleWriter.WriteAsync(entries, output, default).AsTask().GetAwaiter().GetResult();
        return output.ToArray();
    }

    private static string Statement(byte[] zip, params (string Name, string Text)[] files)
    {
        static string Descriptor(string name, ContentHash hash) => $$"""{"name":"{{name}}","digest":{"sha256":"{{hash}}"} }""";
        var list = string.Join(',', files.Select(f => Descriptor(f.Name, ContentHash.Of(f.Text))));
        return """{"_type":"https://in-toto.io/Statement/v1","subject":[SUBJECT],"predicateType":"https://slsa.dev/provenance/v1",""".Replace("SUBJECT", Descriptor("sample.zip", ContentHash.Of(zip)), StringComparison.Ordinal)
            + """ "predicate":{"buildDefinition":{"buildType":"urn:docsgen:run:v1"},"runDetails":{"metadata":{"invocationId":"run_2026_01_02_0001"}},"docsgen_run":{"files":["""
            + list + "]}}}";
    }
}
