using System.Runtime.InteropServices;

namespace DocsGen.Core.Text.Diff;

/// <summary>A stretch of two sequences that differs: so many items of the one in place of so many of the other. Either length may be 0, not both.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DiffHunk(int StartA, int LengthA, int StartB, int LengthB)
{
    /// <summary>The first item of A after it.</summary>
    public int EndA => StartA + LengthA;

    /// <summary>The first item of B after it.</summary>
    public int EndB => StartB + LengthB;
}

/// <summary>
/// Differences of two sequences of symbols: common ends are trimmed, and the greedy algorithm of Myers (1986, "An O(ND) Difference Algorithm") finds the
/// shortest script. Where it would take more than <see cref="Effort"/> edits, symbols that stand once in both cut the work into pieces (patience diff, Bram
/// Cohen), and where there are none the search goes on from the furthest it has come. The result is always a correct edit script; where two sequences have
/// little in common it is not always the shortest, and never takes quadratic time: O(n log n + n * Effort). At last each difference slides to where a
/// reader looks for it (<see cref="HunkSliding"/>).
/// </summary>
public static class SequenceDiff
{
    /// <summary>How many edits the greedy search looks ahead before it settles for the furthest it has come.</summary>
    private const int Effort = 200;

    /// <summary>How often a stretch is cut into pieces before it is taken as it is.</summary>
    private const int MostDepth = 8;

    /// <summary>Compares. Symbols are small numbers from 0 on, as <see cref="Symbols"/> gives them.</summary>
    public static IReadOnlyList<DiffHunk> Of(int[] a, int[] b)
    {
        var matches = new List<(int A, int B, int Length)>();
        var gaps = new Stack<(int A, int EndA, int B, int EndB, int Depth)>();
        gaps.Push((0, a.Length, 0, b.Length, 0));
        var once = new Once(a, b);
        while (gaps.TryPop(out var gap))
        {
            var (fromA, toA, fromB, toB, depth) = gap;
            var start = fromA;
            while (fromA < toA && fromB < toB && a[fromA] == b[fromB]) (fromA, fromB) = (fromA + 1, fromB + 1);
            if (fromA > start) matches.Add((start, fromB - (fromA - start), fromA - start));
            var end = toA;
            while (fromA < toA && fromB < toB && a[toA - 1] == b[toB - 1]) (toA, toB) = (toA - 1, toB - 1);
            if (end > toA) matches.Add((toA, toB, end - toA));
            if (fromA == toA || fromB == toB) continue;
            var search = new Search(a.AsMemory(fromA, toA - fromA), b.AsMemory(fromB, toB - fromB));
            var anchors = search.IsAtEnd || depth >= MostDepth ? [] : once.Anchors(fromA, toA, fromB, toB);
            if (anchors.Count == 0)
            {
                Greedy(search, a, b, fromA, toA, fromB, toB, matches);
                continue;
            }

            foreach (var (anchorA, anchorB) in anchors)
            {
                gaps.Push((fromA, anchorA, fromB, anchorB, depth + 1));
                (fromA, fromB) = (anchorA, anchorB);
            }

            gaps.Push((fromA, toA, fromB, toB, depth + 1));
        }

        return HunkSliding.Slide(a, b, matches);
    }

    // Forward from a corner. When the effort is spent, the path that has come furthest is taken, and the search begins anew at its end.
    private static void Greedy(Search search, int[] a, int[] b, int fromA, int toA, int fromB, int toB, List<(int, int, int)> matches)
    {
        while (true)
        {
            foreach (var (x, y, length) in search.Path()) matches.Add((fromA + x, fromB + y, length));
            (fromA, fromB) = (fromA + search.End.X, fromB + search.End.Y);
            if (fromA == toA || fromB == toB) return;
            search = new(a.AsMemory(fromA, toA - fromA), b.AsMemory(fromB, toB - fromB));
        }
    }

    /// <summary>One greedy search: <c>rows[d][k + d]</c> is the furthest x on diagonal k = x - y that d edits reach, -1 where none do.</summary>
    private sealed class Search
    {
        private readonly List<int[]> rows = [];
        private readonly int n;
        private readonly int m;

