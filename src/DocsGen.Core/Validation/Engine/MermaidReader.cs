namespace DocsGen.Core.Validation;

/// <summary>A place at which a diagram does not parse, and why.</summary>
internal sealed class MermaidException(int index, string message) : Exception(message)
{
    public int Index { get; } = index;
}

/// <summary>
/// Reads the text of a diagram character by character. Comments, directives and front matter are blanks in it, so that indices are those
/// of the block.
/// </summary>
internal sealed class MermaidReader(string text)
{
    public string Text { get; } = text;
    public int At { get; set; }
    public bool AtEnd => At >= Text.Length;

    /// <summary>The character some places ahead; NUL behind the end.</summary>
    public char Peek(int ahead = 0) => At + ahead < Text.Length ? Text[At + ahead] : '\0';

    public bool Is(string expected) => string.CompareOrdinal(Text, At, expected, 0, expected.Length) == 0;

    public bool Take(string expected)
    {
        if (!Is(expected)) return false;
        At += expected.Length;
        return true;
    }

    /// <summary>Whether one of some words stands here, not continued by a letter, digit or underscore.</summary>
    public string? WordOf(IReadOnlyList<string> words, StringComparison comparison = StringComparison.Ordinal)
    {
        foreach (var word in words)
        {
            if (string.Compare(Text, At, word, 0, word.Length, comparison) == 0 && !IsWordCharacter(Peek(word.Length))) return word;
        }

        return null;
    }

    public void SkipBlanks()
    {
        while (Peek() is ' ' or '\t' or '\r') At++;
    }

    public void SkipSpace()
    {
        while (!AtEnd && char.IsWhiteSpace(Text[At])) At++;
    }

    public void SkipTo(params ReadOnlySpan<char> ends)
    {
        var found = Text.AsSpan(At).IndexOfAny(ends);
        At = found < 0 ? Text.Length : At + found;
    }

    /// <summary>The rest of the line, trimmed; the reader stands before the line's end then.</summary>
    public string Line()
    {
        var start = At;
        SkipTo('\n');
        return Text[start..At].Trim();
    }

    /// <summary>What stands here, for messages: at most a few words of the line.</summary>
    public string Here()
    {
        var window = Text.AsSpan(At, Math.Min(200, Text.Length - At));
        var end = window.IndexOf('\n');
        var line = (end < 0 ? window : window[..end]).Trim().ToString();
        return line.Length <= 40 ? line : $"{line[..40]}...";
    }

    public MermaidException Fail(string message) => new(At, message);

    public static bool IsWordCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    /// <summary>A diagram with what is no part of it blanked; the title of its front matter is kept.</summary>
    public static MermaidReader Of(string content, out string title)
    {
        var text = content.ToCharArray();
        title = BlankFrontMatter(content, text);
        for (var open = content.IndexOf("%%{", StringComparison.Ordinal); open >= 0; open = content.IndexOf("%%{", open + 1, StringComparison.Ordinal))
        {
            var close = content.IndexOf("}%%", open, StringComparison.Ordinal);
            Blank(text, open, close < 0 ? content.Length : close + 3);
            if (close < 0) break;
            open = close;
        }

        for (var start = 0; start < text.Length;)
        {
            var end = Array.IndexOf(text, '\n', start);
            if (end < 0) end = text.Length;
            if (text.AsSpan(start, end - start).TrimStart().StartsWith("%%", StringComparison.Ordinal)) Blank(text, start, end);
            start = end + 1;
        }

        return new(new(text));
    }

    private static string BlankFrontMatter(string content, char[] text)
    {
        var start = content.AsSpan().IndexOfAnyExcept(" \t\r\n");
        if (start < 0 || !content.AsSpan(start).StartsWith("---", StringComparison.Ordinal)) return "";
        var title = "";
        for (var at = content.IndexOf('\n', start); at >= 0; at = content.IndexOf('\n', at + 1))
        {
            var end = content.IndexOf('\n', at + 1);
            var line = content[(at + 1)..(end < 0 ? content.Length : end)].Trim();
            if (line.StartsWith("title:", StringComparison.Ordinal)) title = line["title:".Length..].Trim().Trim('"', '\'');
            if (line != "---") continue;
            Blank(text, start, at + 1 + 3);
            return title;
        }

        return "";
    }

    private static void Blank(char[] text, int start, int end)
    {
        for (var i = start; i < end && i < text.Length; i++)
        {
            if (text[i] != '\n') text[i] = ' ';
        }
    }
}
