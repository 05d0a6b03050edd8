namespace DocsGen.Core.Text.Diff;

/// <summary>Numbers texts, the same text with the same number, so that comparing two lines is comparing two numbers.</summary>
public sealed class Symbols
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

    /// <summary>The numbers of texts, in their order.</summary>
    public int[] Of(IReadOnlyList<string> texts)
    {
        var symbols = new int[texts.Count];
        for (var i = 0; i < symbols.Length; i++)
        {
            if (!numbers.TryGetValue(texts[i], out var number)) numbers[texts[i]] = number = numbers.Count;
            symbols[i] = number;
        }

        return symbols;
    }
}
