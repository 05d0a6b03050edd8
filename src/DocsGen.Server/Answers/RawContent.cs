using System.Net.Http.Headers;
using System.Text;

namespace DocsGen.Server.Answers;

/// <summary>Contents as bytes, such that no browser takes them for a page of this server's: a type that says no more than is sure, no sniffing, and a sandbox without scripts.</summary>
internal static class RawContent
{
    private const string Bytes = "application/octet-stream";
    private const int HeadBytes = 16;

    /// <summary>Sends a content under the name of its path. Images and texts are shown, everything else is saved; an SVG may hold scripts, and is saved.</summary>
    public static async Task SendAsync(HttpContext http, Stream content, string path)
    {
        var type = await TypeAsync(content, path, http.RequestAborted);
        var disposition = new ContentDispositionHeaderValue(type == Bytes ? "attachment" : "inline") { FileNameStar = path[(path.LastIndexOf('/') + 1)..] };
        http.Response.Headers.ContentDisposition = disposition.ToString();
        await SendAsync(http, content, content.Length, type);
    }

    /// <summary>Sends bytes as nothing but bytes.</summary>
    public static Task SendAsync(HttpContext http, Stream content, long size) => SendAsync(http, content, size, Bytes);

    private static async Task SendAsync(HttpContext http, Stream content, long size, string type)
    {
        http.Response.ContentType = type;
        http.Response.ContentLength = size;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        http.Response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        await content.CopyToAsync(http.Response.Body, http.RequestAborted);
    }

    private static async ValueTask<string> TypeAsync(Stream content, string path, CancellationToken cancellationToken)
    {
        var head = new byte[HeadBytes];
        var length = await content.ReadAtLeastAsync(head, HeadBytes, throwOnEndOfStream: false, cancellationToken);
        content.Position = 0;
        if (Image(head.AsSpan(0, length)) is { } image) return image;
        var isText = !path.EndsWith(".svg", StringComparison.OrdinalIgnoreCase) && await IsTextAsync(content, cancellationToken);
        content.Position = 0;
        if (!isText) return Bytes;
        return path.EndsWith(".md", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".markdown", StringComparison.OrdinalIgnoreCase) ? "text/markdown; charset=utf-8" : "text/plain; charset=utf-8";
    }

    private static string? Image(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])) return "image/png";
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])) return "image/jpeg";
        if (head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8)) return "image/gif";
        return head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8) ? "image/webp" : null;
    }

    // UTF-8 without NUL, as everywhere; read piece by piece, since a file may be large.
    private static async ValueTask<bool> IsTextAsync(Stream content, CancellationToken cancellationToken)
    {
        var decoder = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetDecoder();
        var (bytes, chars) = (new byte[16 * 1024], new char[(16 * 1024) + 4]);
        try
        {
            while (true)
            {
                var read = await content.ReadAsync(bytes, cancellationToken);
                if (bytes.AsSpan(0, read).Contains((byte)0)) return false;
                decoder.GetChars(bytes.AsSpan(0, read), chars, flush: read == 0);
                if (read == 0) return true;
            }
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
