namespace DocsGen.Core.Validation;

/// <summary>
/// A file as a validation left it: the issues of the rules that look at this file alone, and the outline that the rules on links need, which is its links within
/// the docset with their places, its headings and its anchors. It is kept as bytes and read in parts, when they are asked for: as objects the outlines of a large
/// docset would take most of the memory, and most of the time of the garbage collector.
/// </summary>
internal sealed class RememberedFile
{
    /// <summary>Stands for any text that a link shows.</summary>
    private const string Shown = "\u00B7";

    private readonly bool readable;
    private readonly ReadOnlyMemory<byte> links;
    private readonly ReadOnlyMemory<byte> headings;

    private RememberedFile(ReadOnlyMemory<byte> bytes, IReadOnlyList<RawIssue> issues, bool readable, ReadOnlyMemory<byte> links, ReadOnlyMemory<byte> headings) =>
        (Bytes, Issues, this.readable, this.links, this.headings) = (bytes, issues, readable, links, headings);

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Of the rules that look at this file alone.</summary>
    public IReadOnlyList<RawIssue> Issues { get; }

    /// <summary>Keeps what is needed of a file.</summary>
    public static RememberedFile Of(IReadOnlyList<RawIssue> issues, MarkdownModel file)
    {
        using var writer = new MemoryWriter();
        using var part = new MemoryWriter();
        Put(part, issues);
        writer.Block(part);
        writer.Flag(file.Readable);
        PutLinks(part, file);
        writer.Block(part);
        PutHeadings(part, file);
        writer.Block(part);
        return Read(writer.ToArray(), issues) ?? throw new InvalidOperationException("What was written cannot be read.");
    }

    /// <summary>Null when the bytes are no file's.</summary>
    public static RememberedFile? Read(ReadOnlyMemory<byte> bytes) => Read(bytes, null);

    private static RememberedFile? Read(ReadOnlyMemory<byte> bytes, IReadOnlyList<RawIssue>? issues)
    {
        var reader = new MemoryReader(bytes);
        var (found, readable, links, headings) = (reader.Block(), reader.Flag(), reader.Block(), reader.Block());
        if (reader.Failed || !reader.AtEnd) return null;
        issues ??= ReadIssues(found);
        return issues is null ? null : new(bytes, issues, readable, links, headings);
    }

    /// <summary>The file as one that links lead to: it has its headings and anchors, and no links.</summary>
    public MarkdownModel AsTarget(DocumentSource document) => new(document.Name, null, MarkdownParts.Outlined(readable), Headings(document), []);

    /// <summary>The file as one that holds links. A link shows anything or nothing, and a relative one is known by where it leads, not by how it is written.</summary>
    public MarkdownModel AsSource(DocumentSource document, Docset docset)
    {
        var reader = new MemoryReader(links);
        var count = reader.Count();
        var parts = MarkdownParts.Outlined(readable);
        var (places, targets) = (new LinkPlace[count], new LinkTarget[count]);
        for (var i = 0; i < count; i++)
        {
            var (kind, leads) = ((LinkKind)reader.Number((int)LinkKind.Html), (TargetKind)reader.Number((int)TargetKind.External));
            var relative = leads == TargetKind.Relative;
            var (named, fragment) = (relative ? reader.Name(docset) : reader.Text(), reader.NullableText());
            var (offset, inQuote, shows) = (reader.Number(), reader.Flag(), reader.Flag());
            parts.Links.Add(new(kind, relative ? "" : named, shows ? Shown : "", offset, inQuote));
            places[i] = new(offset, reader.Location());
            var target = new LinkTarget(leads, relative ? named : "", fragment);
            targets[i] = i > 0 && target == targets[i - 1] ? targets[i - 1] : target;
        }

        return reader.Failed || !reader.AtEnd ? MarkdownModel.Parse(document) : new(document.Name, new LinkPlaces(places), parts, Headings(document), targets);
    }

    // Only whoever knows how to hash a memory can write one whose parts make no sense; then the file itself is read.
    private Lazy<MarkdownParts> Headings(DocumentSource document) => new(() => ReadHeadings(headings) ?? MarkdownModel.Parse(document).Headed);

    private static void Put(MemoryWriter writer, IReadOnlyList<RawIssue> issues)
    {
        writer.Number(issues.Count);
        foreach (var issue in issues)
        {
            writer.Text(issue.Rule);
            writer.Number((int)issue.Severity);
            writer.NullableText(issue.File);
            writer.Location(issue.At);
            writer.Text(issue.Message);
        }
    }

    private static List<RawIssue>? ReadIssues(ReadOnlyMemory<byte> bytes)
    {
        var reader = new MemoryReader(bytes);
        var issues = new List<RawIssue>();
        for (var count = reader.Count(); count > 0; count--) issues.Add(new(reader.Text(), MemoryFormat.ReadSeverity(ref reader), reader.NullableText(), reader.Location(), reader.Text()));
        return reader.Failed || !reader.AtEnd ? null : issues;
    }

    private static void PutLinks(MemoryWriter writer, MarkdownModel file)
    {
        var within = 0;
        for (var i = 0; i < file.Links.Count; i++)
        {
            if (file.TargetOf(i).Kind != TargetKind.External) within++;
        }

        writer.Number(within);
        for (var i = 0; i < file.Links.Count; i++)
        {
            var (link, target) = (file.Links[i], file.TargetOf(i));
            if (target.Kind == TargetKind.External) continue;
            writer.Number((int)link.Kind);
            writer.Number((int)target.Kind);
            writer.Text(target.Kind == TargetKind.Relative ? target.File : link.Target);
            writer.NullableText(target.Fragment);
            writer.Number(link.Offset);
            writer.Flag(link.InQuote);
            writer.Flag(file.Shows(i));
            writer.Location(file.At(link.Offset));
        }
    }

    private static void PutHeadings(MemoryWriter writer, MarkdownModel file)
    {
        writer.Number(file.Headings.Count);
        foreach (var heading in file.Headings)
        {
            writer.Number(heading.Level);
            writer.Text(heading.Text);
            writer.Text(heading.Anchor);
            writer.Number(heading.Offset);
            writer.Flag(heading.InQuote);
        }

        writer.Number(file.Headed.OtherAnchors.Count);
        foreach (var anchor in file.Headed.OtherAnchors) writer.Text(anchor);
    }

    private static MarkdownParts? ReadHeadings(ReadOnlyMemory<byte> bytes)
    {
        var reader = new MemoryReader(bytes);
        var parts = new MarkdownParts();
        for (var count = reader.Count(); count > 0; count--)
        {
            parts.Add(new Heading(reader.Number(), reader.Text(), reader.Text(), reader.Number(), reader.Flag()));
        }

        for (var count = reader.Count(); count > 0; count--) parts.AddAnchor(reader.Text());
        return reader.Failed || !reader.AtEnd ? null : parts;
    }
}
