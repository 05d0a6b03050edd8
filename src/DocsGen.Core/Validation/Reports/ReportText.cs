using System.Text;

namespace DocsGen.Core.Validation;

/// <summary>Plain text made safe to stand in Markdown: it renders to exactly itself, on one line.</summary>
internal static class ReportText
{
    private static readonly System.Buffers.SearchValues<char> Special = System.Buffers.SearchValues.Create("\\`*_{}[]<>()#+-.!|~&:@\r\n\t");

    /// <summary>Escapes a text for a paragraph, list item or table cell.</summary>
    public static string Escape(string text)
    {
        if (!text.AsSpan().ContainsAny(Special)) return text;
        var escaped = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '\r' or '\n' or '\t') escaped.Append(' ');
            else if (c is '_' && IsWithinWord(text, i)) escaped.Append(c);
            else if (c is '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '>' or '|' or '~' or '&' or '{' or '}') escaped.Append('\\').Append(c);
            else if (c is '#' or '+' or '-' && i == 0) escaped.Append('\\').Append(c);
            else if (c is '.' or ')' && IsNumberBefore(text, i)) escaped.Append('\\').Append(c);
            else if (c is ':' && i + 2 < text.Length && text[i + 1] == '/' && text[i + 2] == '/') escaped.Append("&#58;");
            else if (c is '@') escaped.Append("&#64;");
            else if (c is '.' && i >= 3 && text.AsSpan(i - 3, 3).Equals("www", StringComparison.OrdinalIgnoreCase)) escaped.Append("&#46;");
            else escaped.Append(c);
        }

        return escaped.ToString();
    }

    /// <summary>A code span that shows a text as it is.</summary>
    public static string Code(string text)
    {
        text = text.ReplaceLineEndings(" ");
        var longest = 0;
        var run = 0;
        foreach (var c in text)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        var fence = new string('`', longest + 1);
        var padding = text.Length == 0 || text[0] is '`' or ' ' || text[^1] is '`' or ' ' ? " " : "";
        return $"{fence}{padding}{text}{padding}{fence}";
    }

    // Between letters or digits an underscore emphasises nothing.
    private static bool IsWithinWord(string text, int at) =>
        at > 0 && at + 1 < text.Length && char.IsLetterOrDigit(text[at - 1]) && char.IsLetterOrDigit(text[at + 1]);

    private static bool IsNumberBefore(string text, int at)
    {
        for (var i = 0; i < at; i++)
        {
            if (!char.IsAsciiDigit(text[i])) return false;
        }

        return at > 0;
    }
}
