namespace DocsGen.Contracts;

/// <summary>A webhook; its secret only in the answer to <c>POST /webhooks</c>.</summary>
public sealed record WebhookWire(long Id, string Url, IReadOnlyList<string>? Types, string CreatedBy, string CreatedAt, string? Secret = null);

/// <summary>Asks for a webhook: types of events, or beginnings such as <c>changeset.*</c>; all where left out.</summary>
public sealed record WebhookRequest(string Url, IReadOnlyList<string>? Types = null);

/// <summary>Answers <c>POST /webhooks</c>.</summary>
public sealed record WebhookAnswer(WebhookWire Webhook);

/// <summary>Answers <c>GET /webhooks</c> and <c>DELETE /webhooks/{webhook}</c>: those that are there.</summary>
public sealed record WebhooksAnswer(IReadOnlyList<WebhookWire> Webhooks);

/// <summary>One event on its way to one webhook.</summary>
/// <param name="Id">Its number; requests carry it as <c>webhook-id: delivery-N</c>, the same in every try.</param>
/// <param name="Seq">The event's number in its space.</param>
/// <param name="Type">The event's type.</param>
/// <param name="State"><c>pending</c>, <c>delivered</c> or <c>given_up</c>.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="LastAt">When it was tried last; UTC in ISO 8601.</param>
/// <param name="LastAnswer">What the receiver answered, or what went wrong.</param>
public sealed record DeliveryWire(long Id, long Seq, string Type, string State, int Attempts, string? LastAt, string? LastAnswer);

/// <summary>Answers <c>GET /webhooks/{webhook}/deliveries</c> and <c>POST .../deliveries/{delivery}/redeliver</c>: the last ones, newest first.</summary>
public sealed record DeliveriesAnswer(IReadOnlyList<DeliveryWire> Deliveries);
