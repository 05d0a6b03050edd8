namespace DocsGen.Core.Validation;

/// <summary>The little that the rules need to know of URLs.</summary>
internal static class Urls
{
    private static readonly System.Buffers.SearchValues<char> HostEnds = System.Buffers.SearchValues.Create("/?#\\ \t\"'<>`");

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

    /// <summary>The host of an absolute or protocol-relative URL, or the domain of a mail address, in lower case; empty for none.</summary>
    public static string Host(string target)
    {
        var slashes = target.IndexOf("//", StringComparison.Ordinal);
        var rest = slashes >= 0 ? target.AsSpan(slashes + 2) : target.AsSpan(target.IndexOf(':', StringComparison.Ordinal) + 1);
        var end = rest.IndexOfAny(HostEnds);
        if (end >= 0) rest = rest[..end];
        var at = rest.LastIndexOf('@');
        if (at >= 0) rest = rest[(at + 1)..];
        else if (slashes < 0) return "";
        if (rest.StartsWith("[", StringComparison.Ordinal)) return rest[..(rest.IndexOf(']') + 1)].ToString().ToLowerInvariant();
        var colon = rest.IndexOf(':');
        if (colon >= 0) rest = rest[..colon];
        return rest.TrimEnd(".,;)").ToString().ToLowerInvariant();
    }

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
