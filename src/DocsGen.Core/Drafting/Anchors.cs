using DocsGen.Core.Text;

namespace DocsGen.Core.Drafting;

/// <summary>A heading as a reader sees it, with the anchor that GitHub gives it.</summary>
internal sealed record Heading(int Level, string Text, string Anchor);

/// <summary>Finds the headings of a page that was written here, without parsing it whole.</summary>
internal static class Anchors
{
    /// <summary>The headings of a page that a template wrote, in order. Understands ATX headings and fences, which is all that templates write.</summary>
    public static IReadOnlyList<Heading> Headings(string markdown)
    {
        var headings = new List<Heading>();
        var anchors = new HeadingAnchors();
        string? fence = null;
        foreach (var line in markdown.Split('\n'))
        {
            var run = line.Length - line.TrimStart('`').Length;
            if (fence is null && run >= 3) fence = line[..run];
            else if (fence is not null && line == fence) fence = null;
            if (fence is not null) continue;
            var level = line.Length - line.TrimStart('#').Length;
            if (level is 0 or > 6 || line.Length == level || line[level] != ' ') continue;
            var text = MarkdownText.Unescape(line[level..].Trim());
            headings.Add(new Heading(level, text, anchors.Next(text)));
        }

        return headings;
    }
}