        public Search(ReadOnlyMemory<int> a, ReadOnlyMemory<int> b)
        {
            (n, m) = (a.Length, b.Length);
            while (!Extend(a.Span, b.Span))
            {
            }
        }

        public (int X, int Y) End { get; private set; }

        public bool IsAtEnd => End == (n, m);

        /// <summary>The matches on the way to <see cref="End"/>, last first.</summary>
        public IEnumerable<(int X, int Y, int Length)> Path()
        {
            var (x, k) = (End.X, End.X - End.Y);
            for (var d = rows.Count - 1; d >= 0; d--)
            {
                var (start, isInsertion) = Enter(d, k);
                if (x > start) yield return (start, start - k, x - start);
                (x, k) = isInsertion ? (start, k + 1) : (start - 1, k - 1);
            }
        }

        // One edit more on every diagonal, then along it while symbols match. True at the end, or when the effort is spent.
        private bool Extend(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
        {
            var d = rows.Count;
            var row = new int[(2 * d) + 1];
            Array.Fill(row, -1);
            var best = -1;
            for (var k = -d; k <= d; k += 2)
            {
                var (x, _) = Enter(d, k);
                if (x < 0) continue;
                while (x < n && x - k < m && a[x] == b[x - k]) x++;
                row[k + d] = x;
                if ((2 * x) - k > best) (best, End) = ((2 * x) - k, (x, x - k));
            }

            rows.Add(row);
            return best == n + m || d == Effort;
        }

        // Where a path with d edits enters diagonal k: by an insertion from the diagonal above, or by a deletion from the one below, whichever is further.
        private (int X, bool IsInsertion) Enter(int d, int k)
        {
            if (d == 0) return (0, false);
            var inserted = At(d - 1, k + 1);
            if (inserted - k > m) inserted = -1;
            var deleted = At(d - 1, k - 1) is >= 0 and var x && x < n ? x + 1 : -1;
            return inserted > deleted ? (inserted, true) : (deleted, false);
        }

        private int At(int d, int k) => Math.Abs(k) <= d ? rows[d][k + d] : -1;
    }

    // Symbols that stand exactly once in a stretch of A and once in a stretch of B, in an order that both keep.
    private sealed class Once(int[] a, int[] b)
    {
        private readonly int[] countA = new int[Highest(a, b) + 1];
        private readonly int[] countB = new int[Highest(a, b) + 1];
        private readonly int[] placeB = new int[Highest(a, b) + 1];

        public List<(int A, int B)> Anchors(int fromA, int toA, int fromB, int toB)
        {
            for (var i = fromA; i < toA; i++) countA[a[i]]++;
            for (var i = fromB; i < toB; i++) (countB[b[i]], placeB[b[i]]) = (countB[b[i]] + 1, i);
            var pairs = new List<(int A, int B)>();
            for (var i = fromA; i < toA; i++)
            {
                if (countA[a[i]] == 1 && countB[a[i]] == 1) pairs.Add((i, placeB[a[i]]));
            }

            for (var i = fromA; i < toA; i++) countA[a[i]] = 0;
            for (var i = fromB; i < toB; i++) countB[b[i]] = 0;
            return Rising(pairs);
        }

        // The longest subsequence whose places in B rise (patience sorting).
        private static List<(int A, int B)> Rising(List<(int A, int B)> pairs)
        {
            var tops = new List<int>();
            var previous = new int[pairs.Count];
            for (var i = 0; i < pairs.Count; i++)
            {
                var (low, high) = (0, tops.Count);
                while (low < high)
                {
                    var middle = (low + high) / 2;
                    if (pairs[tops[middle]].B < pairs[i].B) low = middle + 1;
                    else high = middle;
                }

                previous[i] = low == 0 ? -1 : tops[low - 1];
                if (low == tops.Count) tops.Add(i);
                else tops[low] = i;
            }

            var rising = new List<(int A, int B)>(tops.Count);
            for (var i = tops.Count == 0 ? -1 : tops[^1]; i >= 0; i = previous[i]) rising.Add(pairs[i]);
            rising.Reverse();
            return rising;
        }

        private static int Highest(int[] a, int[] b) => Math.Max(a.Length == 0 ? 0 : a.Max(), b.Length == 0 ? 0 : b.Max());
    }
}
