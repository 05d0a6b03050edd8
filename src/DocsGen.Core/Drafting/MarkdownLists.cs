namespace DocsGen.Core.Drafting;

/// <summary>Lists of finished Markdown as templates take them.</summary>
internal static class MarkdownLists
{
    /// <summary>The pieces with commas between them; null, which templates take as false, for none.</summary>
    public static Markdown? ToMarkdown(this IEnumerable<Markdown> pieces)
    {
        var joined = string.Join(", ", pieces.Select(p => p.Source).Distinct(StringComparer.Ordinal));
        return joined.Length == 0 ? null : new Markdown(joined);
    }
}
