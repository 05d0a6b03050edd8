using System.Buffers;
using System.Text;

namespace DocsGen.Core.Drafting;

/// <summary>
/// A piece of finished Markdown. Templates write text escaped; only values of this type go out as they are. A class, since generic code
/// over structs of ours is compiled at run time even in a precompiled program, which costs a cold start tens of milliseconds.
/// </summary>
internal sealed record Markdown(string Source)
{
    public override string ToString() => Source;
}

/// <summary>
/// Turns plain text into CommonMark with GFM tables such that rendering gives the same text again, character for character. Line
/// breaks become spaces, since all of it is written within one line.
/// </summary>
internal static class MarkdownText
{
    private const string AlwaysEscaped = "\\`*[]{}<>|~^$";
    private static readonly SearchValues<char> Special = SearchValues.Create("\\`*[]{}<>|~^$_#&!:.+-=)\t");
    private static readonly SearchValues<char> Breaks = SearchValues.Create("\r\n\v\f\u0085\u2028\u2029");

    /// <summary>Text on one line, without spaces around it; runs of spaces within it stay unless a line break is among them.</summary>
    public static string OneLine(string text)
    {
        if (text.AsSpan().IndexOfAny(Breaks) < 0) return text.Trim(' ');
        var line = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (!IsBreak(text[i]))
            {
                line.Append(text[i]);
                continue;
            }

            while (line.Length > 0 && line[^1] == ' ') line.Length--;
            while (i + 1 < text.Length && (IsBreak(text[i + 1]) || text[i + 1] == ' ')) i++;
            line.Append(' ');
        }

        return line.ToString().Trim(' ');
    }

    /// <summary>Escapes text for prose, headings, lists and table cells alike.</summary>
    public static string Escape(string text)
    {
        var line = OneLine(text);
        if (line.AsSpan().IndexOfAny(Special) < 0) return line;
        var escaped = new StringBuilder(line.Length + 16);
        for (var i = 0; i < line.Length; i++)
        {
            if (NeedsBackslash(line, i)) escaped.Append('\\');
            escaped.Append(line[i] == '\t' ? "&#9;" : line[i].ToString());
        }

        return escaped.ToString();
    }

    /// <summary>A code span; backticks inside get a longer fence. Empty for empty text.</summary>
    public static string Code(string text)
    {
        var line = OneLine(text);
        if (line.Length == 0) return "";
        var fence = new string('`', LongestRun(line, '`') + 1);
        var pad = line[0] == '`' || line[^1] == '`' ? " " : "";
        return string.Concat(fence, pad, line, pad, fence);
    }

    /// <summary>A code span where tables allow one; readers of tables disagree on pipes in code, so such text is written as prose.</summary>
    public static string CodeCell(string text) =>
        text.AsSpan().ContainsAny('|', '\\') ? Escape(text) : Code(text);

    /// <summary>A fenced block, with a fence longer than any inside.</summary>
    public static string Fence(string language, string content)
    {
        var fence = new string('`', Math.Max(3, LongestRun(content, '`') + 1));
        return $"{fence}{language}\n{content.TrimEnd('\n')}\n{fence}";
    }

    /// <summary>A link; the target is a relative one that was made here, or an address that <see cref="Address"/> checked.</summary>
    public static string Link(string text, string target) => $"[{Escape(text)}]({target})";

    /// <summary>A web address as a link, or as code where it is none that a browser should follow.</summary>
    public static string Address(string url)
    {
        var line = OneLine(url);
        var web = Uri.TryCreate(line, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);
        if (!web || line.Any(c => char.IsControl(c) || c == ' ')) return Code(line);
        var plain = line.All(c => char.IsAsciiLetterOrDigit(c) || "-._~:/?#@!$'+,;=%".Contains(c, StringComparison.Ordinal));
        return Link(line, plain ? line : "<" + EscapeTarget(line) + ">");
    }

    /// <summary>Undoes <see cref="Escape"/>; for headings that were written here.</summary>
    public static string Unescape(string markdown)
    {
        if (!markdown.Contains('\\', StringComparison.Ordinal)) return markdown;
        var text = new StringBuilder(markdown.Length);
        for (var i = 0; i < markdown.Length; i++)
        {
            if (markdown[i] == '\\' && i + 1 < markdown.Length && (char.IsPunctuation(markdown[i + 1]) || char.IsSymbol(markdown[i + 1]))) i++;
            text.Append(markdown[i]);
        }

        return text.ToString();
    }

    private static bool NeedsBackslash(string line, int i)
    {
        var c = line[i];
        var next = i + 1 < line.Length ? line[i + 1] : '\0';
        var previous = i > 0 ? line[i - 1] : '\0';
        if (AlwaysEscaped.Contains(c, StringComparison.Ordinal)) return true;
        return c switch
        {
            // Within a word of ASCII letters and digits an underscore opens nothing.
            '_' => !(char.IsAsciiLetterOrDigit(previous) && char.IsAsciiLetterOrDigit(next)),
            // Opens a heading at a line's start, and closes one when a space stands before it and nothing but more of them after it.
            '#' => previous == '\0' || (previous == ' ' && line.AsSpan(i).Trim("# ").IsEmpty),
            '&' => next == '#' || char.IsAsciiLetter(next),
            '!' => next == '[',
            ':' => IsAutolinkColon(line, i),
            '.' or ')' => EndsListNumber(line, i) || (c == '.' && EndsWww(line, i)),
            '+' or '-' => i == 0 && !char.IsAsciiLetterOrDigit(next),
            '=' => i == 0,
            _ => false,
        };
    }

    private static bool IsAutolinkColon(string line, int i) =>
        i == 0 || string.CompareOrdinal(line, i + 1, "//", 0, 2) == 0
        || line.AsSpan(0, i).EndsWith("mailto", StringComparison.OrdinalIgnoreCase)
        || line.AsSpan(0, i).EndsWith("tel", StringComparison.OrdinalIgnoreCase);

    private static bool EndsListNumber(string line, int i) =>
        i is > 0 and <= 9 && (i + 1 == line.Length || line[i + 1] == ' ') && line.AsSpan(0, i).IndexOfAnyExceptInRange('0', '9') < 0;

    private static bool EndsWww(string line, int i) => line.AsSpan(0, i).EndsWith("www", StringComparison.OrdinalIgnoreCase);

    private static string EscapeTarget(string url) => url
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("<", "\\<", StringComparison.Ordinal)
        .Replace(">", "\\>", StringComparison.Ordinal)
        .Replace("&", "\\&", StringComparison.Ordinal);

    private static bool IsBreak(char c) => Breaks.Contains(c);

    private static int LongestRun(string text, char wanted)
    {
        int longest = 0, run = 0;
        foreach (var c in text)
        {
            run = c == wanted ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
