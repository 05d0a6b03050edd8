namespace DocsGen.Core.Text;

/// <summary>Finds the text that a misspelt one was probably meant to be.</summary>
internal static class Closest
{
    private const int MaxLength = 200;

    /// <summary>The closest candidate, ignoring case; the first of equals in ordinal order. Null when none is near. It takes less time when near ones come first.</summary>
    public static string? Of(string text, IEnumerable<string> candidates)
    {
        if (text.Length is 0 or > MaxLength) return null;
        string? best = null;
        var limit = text.Length < 3 ? 1 : Math.Max(2, text.Length / 3);
        Span<char> folded = stackalloc char[text.Length];
        text.AsSpan().ToLowerInvariant(folded);
        Span<char> other = stackalloc char[text.Length + limit];
        foreach (var candidate in candidates)
        {
            if (candidate.Length == 0 || Math.Abs(candidate.Length - text.Length) > limit) continue;
            candidate.AsSpan().ToLowerInvariant(other);
            var distance = Distance(folded, other[..candidate.Length], limit);
            if (distance > limit) continue;
            if (distance == limit && best is not null && string.CompareOrdinal(candidate, best) >= 0) continue;
            best = candidate;
            limit = distance;
        }

        return best;
    }

    /// <summary>
    /// The edit distance, or more than the limit as soon as it is certain to be over it. What both begin and end with costs nothing, and of
    /// the table only the band that the limit allows is filled.
    /// </summary>
    private static int Distance(ReadOnlySpan<char> left, ReadOnlySpan<char> right, int limit)
    {
        var same = left.CommonPrefixLength(right);
        left = left[same..];
        right = right[same..];
        same = 0;
        while (same < left.Length && same < right.Length && left[^(same + 1)] == right[^(same + 1)]) same++;
        left = left[..^same];
        right = right[..^same];
        if (left.IsEmpty || right.IsEmpty) return left.Length + right.Length;
        if (limit == 0) return 1;

        Span<int> previous = stackalloc int[right.Length + 1];
        Span<int> current = stackalloc int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++) previous[j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            var (first, last) = (Math.Max(1, i - limit), Math.Min(right.Length, i + limit));
            current[first - 1] = first == 1 ? i : limit + 1;
            var least = current[first - 1];
            for (var j = first; j <= last; j++)
            {
                var swap = previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.Min(swap, Math.Min(previous[j], current[j - 1]) + 1);
                least = Math.Min(least, current[j]);
            }

            if (least > limit) return limit + 1;
            if (last < right.Length) current[last + 1] = limit + 1;
            var done = previous;
            previous = current;
            current = done;
        }

        return previous[right.Length];
    }
}
