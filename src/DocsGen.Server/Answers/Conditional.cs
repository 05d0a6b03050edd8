using DocsGen.Core.Artifacts;

namespace DocsGen.Server.Answers;

/// <summary>Entity tags (RFC 9110, section 8.8.3): what a client has already is not sent again.</summary>
internal static class Conditional
{
    /// <summary>Names the answer that follows; true when the client has it, and 304 is said.</summary>
    /// <param name="http">The request.</param>
    /// <param name="tag">What names it, without quotes.</param>
    /// <param name="isImmutable">Whether it is the same for ever, and need not be asked for again.</param>
    public static bool IsKnown(HttpContext http, string tag, bool isImmutable = false)
    {
        var quoted = $"\"{tag}\"";
        http.Response.Headers.ETag = quoted;
        // Never in a cache that others share: who asks decides what is there.
        http.Response.Headers.CacheControl = isImmutable ? "private, max-age=31536000, immutable" : "private, no-cache";
        http.Response.Headers.Vary = "Authorization, X-Jolli-Space, X-DocsGen-Space";
        if (!Names(http.Request.Headers.IfNoneMatch, quoted)) return false;
        http.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    /// <summary>Whether a header names a tag, or any. A weak tag counts as the strong one, as If-None-Match compares.</summary>
    public static bool Names(Microsoft.Extensions.Primitives.StringValues header, string quoted) =>
        header.OfType<string>().SelectMany(h => h.Split(',', StringSplitOptions.TrimEntries)).Any(t => t == "*" || t == quoted || t == "W/" + quoted);

    /// <summary>The tag of some bytes.</summary>
    public static string TagOf(ReadOnlySpan<byte> answer) => ContentHash.Of(answer).Value[..32];
}
