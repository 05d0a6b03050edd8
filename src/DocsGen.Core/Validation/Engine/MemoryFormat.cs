using System.Runtime.InteropServices;
using System.Security.Cryptography;
using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation;

/// <summary>
/// The bytes of a <see cref="ValidationMemory"/>: eight bytes of name and version, the SHA-256 of the rest, the rest. Numbers are
/// little-endian; a text is its length and its UTF-16 code units, so that it comes back as it was, whatever it holds.
/// </summary>
internal static class MemoryFormat
{
    private const int HeaderLength = 8 + SHA256.HashSizeInBytes;

    private static ReadOnlySpan<byte> Header => "DGVMEM02"u8;

    /// <summary>The part after the header; empty when the header or the hash does not fit.</summary>
    public static ReadOnlyMemory<byte> Body(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < HeaderLength || !bytes.Span.StartsWith(Header)) return default;
        var body = bytes[HeaderLength..];
        return SHA256.HashData(body.Span).AsSpan().SequenceEqual(bytes.Span[8..HeaderLength]) ? body : default;
    }

    public static byte[] Write(string key, IReadOnlyCollection<KeyValuePair<string, ReadOnlyMemory<byte>>> files, ValidationResult? verdict, IReadOnlyList<KeyValuePair<string, bool>> outside)
    {
        using var stream = new MemoryStream();
        stream.Write(new byte[HeaderLength]);
        using var writer = new BinaryWriter(stream);
        Put(writer, key);
        writer.Write(files.Count);
        foreach (var (fileKey, file) in files)
        {
            Put(writer, fileKey);
            writer.Write(file.Length);
            writer.Write(file.Span);
        }

        writer.Write(verdict is not null);
        if (verdict is not null) Put(writer, verdict);
        writer.Write(outside.Count);
        foreach (var (path, exists) in outside)
        {
            Put(writer, path);
            writer.Write(exists);
        }

        writer.Flush();
        var bytes = stream.ToArray();
        Header.CopyTo(bytes);
        SHA256.HashData(bytes.AsSpan(HeaderLength), bytes.AsSpan(8));
        return bytes;
    }

    /// <summary>The files are only found here; each is read when it is asked for.</summary>
    public static ValidationMemory ReadMemory(ReadOnlyMemory<byte> body, ref MemoryReader reader)
    {
        var key = reader.Text();
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        for (var count = reader.Count(); count > 0; count--)
        {
            var fileKey = reader.Text();
            var length = reader.Count();
            files.TryAdd(fileKey, body.Slice(body.Length - reader.Left, length));
            reader.Skip(length);
        }

        var verdict = reader.Flag() ? ReadVerdict(ref reader) : null;
        var outside = new List<KeyValuePair<string, bool>>();
        for (var count = reader.Count(); count > 0; count--) outside.Add(new(reader.Text(), reader.Flag()));
        return new(key, files, verdict, outside);
    }

    public static byte[] Write(RememberedFile file)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        Put(writer, file);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Null when the bytes are no file's.</summary>
    public static RememberedFile? ReadFile(ReadOnlySpan<byte> bytes)
    {
        var reader = new MemoryReader(bytes);
        var file = ReadFile(ref reader);
        return reader.Failed || !reader.AtEnd ? null : file;
    }

    private static void Put(BinaryWriter writer, RememberedFile file)
    {
        Put(writer, file.Outline.Name);
        writer.Write(file.Issues.Count);
        foreach (var issue in file.Issues)
        {
            Put(writer, issue.Rule);
            writer.Write((int)issue.Severity);
            PutNullable(writer, issue.File);
            Put(writer, issue.At);
            Put(writer, issue.Message);
        }

        writer.Write(file.Outline.Readable);
        writer.Write(file.Outline.Links.Count);
        foreach (var link in file.Outline.Links)
        {
            writer.Write((int)link.Kind);
            Put(writer, link.Target);
            writer.Write(link.Offset);
            writer.Write(link.InQuote);
            writer.Write(link.Text.Length > 0);
            Put(writer, file.Outline.At(link.Offset));
        }

        writer.Write(file.Outline.Headings.Count);
        foreach (var heading in file.Outline.Headings)
        {
            writer.Write(heading.Level);
            Put(writer, heading.Text);
            Put(writer, heading.Anchor);
            writer.Write(heading.Offset);
            writer.Write(heading.InQuote);
        }

        writer.Write(file.Outline.Anchors.Count);
        foreach (var anchor in file.Outline.Anchors) Put(writer, anchor);
    }

    private static RememberedFile ReadFile(ref MemoryReader reader)
    {
        var name = reader.Text();
        var issues = new List<RawIssue>();
        for (var count = reader.Count(); count > 0; count--) issues.Add(new(reader.Text(), ReadSeverity(ref reader), reader.NullableText(), reader.Location(), reader.Text()));

        var readable = reader.Flag();
        var parts = readable ? new MarkdownParts() : MarkdownParts.Unreadable(new(TooComplex: false, default, ""));
        var places = new List<LinkPlace>();
        for (var count = reader.Count(); count > 0; count--)
        {
            var (kind, target, offset, inQuote) = ((LinkKind)reader.Number((int)LinkKind.Html), reader.Text(), reader.Number(), reader.Flag());
            var link = new DocumentLink(kind, target, reader.Flag() ? Outline.Shown : "", offset, inQuote);
            parts.Links.Add(link);
            places.Add(new(link.Offset, reader.Location()));
        }

        for (var count = reader.Count(); count > 0; count--) parts.Headings.Add(new(reader.Number(), reader.Text(), reader.Text(), reader.Number(), reader.Flag()));
        for (var count = reader.Count(); count > 0; count--) parts.Anchors.Add(reader.Text());
        return new(issues, Outline.Of(name, parts, places));
    }

    private static void Put(BinaryWriter writer, ValidationResult verdict)
    {
        writer.Write(verdict.Issues.Count);
        foreach (var issue in verdict.Issues)
        {
            Put(writer, issue.Rule);
            writer.Write((int)issue.Severity);
            PutNullable(writer, issue.File);
            Put(writer, new SourceLocation(issue.Line, issue.Column));
            Put(writer, issue.Message);
            Put(writer, issue.Fingerprint);
        }

        writer.Write(verdict.Completeness is not null);
        if (verdict.Completeness is not { } completeness) return;
        writer.Write(completeness.Threshold);
        writer.Write(completeness.Categories.Count);
        foreach (var category in completeness.Categories)
        {
            Put(writer, category.Category);
            writer.Write(category.Items.Count);
            foreach (var item in category.Items)
            {
                Put(writer, item.Name);
                Put(writer, item.JsonPath);
                PutNullable(writer, item.FoundIn);
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

    private static Severity ReadSeverity(ref MemoryReader reader) => (Severity)reader.Number((int)Enum.GetValues<Severity>().Max());

    private static void Put(BinaryWriter writer, string text)
    {
        writer.Write(text.Length);
        writer.Write(MemoryMarshal.AsBytes(text.AsSpan()));
    }

    private static void PutNullable(BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null) Put(writer, text);
    }

    private static void Put(BinaryWriter writer, SourceLocation at)
    {
        writer.Write(at.Line);
        writer.Write(at.Column);
    }
}
