namespace DocsGen.Core.Validation;

/// <summary>Finds attributes in raw HTML, as far as links and anchors need it. A comment has none.</summary>
internal static class HtmlAttributes
{
    /// <summary>Calls back for each attribute of each opening tag with its name in lower case, its value and the value's index.</summary>
    public static void Scan(string html, Action<string, string, int> found)
    {
        var at = 0;
        while (at < html.Length && html.IndexOf('<', at) is var open and >= 0)
        {
            if (html.AsSpan(open).StartsWith("<!--", StringComparison.Ordinal))
            {
                var close = html.IndexOf("-->", open + 4, StringComparison.Ordinal);
                if (close < 0) return;
                at = close + 3;
                continue;
            }

            at = open + 1;
            if (at < html.Length && char.IsAsciiLetter(html[at])) at = ScanTag(html, at, found);
        }
    }

    private static int ScanTag(string html, int at, Action<string, string, int> found)
    {
        while (at < html.Length && !char.IsWhiteSpace(html[at]) && html[at] is not '>') at++;
        while (at < html.Length && html[at] != '>')
        {
            if (char.IsWhiteSpace(html[at]) || html[at] == '/')
            {
                at++;
                continue;
            }

            at = ScanAttribute(html, at, found);
        }

        return at;
    }

    private static int ScanAttribute(string html, int at, Action<string, string, int> found)
    {
        var nameStart = at;
        while (at < html.Length && !char.IsWhiteSpace(html[at]) && html[at] is not ('=' or '>' or '/')) at++;
        var name = html[nameStart..at].ToLowerInvariant();
        while (at < html.Length && char.IsWhiteSpace(html[at])) at++;
        if (at >= html.Length || html[at] != '=') return at == nameStart ? at + 1 : at;
        at++;
        while (at < html.Length && char.IsWhiteSpace(html[at])) at++;
        if (at >= html.Length) return at;
        var quote = html[at] is '"' or '\'' ? html[at++] : '\0';
        var start = at;
        while (at < html.Length && (quote == '\0' ? !char.IsWhiteSpace(html[at]) && html[at] != '>' : html[at] != quote)) at++;
        found(name, System.Net.WebUtility.HtmlDecode(html[start..at]), start);
        return quote != '\0' && at < html.Length ? at + 1 : at;
    }
}
