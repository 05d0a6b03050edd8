using System.Text;
using DocsGen.Core.Text;

namespace DocsGen.Core.Validation;

/// <summary>Collects the rendered text of one run with its map back to the file.</summary>
internal sealed class RunWriter
{
    private readonly StringBuilder text = new();
    private readonly List<TextRun.Segment> segments = [];
    private readonly List<TextRange> masked = [];
    private readonly List<TextRange> strong = [];
    private readonly List<TextRange> links = [];
    private readonly List<int> breaks = [];
    private RemovedCharacters removed = RemovedCharacters.None;

    public int Length => text.Length;

    public void Begin(RemovedCharacters taken)
    {
        removed = taken;
        text.Clear();
        segments.Clear();
        masked.Clear();
        strong.Clear();
        links.Clear();
        breaks.Clear();
    }

    public int Source(int index) => removed.Source(index);

    public void Literal(ReadOnlySpan<char> content, int start) => Append(content, start, linear: true);

    public void Fixed(ReadOnlySpan<char> content, int start) => Append(content, start, linear: false);

    public void Masked(ReadOnlySpan<char> content, int start, bool linear)
    {
        masked.Add(new(text.Length, content.Length));
        Append(content, start, linear);
    }

    public void Break(int start)
    {
        breaks.Add(text.Length);
        Append(" ", start, linear: false);
    }

    public void Strong(int from) => strong.Add(new(from, text.Length - from));

    public void LinkText(int from) => links.Add(new(from, text.Length - from));

    public string TextFrom(int start) => text.ToString(start, text.Length - start);

    public RunTexts Finish()
    {
        var whole = text.ToString();
        return new(whole, Mask(whole), [.. strong], [.. links], [.. breaks], [.. segments]);
    }

    private string Mask(string whole)
    {
        if (masked.Count == 0) return whole;
        return string.Create(whole.Length, (whole, masked), static (prose, from) =>
        {
            from.whole.CopyTo(prose);
            foreach (var range in from.masked) prose.Slice(range.Start, range.Length).Fill(TextRun.Masked);
        });
    }

    private void Append(ReadOnlySpan<char> content, int start, bool linear)
    {
        if (content.IsEmpty) return;
        AddSegments(content.Length, start, linear);
        text.Append(content);
    }

    /// <summary>A stretch from which characters were taken out is cut where each is missing.</summary>
    private void AddSegments(int length, int start, bool linear)
    {
        segments.Add(new(text.Length, removed.Source(start), linear));
        if (!linear) return;
        for (var i = removed.FirstAfter(start); i < removed.Places.Length && removed.Places[i] < start + length; i++)
        {
            var place = removed.Places[i];
            segments.Add(new(text.Length + place - start, removed.Source(place), Linear: true));
        }
    }
}
