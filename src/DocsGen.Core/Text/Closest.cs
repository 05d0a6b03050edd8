namespace DocsGen.Core.Text;

/// <summary>Finds the text that a misspelt one was probably meant to be.</summary>
internal static class Closest
{
    /// <summary>The closest candidate, ignoring case; the first of equals in ordinal order. Null when none is near.</summary>
    public static string? Of(string text, IEnumerable<string> candidates)
    {
        if (text.Length is 0 or > 200) return null;
        string? best = null;
        var limit = Math.Max(3, text.Length / 2);
        foreach (var candidate in candidates)
        {
            if (candidate.Length == 0 || Math.Abs(candidate.Length - text.Length) > limit) continue;
            var distance = Distance(text, candidate, limit);
            if (distance > limit) continue;
            if (distance == limit && best is not null && string.CompareOrdinal(candidate, best) >= 0) continue;
            best = candidate;
            limit = distance;
        }

        return best;
    }

    /// <summary>The edit distance, or more than the limit as soon as it is certain to be over it.</summary>
    private static int Distance(string left, string right, int limit)
    {
        var previous = new int[right.Length + 1];
        var current = new int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++) previous[j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            var least = i;
            var c = char.ToLowerInvariant(left[i - 1]);
            for (var j = 1; j <= right.Length; j++)
            {
                var swap = previous[j - 1] + (c == char.ToLowerInvariant(right[j - 1]) ? 0 : 1);
                current[j] = Math.Min(swap, Math.Min(previous[j], current[j - 1]) + 1);
                least = Math.Min(least, current[j]);
            }

            if (least > limit) return limit + 1;
            (previous, current) = (current, previous);
        }

        return previous[right.Length];
    }
}
