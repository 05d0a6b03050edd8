using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DocsGen.Contracts;
using Polly;
using Polly.Retry;

namespace DocsGen.Client;

/// <summary>
/// Requests to one server. Each is tried again when it got no answer, or one that says to come back: reads change nothing, and every write carries a key by which the
/// server knows that it is the same one again, and answers what it answered before.
/// </summary>
public sealed class ServerConnection : IDisposable
{
    private const int Retries = 4;
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly HttpClient http;
    private readonly Func<string> newId;
    private readonly ResiliencePipeline<HttpResponseMessage> again;

    /// <summary>Connects when first asked for something.</summary>
    /// <param name="server">Where it listens, such as <c>https://docs.example.com</c>.</param>
    /// <param name="token">Sent with each request; null for none.</param>
    /// <param name="newId">Gives a new text each time, for the keys of writes.</param>
    /// <param name="clock">For the pauses between tries.</param>
    public ServerConnection(Uri server, string? token, Func<string> newId, TimeProvider clock)
    {
        Server = server;
        this.newId = newId;
        var handler = new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All, AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(10) };
        http = new HttpClient(handler) { BaseAddress = new Uri(server, SyncRoutes.Prefixes[0] + "/"), Timeout = LongestAnswer };
        if (token is not null) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        again = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock }.AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            MaxRetryAttempts = Retries,
            Delay = TimeSpan.FromMilliseconds(200),
            MaxDelay = LongestPause,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = args => ValueTask.FromResult(args.Outcome switch
            {
                // One that breaks off in the very moment of connecting comes as the socket's own.
                { Exception: HttpRequestException or SocketException } => true,
                // The first try goes on there: it broke off here, and its answer is not kept yet.
                { Result: { StatusCode: HttpStatusCode.Conflict, Headers.RetryAfter: not null } } => true,
                { Result.StatusCode: HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout } => true,
                _ => false,
            }),
            DelayGenerator = args => ValueTask.FromResult(args.Outcome.Result?.Headers.RetryAfter?.Delta is { } said && said <= LongestPause ? said : (TimeSpan?)null),
            OnRetry = args =>
            {
                args.Outcome.Result?.Dispose();
                return default;
            },
        }).Build();
    }

    /// <summary>Where it listens.</summary>
    public Uri Server { get; }

    /// <summary>Asks for something.</summary>
    /// <exception cref="ServerException">It cannot be reached, or refuses.</exception>
    public async ValueTask<T> GetAsync<T>(string? space, string route, JsonTypeInfo<T> form, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(space, HttpMethod.Get, route, null, cancellationToken);
        return await ReadAsync(await RequireAsync(response, cancellationToken), form, cancellationToken);
    }

    /// <summary>Asks for something that may not be there: null for 404.</summary>
    /// <exception cref="ServerException">It cannot be reached, or refuses otherwise.</exception>
    public async ValueTask<T?> FindAsync<T>(string? space, string route, JsonTypeInfo<T> form, CancellationToken cancellationToken)
        where T : class
    {
        using var response = await SendAsync(space, HttpMethod.Get, route, null, cancellationToken);
        return response.StatusCode == HttpStatusCode.NotFound ? null : await ReadAsync(await RequireAsync(response, cancellationToken), form, cancellationToken);
    }

    /// <summary>Sends one request until there is an answer, whatever it says; the caller disposes it, and reads its body.</summary>
    /// <param name="space">The slug of the space that it is about; null for none.</param>
    /// <param name="method">Anything but GET gets a key of its own, the same in every try.</param>
    /// <param name="route">After the protocol's prefix, without a leading slash.</param>
    /// <param name="body">Makes the body anew for each try; null for none.</param>
    /// <param name="cancellationToken">Stops it; the server may have heard it already.</param>
    /// <exception cref="ServerException">There was none.</exception>
    public async ValueTask<HttpResponseMessage> SendAsync(string? space, HttpMethod method, string route, Func<HttpContent>? body, CancellationToken cancellationToken)
    {
        var key = method == HttpMethod.Get ? null : newId();
        try
        {
            return await again.ExecuteAsync(async stop =>
            {
                using var request = new HttpRequestMessage(method, route) { Content = body?.Invoke() };
                if (space is not null) request.Headers.Add(SyncRoutes.SpaceHeader, space);
                if (key is not null) request.Headers.Add("Idempotency-Key", key);
                return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
            }, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or SocketException)
        {
            throw Silent(exception);
        }
        catch (TaskCanceledException exception) when (exception.InnerException is TimeoutException)
        {
            throw Silent(exception);
        }
    }

    /// <summary>The body of an answer.</summary>
    /// <exception cref="ServerException">It broke off, or is not of this form.</exception>
    public async ValueTask<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> form, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonSerializer.DeserializeAsync(stream, AnswerJson.Of(form), cancellationToken) ?? throw Foreign(response.StatusCode, null);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            throw Silent(exception);
        }
        catch (JsonException exception)
        {
            throw Foreign(response.StatusCode, exception);
        }
    }

    /// <summary>An answer that is good.</summary>
    /// <exception cref="ServerException">It is a refusal.</exception>
    public async ValueTask<HttpResponseMessage> RequireAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode) return response;
        var refused = await RefusalAsync(response, cancellationToken);
        throw new ServerException(refused.Code, refused.Error, response.StatusCode);
    }

    /// <summary>What a refusal says.</summary>
    /// <exception cref="ServerException">It says nothing that is of the protocol.</exception>
    public async ValueTask<ErrorAnswer> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var refused = await ReadAsync(response, SyncJson.Wire.ErrorAnswer, cancellationToken);
        return refused is { Error.Length: > 0, Code.Length: > 0 } ? refused : throw Foreign(response.StatusCode, null);
    }

    /// <summary>That an answer is not of the protocol.</summary>
    internal ServerException Foreign(HttpStatusCode? status, Exception? inner) => new(
        ServerException.BadAnswer, $"{Server} answered {(status is { } s ? $"{(int)s} with " : "")}something that is not of the sync protocol{(inner is null ? "" : $" ({inner.Message})")}. Is it a DocsGen server, and its address right?", status, inner);

    /// <summary>That no answer came, or not all of it.</summary>
    internal ServerException Silent(Exception inner) => new(ServerException.Unreachable, $"{Server} cannot be reached: {inner.Message}", null, inner);

    public void Dispose() => http.Dispose();
}
