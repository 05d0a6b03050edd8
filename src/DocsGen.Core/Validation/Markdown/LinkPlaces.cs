namespace DocsGen.Core.Validation;

/// <summary>Where the link at an offset stands.</summary>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
internal readonly record struct LinkPlace(int Offset, SourceLocation At);

/// <summary>The places of the links of a file; nothing else can be placed.</summary>
internal sealed class LinkPlaces : IPlaces
{
    private readonly LinkPlace[] places;

    public LinkPlaces(LinkPlace[] places)
    {
        this.places = places;
        // An image within a link stands behind it, but may be listed before.
        for (var i = 1; i < places.Length; i++)
        {
            if (places[i - 1].Offset <= places[i].Offset) continue;
            Array.Sort(places, (left, right) => left.Offset.CompareTo(right.Offset));
            break;
        }
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
