using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DocsGen.Contracts;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Server.Answers;
using DocsGen.Server.Auth;
using DocsGen.Storage;

namespace DocsGen.Server.Requests;

/// <summary>Marks a route whose answer can be kept under an <c>Idempotency-Key</c>.</summary>
/// <param name="IsOfSpace">Whether the headers name its space; what lies outside of any has keys of its own.</param>
internal sealed record KeepsAnswers(bool IsOfSpace = true);

/// <summary>
/// Writes that carry an <c>Idempotency-Key</c> are done once: the answer is kept, and given again to the same request. It stands around the error handler, so that refusals are kept as well.
/// </summary>
internal sealed class IdempotentWrites(RequestDelegate next)
{
    /// <summary>The request's header.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>Says that an answer was given before.</summary>
    public const string Replayed = "Idempotency-Replayed";

    private const int MaxKey = 200;
    private const int MaxAnswer = 64 * 1024 * 1024;

    public async Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<KeepsAnswers>() is not { } route || http.Request.Headers[Header] is not { Count: > 0 } given)
        {
            await next(http);
            return;
        }

        if (given is not [{ Length: > 0 and <= MaxKey } text] || text.Any(c => c is <= ' ' or > '~')) throw RequestRefused.Bad($"{Header} should be one text of 1 to {MaxKey} visible ASCII characters.");
        var key = await KeyAsync(http, route, text);
        var request = await FingerprintAsync(http);
        var answers = http.RequestServices.GetRequiredService<IStore>().Answers;
        switch (await answers.ClaimAsync(key, request, http.RequestAborted))
        {
            case AnswerClaim.Held held:
                await DoAsync(http, answers, key, held.Holder);
                break;
            case AnswerClaim.Kept kept:
                http.Response.Headers[Replayed] = "true";
                await WriteAsync(http, kept.Answer.Status, kept.Answer.ContentType, kept.Answer.Body);
                break;
            case AnswerClaim.Running:
                http.Response.Headers.RetryAfter = "1";
                await WriteAsync(http, StatusCodes.Status409Conflict, new("A request with this key runs at this moment. Ask again in a second.", "IDEMPOTENCY_KEY_IN_USE"));
                break;
            case AnswerClaim.Reused:
                await WriteAsync(http, StatusCodes.Status422UnprocessableEntity, new("This key stands for another request. Give each request a key of its own.", "IDEMPOTENCY_KEY_REUSED"));
                break;
        }
    }

    private async Task DoAsync(HttpContext http, IAnswerStore answers, AnswerKey key, string holder)
    {
        var (wire, gone) = (http.Response.Body, http.RequestAborted);
        await using var written = new MemoryStream();
        http.Response.Body = written;
        // Once begun it goes on to its end, also when the client hangs up: it comes again under this key, and is to hear what was done.
        http.RequestAborted = CancellationToken.None;
        var isKept = false;
        try
        {
            await next(http);
            // Of what failed nobody knows whether it was done: it may be done again.
            if (http.Response.StatusCode < StatusCodes.Status500InternalServerError && written.Length <= MaxAnswer)
            {
                isKept = true;
                await answers.KeepAsync(key, holder, new(http.Response.StatusCode, http.Response.ContentType ?? "application/json", written.ToArray()), CancellationToken.None);
            }
        }
        finally
        {
            (http.Response.Body, http.RequestAborted) = (wire, gone);
            if (!isKept) await answers.ReleaseAsync(key, holder, CancellationToken.None);
        }

        written.Position = 0;
        await written.CopyToAsync(wire, http.RequestAborted);
    }

    private static async ValueTask<AnswerKey> KeyAsync(HttpContext http, KeepsAnswers route, string key)
    {
        if (!route.IsOfSpace) return new((await SyncCall.AuthenticateAsync(http)).Actor, 0, key);
        var call = await SyncCall.OpenAsync(http);
        return new(call.Actor, call.Space.Id, key);
    }

    // Everything that makes a request what it is; a route is the same under each of its names.
    private static async ValueTask<ContentHash> FingerprintAsync(HttpContext http)
    {
        using var hasher = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hasher.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{http.Request.Method} {PathOf(http)}{http.Request.QueryString}\n{http.Request.Headers.IfMatch}\n")));
        http.Request.EnableBuffering();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0) hasher.AppendData(buffer, 0, read);
        http.Request.Body.Position = 0;
        return ContentHash.FromDigest(hasher.GetHashAndReset());
    }

    private static string PathOf(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "";
        if (SyncRoutes.Prefixes.FirstOrDefault(p => path.StartsWith(p + "/", StringComparison.OrdinalIgnoreCase)) is { } prefix) path = path[prefix.Length..];
        var alias = $"/{SyncRoutes.Changesets[1]}/";
        return path.StartsWith(alias, StringComparison.OrdinalIgnoreCase) ? $"/{SyncRoutes.Changesets[0]}/{path[alias.Length..]}" : path;
    }

    private static Task WriteAsync(HttpContext http, int status, ErrorAnswer answer)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(answer, SyncJson.Wire.ErrorAnswer, cancellationToken: http.RequestAborted);
    }

    private static async Task WriteAsync(HttpContext http, int status, string type, ReadOnlyMemory<byte> body)
    {
        (http.Response.StatusCode, http.Response.ContentType) = (status, type);
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }
}
