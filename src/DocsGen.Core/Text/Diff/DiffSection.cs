using System.Runtime.InteropServices;

namespace DocsGen.Core.Text.Diff;

/// <summary>A stretch of a diff that is shown as one: differences with the lines around them. All numbers count from 0, and the ends are not part of it.</summary>
public sealed record DiffSection(int FromA, int ToA, int FromB, int ToB, IReadOnlyList<DiffHunk> Hunks)
{
    private const int Context = 3;

    /// <summary>The sections of a diff; differences so close that the lines around them would meet are in one.</summary>
    /// <param name="diff">The diff.</param>
    /// <param name="alsoShown">Lines of the later text, from 1 on, that are shown too, such as those that somebody commented on.</param>
    public static IReadOnlyList<DiffSection> Of(TextDiff diff, IEnumerable<LineSpan>? alsoShown = null)
    {
        var last = diff.After.Count;
        var stretches = diff.Hunks.Select(h => (From: Math.Max(h.StartB - Context, 0), To: Math.Min(h.EndB + Context, last)))
            .Concat((alsoShown ?? []).Select(s => (From: Math.Clamp(s.From - 1 - Context, 0, last), To: Math.Clamp(s.To + Context, 0, last))))
            .Order();
        var merged = new List<(int From, int To)>();
        foreach (var stretch in stretches)
        {
            if (merged.Count > 0 && stretch.From <= merged[^1].To) merged[^1] = (merged[^1].From, Math.Max(merged[^1].To, stretch.To));
            else merged.Add(stretch);
        }

        var sections = new List<DiffSection>(merged.Count);
        var at = 0;
        // How much further the earlier text is: by all differences before a line.
        var shift = 0;
        foreach (var (from, to) in merged)
        {
            var first = at;
            var before = shift;
            for (; at < diff.Hunks.Count && diff.Hunks[at].StartB <= to && diff.Hunks[at].EndB <= to; at++) shift += diff.Hunks[at].LengthA - diff.Hunks[at].LengthB;
            sections.Add(new(from + before, to + shift, from, to, [.. diff.Hunks.Skip(first).Take(at - first)]));
        }

        return sections;
    }

    /// <summary>Its lines in order: what both have, and per difference first what went, then what came.</summary>
    public IEnumerable<DiffRow> Rows()
    {
        var (a, b) = (FromA, FromB);
        foreach (var hunk in Hunks)
        {
            for (; a < hunk.StartA; a++, b++) yield return new(a, b, Differs: false);
            for (; a < hunk.EndA; a++) yield return new(a, null, Differs: true);
            for (; b < hunk.EndB; b++) yield return new(null, b, Differs: true);
        }

        for (; a < ToA; a++, b++) yield return new(a, b, Differs: false);
    }

    /// <summary>The same side by side: the lines of a difference next to each other, as far as both sides have any.</summary>
    public IEnumerable<DiffRow> Pairs()
    {
        var (a, b) = (FromA, FromB);
        foreach (var hunk in Hunks)
        {
            for (; a < hunk.StartA; a++, b++) yield return new(a, b, Differs: false);
            for (var n = 0; n < Math.Max(hunk.LengthA, hunk.LengthB); n++) yield return new(n < hunk.LengthA ? hunk.StartA + n : null, n < hunk.LengthB ? hunk.StartB + n : null, Differs: true);
            (a, b) = (hunk.EndA, hunk.EndB);
        }

        for (; a < ToA; a++, b++) yield return new(a, b, Differs: false);
    }
}

/// <summary>A line of a section, by its numbers from 0 on in the earlier and in the later text; null where a text does not have it.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DiffRow(int? A, int? B, bool Differs);
