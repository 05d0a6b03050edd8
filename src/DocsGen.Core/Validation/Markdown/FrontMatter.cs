using Markdig.Syntax;

namespace DocsGen.Core.Validation;

/// <summary>What is asked of front matter: whether it names the page. Only its own lines count, not what is nested in them; no YAML is built from it.</summary>
internal static class FrontMatter
{
    private const string Key = "title";

    /// <summary>Whether it has a <c>title</c> that is neither empty nor null; its text may follow on indented lines.</summary>
    public static bool HasTitle(LeafBlock matter)
    {
        for (var i = 0; i < matter.Lines.Count; i++)
        {
            if (ValueOf(Line(matter, i)) is not { } value) continue;
            if (value.Length > 0) return value is not ("null" or "~" or "''" or "\"\"");
            return i + 1 < matter.Lines.Count && Line(matter, i + 1) is [' ' or '\t', ..] next && !next.IsWhiteSpace() && next.TrimStart()[0] != '#';
        }

        return false;
    }

    // Empty where nothing stands on the line of the key, or only the sign that text follows; null where the line is another key's.
    private static string? ValueOf(ReadOnlySpan<char> line)
    {
        var rest = line.StartsWith(Key, StringComparison.Ordinal) ? line[Key.Length..].TrimStart(' ') : [];
        if (rest.IsEmpty || rest[0] != ':' || (rest.Length > 1 && !char.IsWhiteSpace(rest[1]))) return null;
        var value = rest[1..].Trim();
        return value.IsEmpty || value[0] is '#' or '|' or '>' ? "" : value.ToString();
    }

    private static ReadOnlySpan<char> Line(LeafBlock matter, int index) => matter.Lines.Lines[index].Slice.AsSpan();
}
