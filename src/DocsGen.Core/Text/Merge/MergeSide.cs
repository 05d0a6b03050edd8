using DocsGen.Core.Text.Diff;

namespace DocsGen.Core.Text.Merge;

/// <summary>One side of a merge: its changes in order, those that belong to the region at hand, and how far its lines have moved.</summary>
internal sealed class MergeSide(IReadOnlyList<DiffHunk> changes, IReadOnlyList<string> ancestor, IReadOnlyList<string> text)
{
    private int first;
    private int next;

    // Index in this side's text minus index in the base, for lines before the region.
    private int moved;

    /// <summary>The change that comes next; null after the last.</summary>
    public DiffHunk? Next => next < changes.Count ? changes[next] : null;

    /// <summary>The last change gathered.</summary>
    private DiffHunk Last => changes[next - 1];

    public bool IsEmpty => first == next;

    /// <summary>Where the gathered changes begin in the base; beyond everything when there are none.</summary>
    public int Start => IsEmpty ? int.MaxValue : changes[first].StartA;

    /// <summary>Where they end; before everything when there are none.</summary>
    public int End => IsEmpty ? -1 : Last.EndA;

    public void Clear() => first = next;

    public void Add() => next++;

    /// <summary>Whether the next change overlaps what the other side has gathered: its last change will do, since all before it end earlier.</summary>
    public bool NextOverlaps(MergeSide other) =>
        Next is { } change && !other.IsEmpty && Overlap(change, ReachOf(change), other.Last, other.ReachOf(other.Last));

    /// <summary>This side's lines for a range of the base outside of its changes, between the last region and the one at hand.</summary>
    public LineRange Untouched(int start, int end) => new(start + moved, end - start);

    /// <summary>This side's lines for the region, which then is done.</summary>
    public LineRange Take(int start, int end)
    {
        var from = start + moved;
        if (!IsEmpty) moved = Last.EndB - Last.EndA;
        Clear();
        return new(from, end + moved - from);
    }

    // A last line that lost its line feed reaches past the end: nothing can be put after it.
    private int ReachOf(DiffHunk change) => change.EndA == ancestor.Count && change.LengthB > 0 && !text[^1].EndsWith('\n') ? change.EndA + 1 : change.EndA;

    private static bool Overlap(DiffHunk one, int oneEnd, DiffHunk other, int otherEnd)
    {
        var (oneInserts, otherInserts) = (one.LengthA == 0, other.LengthA == 0);
        if (oneInserts && otherInserts) return one.StartA == other.StartA;
        if (oneInserts) return other.StartA < one.StartA && one.StartA < otherEnd;
        if (otherInserts) return one.StartA < other.StartA && other.StartA < oneEnd;
        return one.StartA < otherEnd && other.StartA < oneEnd;
    }
}
