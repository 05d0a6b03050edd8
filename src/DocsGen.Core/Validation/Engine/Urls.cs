namespace DocsGen.Core.Validation;

/// <summary>The little that the rules need to know of URLs.</summary>
internal static class Urls
{
    private static readonly System.Buffers.SearchValues<char> HostEnds = System.Buffers.SearchValues.Create("/?#\\ \t\"'<>`");

    private static readonly char[] Around = [.. Enumerable.Range(0, 33).Select(c => (char)c)];

    /// <summary>The scheme of a link target in lower case, without colon; null for none.</summary>
    public static string? Scheme(string target)
    {
        if (target.Length == 0 || !char.IsAsciiLetter(target[0])) return null;
        for (var i = 1; i < target.Length; i++)
        {
            if (target[i] == ':') return target[..i].ToLowerInvariant();
            if (!char.IsAsciiLetterOrDigit(target[i]) && target[i] is not ('+' or '.' or '-')) return null;
        }

        return null;
    }

    /// <summary>A link target as a browser reads it: without tabs and line ends anywhere, and without control characters and spaces around it.</summary>
    public static string Clean(string target)
    {
        if (target.AsSpan().ContainsAny('\t', '\r', '\n')) target = string.Concat(target.Where(c => c is not ('\t' or '\r' or '\n')));
        return target.Trim(Around);
    }

    /// <summary>
    /// The host of an absolute or protocol-relative URL, or the domain of a mail address, in lower case; empty for none, or for several
    /// recipients. After http, https and ftp any slashes and backslashes, or none, lead to the host, as in browsers.
    /// </summary>
    public static string Host(string target)
    {
        var scheme = Scheme(target);
        var rest = target.AsSpan(scheme is null ? 0 : scheme.Length + 1);
        var mail = scheme is "mailto";
        if (scheme is null or "http" or "https" or "ftp") rest = rest.TrimStart("/\\");
        else if (rest.StartsWith("//", StringComparison.Ordinal)) rest = rest[2..];
        else if (!mail) return "";
        var end = rest.IndexOfAny(HostEnds);
        if (end >= 0) rest = rest[..end];
        var at = rest.LastIndexOf('@');
        if (mail && (at < 0 || rest.Count('@') > 1)) return "";
        rest = rest[(at + 1)..];
        if (rest.StartsWith("[", StringComparison.Ordinal)) return rest[..(rest.IndexOf(']') + 1)].ToString().ToLowerInvariant();
        var colon = rest.IndexOf(':');
        if (colon >= 0) rest = rest[..colon];
        return rest.TrimEnd(".,;)").ToString().ToLowerInvariant();
    }

    /// <summary>Whether a host is the one allowed, or below it where that is written <c>*.example.org</c>.</summary>
    public static bool IsHost(string host, string allowed) => allowed.StartsWith("*.", StringComparison.Ordinal)
        ? host.EndsWith(allowed[1..], StringComparison.OrdinalIgnoreCase)
        : string.Equals(host, allowed, StringComparison.OrdinalIgnoreCase);

    /// <summary>Adds the hosts of all URLs within a text.</summary>
    public static void AddHosts(string text, HashSet<string> hosts)
    {
        for (var at = text.IndexOf("://", StringComparison.Ordinal); at >= 0; at = text.IndexOf("://", at + 3, StringComparison.Ordinal))
        {
            if (Host(text[(at + 1)..]) is { Length: > 0 } host) hosts.Add(host);
        }

        if (text.StartsWith("www.", StringComparison.OrdinalIgnoreCase) && Host($"//{text}") is { Length: > 0 } bare) hosts.Add(bare);
    }
}
