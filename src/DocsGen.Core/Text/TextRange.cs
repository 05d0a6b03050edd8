namespace DocsGen.Core.Text;

/// <summary>A range of a text.</summary>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
public readonly record struct TextRange(int Start, int Length)
{
    public int End => Start + Length;

    /// <summary>Whether this range lies around the whole of another.</summary>
    public bool Covers(int start, int length) => Start <= start && start + length <= End;
}
