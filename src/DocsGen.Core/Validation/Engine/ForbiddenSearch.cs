using System.Buffers;
using DocsGen.Core.Text;

namespace DocsGen.Core.Validation;

/// <summary>Forbidden strings that are looked for together. Almost every text holds none, and one look over it tells.</summary>
internal sealed class ForbiddenSearch
{
    private readonly SearchValues<string>? parts;

    public ForbiddenSearch(IEnumerable<ForbiddenMatcher> matchers)
    {
        Matchers = [.. matchers];
        if (Matchers.All(m => m.Part.Length > 0)) parts = SearchValues.Create([.. Matchers.Select(m => m.Part)], StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>One for each string, in the order of the formula.</summary>
    public IReadOnlyList<ForbiddenMatcher> Matchers { get; }

    /// <summary>
    /// False only for a text in which none of them is found, as a reader sees it. A part without spaces stands in what is seen as it stands in the text, unless
    /// characters that show nothing stand between.
    /// </summary>
    public bool MayBeIn(string text) => Matchers.Count > 0 && text.Length > 0 && (parts is null || text.AsSpan().ContainsAny(parts) || SeenText.Hides(text));
}
