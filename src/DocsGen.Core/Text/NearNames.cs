namespace DocsGen.Core.Text;

/// <summary>
/// Finds, among many names, the one that a misspelt name was probably meant to be. Up to <see cref="AllCompared"/> names are all compared.
/// Of more only those that stand beside the misspelt one when sorted by their beginning or by their end are: one slip of the pen leaves at
/// least one half of a name as it was. So what a look-up costs does not grow with the number of names, and is the same every time.
/// </summary>
internal sealed class NearNames
{
    private const int AllCompared = 64;
    private const int Neighbours = 8;

    /// <summary>Longer names are compared only in a small set: the work for one is quadratic in its length.</summary>
    private const int MaxLength = 100;

    private static readonly Comparer<(string, string)> Order = Comparer<(string, string)>.Create(Compare);

    private readonly string[] names;
    private readonly Lazy<(string Key, string Name)[]> byBeginning;
    private readonly Lazy<(string Key, string Name)[]> byEnd;

    public NearNames(IEnumerable<string> names)
    {
        this.names = [.. names];
        byBeginning = new(() => Sorted(Folded));
        byEnd = new(() => Sorted(n => Reversed(Folded(n))));
    }

    /// <summary>The closest name, ignoring case; the first of equals in ordinal order. Null when none is near.</summary>
    public string? Closest(string misspelt)
    {
        if (names.Length <= AllCompared) return Text.Closest.Of(misspelt, names);
        if (misspelt.Length is 0 or > MaxLength) return null;
        var key = Folded(misspelt);
        return Text.Closest.Of(misspelt, [.. Around(byBeginning.Value, key), .. Around(byEnd.Value, Reversed(key))]);
    }

    private (string Key, string Name)[] Sorted(Func<string, string> keyOf)
    {
        var sorted = new (string Key, string Name)[names.Length];
        for (var i = 0; i < names.Length; i++) sorted[i] = (keyOf(names[i]), names[i]);
        Array.Sort(sorted, Order);
        return sorted;
    }

    // From the nearest outwards.
    private static IEnumerable<string> Around((string Key, string Name)[] sorted, string key)
    {
        var at = Array.BinarySearch(sorted, (key, ""), Order);
        if (at < 0) at = ~at;
        for (var i = 0; i < Neighbours; i++)
        {
            if (at + i < sorted.Length) yield return sorted[at + i].Name;
            if (at - i > 0) yield return sorted[at - i - 1].Name;
        }
    }

    private static int Compare((string Key, string Name) left, (string Key, string Name) right)
    {
        var order = string.CompareOrdinal(left.Key, right.Key);
        return order != 0 ? order : string.CompareOrdinal(left.Name, right.Name);
    }

    private static string Folded(string name) => name.ToLowerInvariant();

    private static string Reversed(string name) => string.Create(name.Length, name, (into, from) =>
    {
        from.AsSpan().CopyTo(into);
        into.Reverse();
    });
}
