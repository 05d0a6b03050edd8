using DocsGen.Server.Answers;
using Microsoft.AspNetCore.Http.Features;

namespace DocsGen.Server.Requests;

/// <summary>
/// The limit of a request's size. A client that sends more than it may, and reads the answer only when it is through, would be cut off before it hears why: so what is
/// not much more is read to its end, and thrown away.
/// </summary>
internal static class BodyLimit
{
    public const string Sentence = "The request is larger than this server takes. Push fewer or smaller files at once.";

    /// <summary>How far beyond the limit a body is read to its end.</summary>
    public const long Courtesy = 64 * 1024 * 1024;

    public static async Task EnforceAsync(HttpContext http, RequestDelegate next, long most)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<OwnBodyLimit>() is not null)
        {
            await next(http);
            return;
        }

        if (http.Request.ContentLength > most) throw await RefuseAsync(http, Sentence);
        if (http.Request.ContentLength is not null || http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            await next(http);
            return;
        }

        // One that does not say how large it is ends at the limit. It is not the web server's: that reads to its end what was answered unread, or read in part, and hangs up without a word
        // where it comes to its own.
        var body = http.Request.Body;
        http.Request.Body = new LimitedStream(body, most, Sentence);
        try
        {
            await next(http);
        }
        finally
        {
            http.Request.Body = body;
        }
    }

    /// <summary>The refusal of a body that says itself that it is too large.</summary>
    public static async ValueTask<RequestRefused> RefuseAsync(HttpContext http, string sentence)
    {
        await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
        return new(StatusCodes.Status413PayloadTooLarge, "TOO_LARGE", sentence);
    }
}
