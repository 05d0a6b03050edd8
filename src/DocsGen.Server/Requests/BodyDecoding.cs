using System.IO.Compression;
using DocsGen.Server.Answers;

namespace DocsGen.Server.Requests;

/// <summary>Bodies that come compressed. What they hold counts against the same limit as a body that does not: a small one that unfolds to a large one ends there.</summary>
internal static class BodyDecoding
{
    public static async Task DecodeAsync(HttpContext http, RequestDelegate next, long most)
    {
        var body = http.Request.Body;
        Stream? decoded = http.Request.Headers.ContentEncoding.ToString().Trim().ToUpperInvariant() switch
        {
            "" or "IDENTITY" => null,
            "GZIP" or "X-GZIP" => new GZipStream(body, CompressionMode.Decompress, leaveOpen: true),
            "BR" => new BrotliStream(body, CompressionMode.Decompress, leaveOpen: true),
            var other => throw new RequestRefused(StatusCodes.Status415UnsupportedMediaType, "UNSUPPORTED_ENCODING", $"The body is encoded as '{other}'; it may be gzip or br."),
        };
        if (decoded is null)
        {
            await next(http);
            return;
        }

        // A route that judges its size itself does so of what is unfolded.
        var limit = http.GetEndpoint()?.Metadata.GetMetadata<OwnBodyLimit>() is null ? most : long.MaxValue;
        await using var limited = new LimitedStream(decoded, limit, BodyLimit.Sentence, unfolds: true);
        http.Request.Body = limited;
        // Its length was that of the compressed one.
        http.Request.Headers.ContentLength = null;
        http.Request.Headers.ContentEncoding = default;
        try
        {
            await next(http);
        }
        finally
        {
            http.Request.Body = body;
        }
    }
}
