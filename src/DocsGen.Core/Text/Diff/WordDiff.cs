namespace DocsGen.Core.Text.Diff;

/// <summary>A stretch of text that both sides share, or that only one has.</summary>
public readonly record struct WordSpan(string Text, bool Changed);

/// <summary>What differs within changed lines, word by word: runs of letters and digits, runs of blanks, and every other character alone.</summary>
public static class WordDiff
{
    /// <summary>Beyond this many words a pair of lines is shown as changed as a whole.</summary>
    private const int MostWords = 20_000;

    /// <summary>Both sides cut into spans; joined they give the texts.</summary>
    public static (IReadOnlyList<WordSpan> Before, IReadOnlyList<WordSpan> After) Of(string before, string after)
    {
        var (a, b) = (Words(before), Words(after));
        if (a.Count > MostWords || b.Count > MostWords) return ([new(before, Changed: true)], [new(after, Changed: true)]);
        var symbols = new Symbols();
        var hunks = SequenceDiff.Of(symbols.Of(a), symbols.Of(b));
        return (Spans(a, hunks.Select(h => (h.StartA, h.EndA))), Spans(b, hunks.Select(h => (h.StartB, h.EndB))));
    }

    private static List<WordSpan> Spans(List<string> words, IEnumerable<(int From, int To)> changes)
    {
        var spans = new List<WordSpan>();
        var at = 0;
        foreach (var (from, to) in changes)
        {
            Add(spans, words, at, from, changed: false);
            Add(spans, words, from, to, changed: true);
            at = to;
        }

        Add(spans, words, at, words.Count, changed: false);
        return spans;
    }

    private static void Add(List<WordSpan> spans, List<string> words, int from, int to, bool changed)
    {
        if (to > from) spans.Add(new(string.Concat(words.Skip(from).Take(to - from)), changed));
    }

    private static List<string> Words(string text)
    {
        var words = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var kind = Kind(text[start]);
            var end = start + 1;
            while (end < text.Length && kind != 0 && Kind(text[end]) == kind) end++;
            // A surrogate pair is never torn.
            if (kind == 0 && char.IsHighSurrogate(text[start]) && end < text.Length) end++;
            words.Add(text[start..end]);
            start = end;
        }

        return words;
    }

    private static int Kind(char c) => char.IsLetterOrDigit(c) || c == '_' ? 1 : char.IsWhiteSpace(c) ? 2 : 0;
}
