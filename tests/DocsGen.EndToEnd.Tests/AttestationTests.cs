using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using DocsGen.Core.Runs.Attestations;

namespace DocsGen.EndToEnd.Tests;

/// <summary>What strangers may do to a bundle and its attestation, through the real program and without its store.</summary>
public sealed class AttestationTests
{
    [Fact]
    public void A_changed_byte_a_missing_an_extra_and_a_replaced_file_a_wrong_key_and_another_runs_statement_are_refused()
    {
        using var folder = new TempFolder();
        Attested(folder, "task-board", "one");
        Attested(folder, "minimal", "two");
        Product.Run(folder.Path, "key", "new", "--out", "other.pem").ShouldExit(0);
        foreach (var store in Directory.GetDirectories(folder.Path)) Directory.Delete(store, recursive: true);
        Verify(folder, "one.zip", "one.json", "k.pem.pub").ShouldExit(0).Output.ShouldContain(", every file as stated");

        var bytes = File.ReadAllBytes(folder["one.zip"]);
        bytes[2000] ^= 1;
        File.WriteAllBytes(folder["byte.zip"], bytes);
        var changed = Verify(folder, "byte.zip", "one.json", "k.pem.pub").ShouldExit(3).Output;
        changed.ShouldContain("and this file has another");
        changed.ShouldContain("is damaged: its checksum does not match");

        Repack(folder, "missing.zip", zip => zip.GetEntry("task-board.md")!.Delete());
        Verify(folder, "missing.zip", "one.json", "k.pem.pub").ShouldExit(3).Output.ShouldContain("    task-board.md: missing from the zip\n");
        Repack(folder, "extra.zip", zip => Write(zip, "extra.md", "# Extra\n"));
        Verify(folder, "extra.zip", "one.json", "k.pem.pub").ShouldExit(3).Output.ShouldContain("    extra.md: in the zip, and the attestation does not name it\n");
        Repack(folder, "replaced.zip", zip =>
        {
            zip.GetEntry("task-board.md")!.Delete();
            Write(zip, "task-board.md", "# Other\n");
        });
        Verify(folder, "replaced.zip", "one.json", "k.pem.pub").ShouldExit(3).Output.ShouldContain("    task-board.md: changed; the attestation says ");

        Verify(folder, "one.zip", "one.json", "other.pem.pub").ShouldExit(3).Output.ShouldContain("    it is not signed by key ");
        Verify(folder, "one.zip", "two.json", "k.pem.pub").ShouldExit(3).Output.ShouldContain("    the attestation is of link-shelf-documentation-bundle.zip of ");
    }

    [Fact]
    public void An_envelope_that_was_tampered_with_is_refused()
    {
        using var folder = new TempFolder();
        Attested(folder, "minimal", "one");
        var good = File.ReadAllText(folder["one.json"]);
        var envelope = DsseEnvelope.Read(Encoding.UTF8.GetBytes(good));
        var payload = Encoding.UTF8.GetString(envelope.Payload.Span);
        Refused("the signature by key ", Encoding.UTF8.GetString((envelope with { Payload = Encoding.UTF8.GetBytes(payload.Replace("batch", "BATCH", StringComparison.Ordinal)) }).ToBytes()));
        Refused("the signature by key ", good.Replace("application/vnd.in-toto+json", "text/plain", StringComparison.Ordinal));
        Refused("it is not signed by key ", Encoding.UTF8.GetString((envelope with { Signatures = [new("00", new byte[] { 1, 2 }), new(null, new byte[70])] }).ToBytes()));
        Refused("the attestation has no text 'payload'", good.Replace("\"payload\"", "\"body\"", StringComparison.Ordinal));
        Refused("the attestation is no sound JSON: ", good.Replace("\"payloadType\"", "\"payload\": \"\", \"payloadType\"", StringComparison.Ordinal));
        Refused("the attestation has 84", good + new string(' ', 8 * 1024 * 1024));

        void Refused(string sentence, string text)
        {
            File.WriteAllText(folder["bad.json"], text);
            Verify(folder, "one.zip", "bad.json", "k.pem.pub").ShouldExit(3).Output.ShouldContain($"    {sentence}", customMessage: sentence);
        }
    }

    [Fact]
    public void The_signature_verifies_by_another_program_too_which_needs_openssl()
    {
        using var folder = new TempFolder();
        Attested(folder, "minimal", "one");
        using var json = JsonDocument.Parse(File.ReadAllBytes(folder["one.json"]));
        var payload = json.RootElement.GetProperty("payload").GetBytesFromBase64();
        // By hand, and not by the code that signed.
        File.WriteAllBytes(folder["signed"], [.. Encoding.ASCII.GetBytes($"DSSEv1 28 application/vnd.in-toto+json {payload.Length} "), .. payload]);
        File.WriteAllBytes(folder["signature"], json.RootElement.GetProperty("signatures")[0].GetProperty("sig").GetBytesFromBase64());
        Openssl(folder, "dgst", "-sha256", "-verify", "k.pem.pub", "-signature", "signature", "signed").ShouldExit(0).Output.ShouldBe("Verified OK\n");
        Openssl(folder, "ec", "-in", "k.pem", "-pubout", "-out", "derived.pub").ShouldExit(0);
        File.ReadAllText(folder["derived.pub"]).ShouldBe(File.ReadAllText(folder["k.pem.pub"]));
    }

    private static void Attested(TempFolder folder, string sample, string name)
    {
        if (!File.Exists(folder["k.pem"])) Product.Run(folder.Path, "key", "new", "--out", "k.pem").ShouldExit(0);
        Product.Run(folder.Path, "run", "start", Product.Sample(sample), "--review-mode", "batch", "--store", $"store-{name}").ShouldExit(0);
        Product.Run(folder.Path, "run", "attest", "--key", "k.pem", "-o", $"{name}.json", "--store", $"store-{name}").ShouldExit(0);
        Product.Run(folder.Path, "run", "bundle", "-o", $"{name}.zip", "--store", $"store-{name}").ShouldExit(0);
        Product.Run(folder.Path, "verify", "--store", $"store-{name}").ShouldExit(0);
    }

    private static Finished Verify(TempFolder folder, string zip, string attestation, string key) =>
        Product.Run(folder.Path, "verify", zip, "--attestation", attestation, "--key", key);

    private static void Repack(TempFolder folder, string name, Action<ZipArchive> change)
    {
        File.Copy(folder["one.zip"], folder[name]);
        using var zip = ZipFile.Open(folder[name], ZipArchiveMode.Update);
        change(zip);
    }

    private static void Write(ZipArchive zip, string name, string text)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name, CompressionLevel.NoCompression).Open());
        writer.Write(text);
    }

    private static Finished Openssl(TempFolder folder, params string[] args)
    {
        var info = new ProcessStartInfo("openssl", args) { WorkingDirectory = folder.Path, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        return Product.Finish(Process.Start(info)!);
    }
}
