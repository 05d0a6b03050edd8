using System.Net;

namespace DocsGen.Core.Validation;

/// <summary>An attribute of an opening tag: names in lower case, the value decoded, and where it begins.</summary>
internal sealed record HtmlAttribute(string Tag, string Name, string Value, int Index);

/// <summary>Finds attributes in raw HTML, as far as links and anchors need it. A comment has none.</summary>
internal static class HtmlAttributes
{
    /// <summary>Calls back for each attribute of each opening tag.</summary>
    public static void Scan(string html, Action<HtmlAttribute> found)
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

    /// <summary>The end of the tag that opens at an index, behind its <c>&gt;</c>; the end of the text where it has none.</summary>
    public static int EndOfTag(string html, int open)
    {
        var at = open + 1;
        if (at < html.Length && html[at] == '/') at++;
        return Math.Min(html.Length, ScanTag(html, at, _ => { }) + 1);
    }

    /// <summary>The links of an attribute, each with its place in the value.</summary>
    public static IEnumerable<(string Target, int At)> Links(HtmlAttribute attribute) => attribute.Name switch
    {
        "href" or "src" or "poster" or "xlink:href" or "action" or "formaction" or "background" => [(attribute.Value.Trim(), 0)],
        "data" when attribute.Tag == "object" => [(attribute.Value.Trim(), 0)],
        "srcset" => Candidates(attribute.Value),
        _ => [],
    };

    /// <summary>The images of a <c>srcset</c>: each is a URL without white space, then perhaps a width, then a comma.</summary>
    private static List<(string Target, int At)> Candidates(string value)
    {
        var found = new List<(string, int)>();
        var at = 0;
        while (at < value.Length)
        {
            while (at < value.Length && (char.IsWhiteSpace(value[at]) || value[at] == ',')) at++;
            var start = at;
            while (at < value.Length && !char.IsWhiteSpace(value[at])) at++;
            var url = value[start..at].TrimEnd(',');
            if (url.Length > 0) found.Add((url, start));
            if (url.Length < at - start) continue;
            while (at < value.Length && value[at] != ',') at++;
        }

        return found;
    }

    private static int ScanTag(string html, int at, Action<HtmlAttribute> found)
    {
        var start = at;
        while (at < html.Length && !char.IsWhiteSpace(html[at]) && html[at] is not ('>' or '/')) at++;
        var tag = html[start..at].ToLowerInvariant();
        while (at < html.Length && html[at] != '>')
        {
            if (char.IsWhiteSpace(html[at]) || html[at] == '/')
            {
                at++;
                continue;
            }

            at = ScanAttribute(html, at, tag, found);
        }

        return at;
    }

    private static int ScanAttribute(string html, int at, string tag, Action<HtmlAttribute> found)
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
        found(new(tag, name, WebUtility.HtmlDecode(html[start..at]), start));
        return quote != '\0' && at < html.Length ? at + 1 : at;
    }
}
