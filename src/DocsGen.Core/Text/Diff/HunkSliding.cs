using System.Runtime.InteropServices;

namespace DocsGen.Core.Text.Diff;

/// <summary>
/// Moves changes to where a reader looks for them. Where the line before a change equals its last line, the change may as well stand one line higher:
/// changes that touch become one, a change goes where the other side has one too, and else as far down as it can. The script stays correct at every step.
/// </summary>
internal sealed class HunkSliding(int[] lines, bool[] marks, bool[] otherMarks)
{
    // Repeated lines could let changes slide past each other again and again.
    private int steps = 16 * (marks.Length + otherMarks.Length + 16);

    /// <summary>The hunks between matches, after both sides have slid.</summary>
    /// <param name="a">The one sequence.</param>
    /// <param name="b">The other.</param>
    /// <param name="matches">Stretches that are the same in both, in any order, none of which cross.</param>
    public static IReadOnlyList<DiffHunk> Slide(int[] a, int[] b, List<(int A, int B, int Length)> matches)
    {
        var (removed, added) = (new bool[a.Length], new bool[b.Length]);
        Array.Fill(removed, true);
        Array.Fill(added, true);
        foreach (var (startA, startB, length) in matches)
        {
            removed.AsSpan(startA, length).Clear();
            added.AsSpan(startB, length).Clear();
        }

        new HunkSliding(a, removed, added).Slide();
        new HunkSliding(b, added, removed).Slide();
        return Hunks(removed, added);
    }

    private void Slide()
    {
        var own = First(marks);
        var other = First(otherMarks);
        do
        {
            if (own.Length > 0) Settle(ref own, ref other);
            if (steps <= 0 || !Next(marks, ref own)) return;
        }
        while (Next(otherMarks, ref other));
    }

    private static List<DiffHunk> Hunks(bool[] removed, bool[] added)
    {
        var hunks = new List<DiffHunk>();
        for (int i = 0, j = 0; i < removed.Length || j < added.Length; i++, j++)
        {
            var (startA, startB) = (i, j);
            while (i < removed.Length && removed[i]) i++;
            while (j < added.Length && added[j]) j++;
            if (i > startA || j > startB) hunks.Add(new(startA, i - startA, startB, j - startB));
        }

        return hunks;
    }

    private void Settle(ref Group own, ref Group other)
    {
        int size, highest, besideOther;
        do
        {
            size = own.Length;
            while (SlideUp(ref own)) Previous(otherMarks, ref other);
            highest = own.End;
            besideOther = other.Length > 0 ? own.End : -1;
            while (SlideDown(ref own))
            {
                Next(otherMarks, ref other);
                if (other.Length > 0) besideOther = own.End;
            }
        }
        while (own.Length != size && steps > 0);
        if (own.End == highest || besideOther < 0) return;
        while (own.End > besideOther && SlideUp(ref own)) Previous(otherMarks, ref other);
    }

    private bool SlideUp(ref Group group)
    {
        if (group.Start == 0 || lines[group.Start - 1] != lines[group.End - 1] || --steps <= 0) return false;
        marks[--group.Start] = true;
        marks[--group.End] = false;
        while (group.Start > 0 && marks[group.Start - 1]) group.Start--;
        return true;
    }

    private bool SlideDown(ref Group group)
    {
        if (group.End == marks.Length || lines[group.Start] != lines[group.End] || --steps <= 0) return false;
        marks[group.Start++] = false;
        marks[group.End++] = true;
        while (group.End < marks.Length && marks[group.End]) group.End++;
        return true;
    }

    private static Group First(bool[] marks)
    {
        var group = new Group();
        while (group.End < marks.Length && marks[group.End]) group.End++;
        return group;
    }

    // Between two unmarked lines there is always a group, an empty one if need be: so both sides have the same number of them.
    private bool Next(bool[] marks, ref Group group)
    {
        if (group.End == marks.Length) return false;
        group.Start = ++group.End;
        while (group.End < marks.Length && marks[group.End]) group.End++;
        steps -= group.Length;
        return true;
    }

    private void Previous(bool[] marks, ref Group group)
    {
        if (group.Start == 0) return;
        group.End = --group.Start;
        while (group.Start > 0 && marks[group.Start - 1]) group.Start--;
        steps -= group.Length;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Group
    {
        public int Start;
        public int End;

        public readonly int Length => End - Start;
    }
}
