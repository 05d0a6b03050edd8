using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Artifacts.Zip;

namespace DocsGen.Core.Tests.Artifacts;

public sealed class ZipTests
{
    private const string Accepted = "(accepted)";

    [Fact]
    public async Task A6_a_bundle_is_sorted_stored_and_without_times_whatever_the_order_of_its_files()
    {
        var one = await BundleAsync(("b.md", "two"), ("a.md", "one"), ("ä.md", "three"));
        var two = await BundleAsync(("ä.md", "three"), ("a.md", "one"), ("b.md", "two"));
        one.ShouldBe(two);
        using var zip = new ZipArchive(new MemoryStream(one));
        zip.Entries.Select(e => e.FullName).ShouldBe(["a.md", "b.md", "ä.md"]);
        zip.Entries.ShouldAllBe(e => e.CompressedLength == e.Length);
        zip.Entries.ShouldAllBe(e => e.LastWriteTime.DateTime == new DateTime(1980, 1, 1, 0, 0, 0));
        using var reader = new StreamReader(zip.Entries[2].Open());
        (await reader.ReadToEndAsync()).ShouldBe("three");
    }

    [Fact]
    public async Task A6_the_bytes_of_a_known_bundle_never_change()
    {
        // A change of this value is a change of every bundle's identity: it needs a decision, not an edit.
        var bytes = await BundleAsync(("a.md", "# A\n"), ("b.md", "# B\n"));
        ContentHash.Of(bytes).Value.ShouldBe("547f78aed847d1208a2bc7abcd9f50ca6a13bfc375364a205542456e5164f7d0");
    }

    [Fact]
    public async Task A_bundle_checks_clean_and_a_flipped_byte_does_not()
    {
        var bytes = await BundleAsync(("a.md", "# A\n"), ("b.md", "# B\n"));
        BundleCheck.Check(new MemoryStream(bytes)).Problems.ShouldBeEmpty();
        for (var i = 0; i < bytes.Length; i++)
        {
            var damaged = bytes.ToArray();
            damaged[i] ^= 0x10;
            // Made-by, version-needed, disk and attribute bytes carry no content and are not looked at: every other byte is.
            if (Ignored(bytes, i)) continue;
            BundleCheck.Check(new MemoryStream(damaged)).Problems.ShouldNotBeEmpty($"byte {i} was flipped unnoticed");
        }
    }

    [Theory]
    [InlineData("../escape.txt", "cannot be a path")]
    [InlineData("/abs.txt", "cannot be a path")]
    [InlineData("a\\b.txt", "cannot be a path")]
    [InlineData("con.txt", "reserved")]
    public void A_name_that_escapes_is_refused(string name, string reason) => Refusal(Zip((name, "x"))).ShouldContain(reason);

    [Fact]
    public void Duplicates_are_refused_also_by_case()
    {
        Refusal(Zip(("a.txt", "x"), ("a.txt", "y"))).ShouldContain("twice");
        Refusal(Zip(("a.txt", "x"), ("A.TXT", "y"))).ShouldContain("only by case");
    }

