using System.Security.Cryptography;
using System.Text.Json;
using DocsGen.Contracts;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Core.Sync.Webhooks;
using DocsGen.Server.Answers;
using DocsGen.Server.Auth;
using DocsGen.Server.Requests;
using DocsGen.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DocsGen.Server.Endpoints;

/// <summary><c>/webhooks</c>: who is told of the events of a space, and what became of it.</summary>
internal static class WebhookEndpoints
{
    private const int DeliveriesShown = 100;

    public static async Task<JsonHttpResult<WebhooksAnswer>> ListAsync(HttpContext http)
    {
        var call = await SyncCall.OpenAsync(http);
        return await AnswerAsync(call, Use(call));
    }

    public static async Task<JsonHttpResult<WebhookAnswer>> AddAsync(HttpContext http, TimeProvider clock)
    {
        var call = await SyncCall.OpenAsync(http);
        using var body = await JsonBody.ReadAsync(http);
        var url = JsonBody.Text(body.RootElement, "url", "") ?? throw RequestRefused.Bad("url is missing: it is where to send events to.");
        var made = SyncCall.Value(await Use(call).AddAsync(call.Space, url, Types(body.RootElement), RandomNumberGenerator.Fill, clock.GetUtcNow(), call.Actor, call.Aborted));
        return TypedResults.Json(new WebhookAnswer(Of(made) with { Secret = made.Secret }), SyncJson.Wire.WebhookAnswer);
    }

    public static async Task<JsonHttpResult<WebhooksAnswer>> RemoveAsync(HttpContext http, string webhook)
    {
        var call = await SyncCall.OpenAsync(http);
        SyncCall.Value(await Use(call).RemoveAsync(call.Space, RouteNumbers.Of("webhook", webhook), call.Actor, call.Aborted));
        return await AnswerAsync(call, Use(call));
    }

    public static async Task<JsonHttpResult<DeliveriesAnswer>> DeliveriesAsync(HttpContext http, string webhook)
    {
        var call = await SyncCall.OpenAsync(http);
        return await AnswerAsync(call, RouteNumbers.Of("webhook", webhook));
    }

    public static async Task<JsonHttpResult<DeliveriesAnswer>> RedeliverAsync(HttpContext http, string webhook, string delivery)
    {
        var call = await SyncCall.OpenAsync(http);
        var number = RouteNumbers.Of("webhook", webhook);
        SyncCall.Value(await Use(call).RedeliverAsync(call.Space, number, RouteNumbers.Of("delivery", delivery), call.Aborted));
        return await AnswerAsync(call, number);
    }

    private static ManageWebhooks Use(SyncCall call) => new(call.Ports, call.Http.RequestServices.GetRequiredService<IStore>().Webhooks);

    private static async ValueTask<JsonHttpResult<WebhooksAnswer>> AnswerAsync(SyncCall call, ManageWebhooks use) =>
        TypedResults.Json(new WebhooksAnswer([.. SyncCall.Value(await use.ListAsync(call.Space, call.Aborted)).Select(Of)]), SyncJson.Wire.WebhooksAnswer);

    private static async ValueTask<JsonHttpResult<DeliveriesAnswer>> AnswerAsync(SyncCall call, long webhook)
    {
        var deliveries = SyncCall.Value(await Use(call).DeliveriesAsync(call.Space, webhook, DeliveriesShown, call.Aborted));
        return TypedResults.Json(
            new DeliveriesAnswer([.. deliveries.Select(d => new DeliveryWire(d.Id, d.Seq, d.Type, d.State.ToWire(), d.Attempts, d.LastUtc is { } at ? Wire.Time(at) : null, d.LastAnswer))]), SyncJson.Wire.DeliveriesAnswer);
    }

    private static WebhookWire Of(Webhook webhook) => new(webhook.Id, webhook.Url.AbsoluteUri, webhook.Types, webhook.CreatedBy.ToString(), Wire.Time(webhook.CreatedUtc));

    private static List<string>? Types(JsonElement body)
    {
        if (!body.TryGetProperty("types", out var list) || list.ValueKind == JsonValueKind.Null) return null;
        if (list.ValueKind != JsonValueKind.Array) throw RequestRefused.Bad("types should be a list of types of events.");
        return [.. list.EnumerateArray().Select((t, i) => JsonBody.TextOf(t, $"types[{i}]"))];
    }
}
