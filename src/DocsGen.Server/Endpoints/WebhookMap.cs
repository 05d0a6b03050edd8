using DocsGen.Contracts;
using DocsGen.Server.Reference;
using DocsGen.Server.Requests;
using DocsGen.Server.Telemetry;

namespace DocsGen.Server.Endpoints;

/// <summary>Which route about webhooks leads where, and what the reference says of it.</summary>
internal static class WebhookMap
{
    private const string Tag = "Webhooks";
    private const string Scope = "admin";

    public static void Map(RouteGroupBuilder webhooks)
    {
        webhooks.MapGet("", (Delegate)WebhookEndpoints.ListAsync)
            .Describe(new() { Tag = Tag, Summary = "Who is told of the space's events.", Scope = Scope, Answer = typeof(WebhooksAnswer) });
        webhooks.MapPost("", (Delegate)WebhookEndpoints.AddAsync).Watched("webhook.add")
            .Describe(new() { Tag = Tag, Summary = "Adds a webhook; its secret is in this answer and nowhere else.", Scope = Scope, Request = typeof(WebhookRequest), Example = """{"url":"https://example.com/hook","types":["changeset.*"]}""", Answer = typeof(WebhookAnswer) });
        webhooks.MapDelete("/{webhook}", WebhookEndpoints.RemoveAsync).WithMetadata(new KeepsAnswers()).Watched("webhook.remove")
            .Describe(new() { Tag = Tag, Summary = "Takes a webhook away.", Scope = Scope, Answer = typeof(WebhooksAnswer), Statuses = [409, 422] });
        webhooks.MapGet("/{webhook}/deliveries", WebhookEndpoints.DeliveriesAsync)
            .Describe(new() { Tag = Tag, Summary = "Its last deliveries, newest first.", Scope = Scope, Answer = typeof(DeliveriesAnswer) });
        webhooks.MapPost("/{webhook}/deliveries/{delivery}/redeliver", WebhookEndpoints.RedeliverAsync).WithMetadata(new KeepsAnswers()).Watched("webhook.redeliver")
            .Describe(new() { Tag = Tag, Summary = "Has a delivery tried again, under the same number.", Scope = Scope, Answer = typeof(DeliveriesAnswer), Statuses = [409, 422] });
    }
}
