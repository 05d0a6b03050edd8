using System.Runtime.InteropServices;

namespace DocsGen.Core.Text.Diff;

/// <summary>How many lines a change adds and removes.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LineCounts(int Added, int Removed);

/// <summary>Two texts compared line by line; what views of a change are made from.</summary>
public sealed class TextDiff
{
    private TextDiff(IReadOnlyList<string> before, IReadOnlyList<string> after, IReadOnlyList<DiffHunk> hunks) => (Before, After, Hunks) = (before, after, hunks);

    public IReadOnlyList<string> Before { get; }

    public IReadOnlyList<string> After { get; }

    /// <summary>Where they differ, in order, never touching each other.</summary>
    public IReadOnlyList<DiffHunk> Hunks { get; }

    public LineCounts Counts => new(Hunks.Sum(h => h.LengthB), Hunks.Sum(h => h.LengthA));

    /// <summary>Compares two texts.</summary>
    public static TextDiff Of(string before, string after)
    {
        var (a, b) = (TextLines.Of(before), TextLines.Of(after));
        var symbols = new Symbols();
        return new(a, b, SequenceDiff.Of(symbols.Of(a), symbols.Of(b)));
    }
}
