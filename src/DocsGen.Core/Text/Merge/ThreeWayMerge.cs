using DocsGen.Core.Text.Diff;

namespace DocsGen.Core.Text.Merge;

/// <summary>
/// Merges two texts that were both made from a third, line by line. What one side changed is taken from it; the same change on both sides is one; edits that
/// touch but do not overlap both hold, in the order of the base. Whatever overlaps, and two different insertions at one place, is a conflict. Line endings, a
/// missing last line feed and a byte order mark survive. The order of the two sides makes no difference but for the names.
/// </summary>
public static class ThreeWayMerge
{
    /// <summary>Merges; the work and the memory are those of two diffs.</summary>
    public static MergeResult Merge(string ancestor, string ours, string theirs) => Merge(TextLines.Of(ancestor), TextLines.Of(ours), TextLines.Of(theirs));

    private static MergeResult Merge(IReadOnlyList<string> ancestor, IReadOnlyList<string> ours, IReadOnlyList<string> theirs)
    {
        var symbols = new Symbols();
        var (numbers, oursNumbers, theirsNumbers) = (symbols.Of(ancestor), symbols.Of(ours), symbols.Of(theirs));
        var left = new MergeSide(SequenceDiff.Of(numbers, oursNumbers), ancestor, ours);
        var right = new MergeSide(SequenceDiff.Of(numbers, theirsNumbers), ancestor, theirs);
        var regions = new List<MergeRegion>();
        var at = 0;
        while (left.Next is not null || right.Next is not null)
        {
            Gather(left, right);
            var start = Math.Min(left.Start, right.Start);
            var end = Math.Max(left.End, right.End);
            if (start > at) regions.Add(new(MergeOrigin.Unchanged, new(at, start - at), left.Untouched(at, start), right.Untouched(at, start)));
            var (onlyTheirs, onlyOurs) = (left.IsEmpty, right.IsEmpty);
            var (ourRange, theirRange) = (left.Take(start, end), right.Take(start, end));
            var origin = onlyOurs ? MergeOrigin.Ours
                : onlyTheirs ? MergeOrigin.Theirs
                : oursNumbers.AsSpan(ourRange.Start, ourRange.Count).SequenceEqual(theirsNumbers.AsSpan(theirRange.Start, theirRange.Count)) ? MergeOrigin.Both
                : MergeOrigin.Conflict;
            regions.Add(new(origin, new(start, end - start), ourRange, theirRange));
            at = end;
        }

        if (at < ancestor.Count) regions.Add(new(MergeOrigin.Unchanged, new(at, ancestor.Count - at), left.Untouched(at, ancestor.Count), right.Untouched(at, ancestor.Count)));
        return new(ancestor, ours, theirs, regions);
    }

    // The first change of either side, and every further one that overlaps what is gathered of the other.
    private static void Gather(MergeSide left, MergeSide right)
    {
        left.Clear();
        right.Clear();
        if (right.Next is not { } r || (left.Next is { } l && ComesFirst(l, r))) left.Add();
        else right.Add();
        while (true)
        {
            if (left.NextOverlaps(right)) left.Add();
            else if (right.NextOverlaps(left)) right.Add();
            else return;
        }
    }

    // Where both begin at one line, an insertion stands before what is done to the line.
    private static bool ComesFirst(DiffHunk change, DiffHunk other) =>
        change.StartA != other.StartA ? change.StartA < other.StartA : change.LengthA <= other.LengthA;
}
