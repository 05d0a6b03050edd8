using System.Runtime.InteropServices;

namespace DocsGen.Core.Text.Diff;

/// <summary>Lines, 1-based and inclusive.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LineSpan(int From, int To)
{
    /// <summary>Where the lines stand after a change of their text, and whether they were changed themselves; then it is where they stood.</summary>
    public (LineSpan Lines, bool IsTouched) Follow(TextDiff diff)
    {
        var (from, to) = (From - 1, To);
        var shift = diff.Hunks.Where(h => h.EndA <= from).Sum(h => h.LengthB - h.LengthA);
        var isTouched = diff.Hunks.Any(h => h.StartA < to && h.EndA > from && !(h.LengthA == 0 && h.StartA == from));
        var first = Math.Clamp(from + shift + 1, 1, Math.Max(diff.After.Count, 1));
        return (new(first, Math.Clamp(first + to - from - 1, first, Math.Max(diff.After.Count, first))), isTouched);
    }
}
