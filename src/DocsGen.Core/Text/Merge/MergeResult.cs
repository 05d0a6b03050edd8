using System.Runtime.InteropServices;
using System.Text;

namespace DocsGen.Core.Text.Merge;

/// <summary>Lines that stand beside each other.</summary>
/// <param name="Start">0-based.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LineRange(int Start, int Count);

/// <summary>Where a region of a merge comes from.</summary>
public enum MergeOrigin
{
    /// <summary>Neither side changed it.</summary>
    Unchanged,
    Ours,
    Theirs,

    /// <summary>Both sides made the same change.</summary>
    Both,

    /// <summary>Both sides changed it, and differently.</summary>
    Conflict,
}

/// <summary>A region of a merge: the same passage in all three texts.</summary>
public sealed record MergeRegion(MergeOrigin Origin, LineRange Base, LineRange Ours, LineRange Theirs);

/// <summary>What the sides of a conflict are called in its markers.</summary>
public sealed record MergeLabels(string Ours, string Base, string Theirs);

/// <summary>A merge: its regions in order, which cover all three texts.</summary>
public sealed record MergeResult(IReadOnlyList<string> Base, IReadOnlyList<string> Ours, IReadOnlyList<string> Theirs, IReadOnlyList<MergeRegion> Regions)
{
    /// <summary>Whether every change found its place.</summary>
    public bool IsClean => Regions.All(r => r.Origin != MergeOrigin.Conflict);

    /// <summary>The merged text.</summary>
    /// <exception cref="InvalidOperationException">There are conflicts.</exception>
    public string Text => IsClean ? Written(null) : throw new InvalidOperationException("A merge with conflicts has no text; see Marked.");

    /// <summary>The merged text with git's markers, base included, around each conflict. Markers end as the lines around them do.</summary>
    public string Marked(MergeLabels labels) => Written(labels);

    private string Written(MergeLabels? labels)
    {
        var text = new StringBuilder();
        foreach (var region in Regions)
        {
            switch (region.Origin)
            {
                case MergeOrigin.Unchanged or MergeOrigin.Ours or MergeOrigin.Both:
                    Append(text, Ours, region.Ours);
                    break;
                case MergeOrigin.Theirs:
                    Append(text, Theirs, region.Theirs);
                    break;
                case MergeOrigin.Conflict:
                    WriteConflict(text, region, labels!);
                    break;
            }
        }

        return text.ToString();
    }

    private void WriteConflict(StringBuilder text, MergeRegion region, MergeLabels labels)
    {
        var ending = Ours.Count > 0 && Ours[0].EndsWith("\r\n", StringComparison.Ordinal) && Theirs.Count > 0 && Theirs[0].EndsWith("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        Side($"{ConflictMarkers.Ours} {labels.Ours}", Ours, region.Ours);
        Side($"{ConflictMarkers.Base} {labels.Base}", Base, region.Base);
        Side(ConflictMarkers.Middle, Theirs, region.Theirs);
        text.Append(ConflictMarkers.Theirs).Append(' ').Append(labels.Theirs).Append(ending);

        void Side(string marker, IReadOnlyList<string> source, LineRange lines)
        {
            text.Append(marker).Append(ending);
            Append(text, source, lines);
            if (text[^1] != '\n') text.Append(ending);
        }
    }

    private static void Append(StringBuilder text, IReadOnlyList<string> source, LineRange lines)
    {
        for (var i = lines.Start; i < lines.Start + lines.Count; i++) text.Append(source[i]);
    }
}
