using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using DocsGen.Core.Sync.Webhooks;

namespace DocsGen.Server.Webhooks;

/// <summary>Sends one delivery, once. Redirects are not followed, what the receiver says beyond its status is not read, and ten seconds are enough.</summary>
internal sealed class WebhookSender : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient http;
    private readonly TimeProvider clock;

    public WebhookSender(AddressGuard guard, TimeProvider clock)
    {
        this.clock = clock;
        http = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            MaxResponseHeadersLength = 16,
            // A name may lead elsewhere tomorrow: what was looked at is not used for long.
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            ConnectCallback = (context, stop) => guard.ConnectAsync(context.DnsEndPoint, stop),
        })
        {
            Timeout = Patience,
        };
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("DocsGen", null));
    }

    /// <summary>Whether it was taken, and what was said.</summary>
    public async ValueTask<(bool IsDelivered, string Answer)> SendAsync(DueDelivery delivery, CancellationToken cancellationToken)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"delivery-{delivery.Id}");
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, delivery.Url) { Content = new StringContent(delivery.Body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSignature.Of(delivery.Secret, id, timestamp, delivery.Body));
        request.Headers.Add("webhook-event", delivery.Type);
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return (answer.IsSuccessStatusCode, string.Create(CultureInfo.InvariantCulture, $"{(int)answer.StatusCode}{(answer.StatusCode is >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest ? ", a redirect, which is not followed" : "")}"));
        }
        catch (HttpRequestException exception)
        {
            return (false, exception.Message);
        }
        catch (SocketException exception)
        {
            return (false, exception.Message);
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (false, string.Create(CultureInfo.InvariantCulture, $"no answer within {Patience.TotalSeconds} seconds"));
        }
    }

    public void Dispose() => http.Dispose();
}