    [Fact]
    public void A_symbolic_link_is_refused()
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true)) zip.CreateEntry("link").ExternalAttributes = unchecked((int)0xA1FF0000);
        Refusal(buffer.ToArray()).ShouldContain("symbolic link");
    }

    [Fact]
    public void Encryption_is_refused()
    {
        var bytes = Zip(("a.txt", "x"));
        bytes[6] |= 1;
        bytes[Directory(bytes) + 8] |= 1;
        Refusal(bytes).ShouldContain("encrypted");
    }

    [Fact]
    public void Headers_that_disagree_are_refused()
    {
        var bytes = Zip(("a.txt", "hello"));
        bytes[30] = (byte)'b';
        Refusal(bytes).ShouldContain("disagree");
    }

    [Fact]
    public void A_wrong_checksum_is_found_on_the_bytes_really_read()
    {
        var bytes = Zip(("a.txt", "hello hello hello hello"));
        var crc = Directory(bytes) + 16;
        bytes[crc] ^= 1;
        bytes[14] ^= 1;
        Refusal(bytes).ShouldContain("checksum");
    }

    [Fact]
    public void An_understated_size_is_found()
    {
        var bytes = Zip(("a.txt", "hello hello hello hello"));
        var size = Directory(bytes) + 24;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(size), 5);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(22), 5);
        Refusal(bytes).ShouldContain("more bytes than its header says");
    }

    [Fact]
    public void Overlapping_entries_are_refused()
    {
        var bytes = Zip(("a.txt", "hello"), ("b.txt", "hello"));
        // Point the second entry of the directory at the first file: a zip bomb's favourite trick.
        var second = Directory(bytes) + 46 + 5;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(second + 42), 0);
        bytes[second + 46] = (byte)'a';
        bytes[30] = (byte)'a';
        Refusal(bytes).ShouldNotBe(Accepted);
    }

    [Fact]
    public void Too_many_too_large_and_too_dense_are_refused()
    {
        Refusal(Zip(("a", "x"), ("b", "x")), new() { MaxEntries = 1 }).ShouldContain("entries");
        Refusal(Zip(("a", new string('x', 100))), new() { MaxFileBytes = 50 }).ShouldContain("unpacks to");
        Refusal(Zip(("a", "12345"), ("b", "12345")), new() { MaxTotalBytes = 8 }).ShouldContain("more than");
        Refusal(Zip(("a", new string('x', 4 << 20)))).ShouldContain("times its size");
    }

    [Fact]
    public void A_zip_cut_anywhere_is_refused_and_never_crashes()
    {
        var bytes = Zip(("a.txt", "hello"), ("folder/b.txt", "world"));
        for (var length = 0; length < bytes.Length; length++) Refusal(bytes[..length]).ShouldNotBe(Accepted);
    }

    [Fact]
    public void A_mutated_zip_is_read_right_or_refused_and_never_crashes()
    {
        var seed = 20260102;
        var random = new SeededBytes(seed);
        var original = Zip(("a.txt", "hello"), ("folder/b.txt", new string('w', 5000)), ("c.md", "# C"));
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = original.ToArray();
            for (var flips = 1 + random.Next(4); flips > 0; flips--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            Should.NotThrow(() => Refusal(bytes), $"seed {seed}, round {round}");
        }
    }

    [Fact]
    public void The_checksum_is_that_of_ISO_3309()
    {
        var crc = new Crc32();
        crc.Append("123"u8);
        crc.Append("456789"u8);
        crc.Value.ShouldBe(0xCBF43926u);
        var whole = new Crc32();
        whole.Append("123456789"u8);
        whole.Value.ShouldBe(0xCBF43926u);
    }

    private static bool Ignored(byte[] bytes, int index)
    {
        var directory = Directory(bytes);
        if (index < directory)
        {
            // Local header: version needed (4-5), time and date (10-13) are the directory's to say.
            var local = index % 38;
            return local is 4 or 5 or (>= 10 and <= 13);
        }

        var end = bytes.Length - 22;
        if (index >= end) return index - end is 4 or 5;
        var central = (index - directory) % 50;
        return central is 4 or 5 or 6 or 7 or 34 or 35 or 36 or 37 or (>= 38 and <= 41);
    }

    private static int Directory(byte[] bytes) => (int)BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(bytes.Length - 6));

    private static string Refusal(byte[] bytes, ZipLimits? limits = null)
    {
        try
        {
            var zip = ZipReader.Open(new MemoryStream(bytes), limits ?? new());
            foreach (var entry in zip.Entries) zip.Read(entry);
            return Accepted;
        }
        catch (ZipRefusedException refused)
        {
            return refused.Message;
        }
    }

    private static byte[] Zip(params (string Name, string Text)[] files)
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return buffer.ToArray();
    }

    private static async Task<byte[]> BundleAsync(params (string Name, string Text)[] files)
    {
        using var output = new MemoryStream();
        var entries = files.Select(f => new BundleEntry(f.Name, _ => ValueTask.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(f.Text)))));
        await BundleWriter.WriteAsync(entries, output, CancellationToken.None);
        return output.ToArray();
    }
}
