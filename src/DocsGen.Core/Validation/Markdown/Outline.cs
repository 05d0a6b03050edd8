namespace DocsGen.Core.Validation;

/// <summary>
/// What the rules on links need of a file, once the other rules have seen all of it: its links within the docset with their places, its
/// headings and its anchors. The source text and everything parsed from it can then be let go, which is most of what a large docset takes.
/// </summary>
internal static class Outline
{
    /// <summary>Stands for any text that a link shows.</summary>
    public const string Shown = "\u00B7";

    public static MarkdownModel Of(MarkdownModel file)
    {
        if (!file.Readable) return file;
        var parts = new MarkdownParts();
        parts.Headings.AddRange(file.Headings);
        parts.Anchors.UnionWith(file.Anchors);
        var places = new List<LinkPlace>();
        for (var i = 0; i < file.Links.Count; i++)
        {
            var link = file.Links[i];
            if (LinkTarget.Of(link.Target, file.Name).Kind == TargetKind.External) continue;
            parts.Links.Add(link with { Text = file.Shows(i) ? Shown : "" });
            places.Add(new(link.Offset, file.At(link.Offset)));
        }

        return Of(file.Name, parts, places);
    }

    public static MarkdownModel Of(string name, MarkdownParts parts, List<LinkPlace> places) => new(name, new LinkPlaces(places), parts);
}

/// <summary>Where the link at an offset stands.</summary>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
internal readonly record struct LinkPlace(int Offset, SourceLocation At);

/// <summary>The places of the links of a file; nothing else can be placed.</summary>
internal sealed class LinkPlaces : IPlaces
{
    private readonly LinkPlace[] places;

    public LinkPlaces(List<LinkPlace> places)
    {
        this.places = [.. places];
        Array.Sort(this.places, (left, right) => left.Offset.CompareTo(right.Offset));
    }

    public SourceLocation LocationOf(int offset)
    {
        var low = 0;
        var high = places.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (places[middle].Offset < offset) low = middle + 1;
            else high = middle;
        }

        return low < places.Length && places[low].Offset == offset
            ? places[low].At
            : throw new InvalidOperationException("A rule on links can place links alone.");
    }
}
