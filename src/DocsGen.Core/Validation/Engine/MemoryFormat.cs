using System.Security.Cryptography;
using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation;

/// <summary>
/// The bytes of a <see cref="ValidationMemory"/>: eight bytes of name and version, the SHA-256 of the rest, the rest as <see cref="MemoryWriter"/> writes it.
/// Each file is a block by itself, a <see cref="RememberedFile"/>.
/// </summary>
internal static class MemoryFormat
{
    // Bytes for how long its key and its block are, at most.
    private const int LengthsOfFile = 10;

    // A memory that is larger than this begins with a buffer of this size, which grows as it is written.
    private const int MostAtOnce = 256 * 1024 * 1024;

    private const int HeaderLength = 8 + SHA256.HashSizeInBytes;

    private static ReadOnlySpan<byte> Header => "DGVMEM04"u8;

    /// <summary>The part after the header; empty when the header or the hash does not fit.</summary>
    public static ReadOnlyMemory<byte> Body(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < HeaderLength || !bytes.Span.StartsWith(Header)) return default;
        var body = bytes[HeaderLength..];
        return SHA256.HashData(body.Span).AsSpan().SequenceEqual(bytes.Span[8..HeaderLength]) ? body : default;
    }

    public static byte[] Write(string key, IReadOnlyCollection<KeyValuePair<string, ReadOnlyMemory<byte>>> files, ValidationResult? verdict, IReadOnlyList<KeyValuePair<string, bool>> outside)
    {
        using var writer = new MemoryWriter((int)Math.Min(MostAtOnce, HeaderLength + files.Sum(f => (long)f.Key.Length + f.Value.Length + LengthsOfFile)));
        writer.Raw(new byte[HeaderLength]);
        writer.Text(key);
        writer.Number(files.Count);
        foreach (var (fileKey, file) in files)
        {
            writer.Text(fileKey);
            writer.Block(file.Span);
        }

        writer.Flag(verdict is not null);
        if (verdict is not null) Put(writer, verdict);
        writer.Number(outside.Count);
        foreach (var (path, exists) in outside)
        {
            writer.Text(path);
            writer.Flag(exists);
        }

        var bytes = writer.ToArray();
        Header.CopyTo(bytes);
        SHA256.HashData(bytes.AsSpan(HeaderLength), bytes.AsSpan(8));
        return bytes;
    }

    /// <summary>Reads it, but for the files, which are only found. <see cref="ValidationMemory.Empty"/> when the bytes make no sense.</summary>
    public static ValidationMemory ReadMemory(ReadOnlyMemory<byte> body)
    {
        var reader = new MemoryReader(body);
        var key = reader.Text();
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        for (var count = reader.Count(); count > 0; count--) files.TryAdd(reader.Text(), reader.Block());
        var verdict = reader.Flag() ? ReadVerdict(ref reader) : null;
        var outside = new List<KeyValuePair<string, bool>>();
        for (var count = reader.Count(); count > 0; count--) outside.Add(new(reader.Text(), reader.Flag()));
        return reader.Failed || !reader.AtEnd ? ValidationMemory.Empty : new(key, files, verdict, outside);
    }

    private static void Put(MemoryWriter writer, ValidationResult verdict)
    {
        writer.Number(verdict.Issues.Count);
        foreach (var issue in verdict.Issues)
        {
            writer.Text(issue.Rule);
            writer.Number((int)issue.Severity);
            writer.NullableText(issue.File);
            writer.Location(new(issue.Line, issue.Column));
            writer.Text(issue.Message);
            writer.Text(issue.Fingerprint);
        }

        writer.Flag(verdict.Completeness is not null);
        if (verdict.Completeness is not { } completeness) return;
        writer.Double(completeness.Threshold);
        writer.Number(completeness.Categories.Count);
        foreach (var category in completeness.Categories)
        {
            writer.Text(category.Category);
            writer.Number(category.Items.Count);
            foreach (var item in category.Items)
            {
                writer.Text(item.Name);
                writer.Text(item.JsonPath);
                writer.NullableText(item.FoundIn);
            }
        }
    }

    private static ValidationResult ReadVerdict(ref MemoryReader reader)
    {
        var issues = new List<Issue>();
        for (var count = reader.Count(); count > 0; count--)
        {
            var (rule, severity, file, at) = (reader.Text(), ReadSeverity(ref reader), reader.NullableText(), reader.Location());
            issues.Add(new(rule, severity, file, at.Line, at.Column, reader.Text(), reader.Text()));
        }

        if (!reader.Flag()) return new(issues, null);
        var threshold = reader.Double();
        var categories = new List<CategoryCoverage>();
        for (var count = reader.Count(); count > 0; count--)
        {
            var name = reader.Text();
            var items = new List<RequirementCoverage>();
            for (var left = reader.Count(); left > 0; left--) items.Add(new(reader.Text(), reader.Text(), reader.NullableText()));
            categories.Add(new(name, items));
        }

        return new(issues, new(categories, threshold));
    }

    public static Severity ReadSeverity(ref MemoryReader reader) => (Severity)reader.Number((int)Severity.Info);
}
