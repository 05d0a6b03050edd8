using System.Globalization;
using DocsGen.Contracts;
using DocsGen.Server.Requests;
using DocsGen.Storage;
using Microsoft.AspNetCore.WebUtilities;

namespace DocsGen.Server.Answers;

/// <summary>Answers what goes wrong, in JSON, whatever it is: never HTML, an empty body or a stack trace.</summary>
internal sealed partial class ErrorHandler(RequestDelegate next, ILogger<ErrorHandler> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        // What is JSON is never to be taken for anything else.
        http.Response.Headers.XContentTypeOptions = "nosniff";
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for an answer any more.
            return;
        }
        catch (Exception exception) when (!http.Response.HasStarted)
        {
            await AnswerAsync(http, exception);
            return;
        }

        if (http.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null })
        {
            var (code, message) = http.Response.StatusCode switch
            {
                StatusCodes.Status404NotFound => ("NOT_FOUND", $"There is nothing at {http.Request.Path}."),
                StatusCodes.Status405MethodNotAllowed => ("METHOD_NOT_ALLOWED", $"{http.Request.Path} does not take {http.Request.Method}."),
                var status => ("REFUSED", $"The request was refused ({status})."),
            };
            await WriteAsync(http, new(message, code));
        }
    }

    private async Task AnswerAsync(HttpContext http, Exception exception)
    {
        var (status, answer) = exception switch
        {
            RequestRefused refused => (refused.Status, new ErrorAnswer(refused.Message, refused.Code, refused.FileId, SyncErrors.Unmet(refused.Code, refused.Message))),
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => (StatusCodes.Status413PayloadTooLarge, new(BodyLimit.Sentence, "TOO_LARGE")),
            BadHttpRequestException bad => (bad.StatusCode, new(bad.Message, "BAD_REQUEST")),
            // The web server's own word for a piece of a body whose size is no number.
            IOException { InnerException: OverflowException } => (StatusCodes.Status400BadRequest, new("The body comes in pieces, one of which has no size.", "BAD_REQUEST")),
            StoreBusyException busy => (StatusCodes.Status503ServiceUnavailable, new(busy.Message, "STORE_BUSY")),
            StoreFailedException => (StatusCodes.Status503ServiceUnavailable, new("The store cannot be reached or written. Try again; the server's log says more.", "STORE_FAILED")),
            _ => (StatusCodes.Status500InternalServerError, new("Something unexpected went wrong. The server's log says more.", "UNEXPECTED")),
        };
        if (status >= StatusCodes.Status500InternalServerError) Failed(log, exception, http.Request.Method, http.GetEndpoint()?.DisplayName ?? "no route");
        http.Response.Clear();
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.StatusCode = status;
        if (status == StatusCodes.Status401Unauthorized) http.Response.Headers.WWWAuthenticate = "Bearer";
        if (status == StatusCodes.Status503ServiceUnavailable) http.Response.Headers.RetryAfter = "1";
        if (exception is RequestRefused { RetryAfter: { } seconds }) http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await WriteAsync(http, answer);
    }

    // The sync routes, which are found in any case, have a form of their own, which existing clients read; everything else answers problem details.
    private static Task WriteAsync(HttpContext http, ErrorAnswer answer)
    {
        if (SyncRoutes.Prefixes.Any(p => http.Request.Path.StartsWithSegments(p, StringComparison.OrdinalIgnoreCase))) return http.Response.WriteAsJsonAsync(answer, SyncJson.Wire.ErrorAnswer);
        var status = http.Response.StatusCode;
        return http.Response.WriteAsJsonAsync(new("about:blank", ReasonPhrases.GetReasonPhrase(status), status, answer.Error, answer.Code), AccessJson.Wire.ProblemAnswer, ProblemAnswer.MediaType);
    }

    // Neither path nor body: both may hold what is nobody's business.
    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Endpoint} failed")]
    private static partial void Failed(ILogger log, Exception exception, string method, string endpoint);
}
