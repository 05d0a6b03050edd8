using System.Globalization;
using DocsGen.Core.Access;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync.Webhooks;

namespace DocsGen.Core.Sync.UseCases;

/// <summary>Says who is told of the events of a space. All of it takes the right to administer the space, looking too: addresses may say much.</summary>
public sealed class ManageWebhooks(SyncPorts ports, IWebhookStore webhooks)
{
    private const int MaxUrl = 2000;
    private const int MaxTypes = 50;

    /// <summary>Adds one; its secret is in the answer, and shown nowhere else.</summary>
    /// <param name="space">The space.</param>
    /// <param name="url">Where to send to: http or https.</param>
    /// <param name="types">Types of events, or beginnings such as <c>changeset.*</c>; null for all.</param>
    /// <param name="random">Fills bytes with randomness fit for secrets.</param>
    /// <param name="now">The time of creation.</param>
    /// <param name="actor">Who adds it.</param>
    /// <param name="cancellationToken">Stops it before it is written.</param>
    public async ValueTask<SyncAnswer<Webhook>> AddAsync(Space space, string url, IReadOnlyList<string>? types, Action<Span<byte>> random, DateTimeOffset now, Actor actor, CancellationToken cancellationToken)
    {
        if (ports.Refuse<Webhook>(space.Slug.Value, Scope.Admin) is { } denied) return denied;
        if (url.Length > MaxUrl || !Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.UserInfo.Length > 0 || address.Fragment.Length > 0)
        {
            return new SyncAnswer<Webhook>.Refused("BAD_REQUEST", $"A webhook's address is an http or https URL of up to {MaxUrl} characters, without a user or a fragment.");
        }

        if (types is { Count: 0 or > MaxTypes } || types?.FirstOrDefault(t => !IsType(t)) is not null) return new SyncAnswer<Webhook>.Refused("BAD_REQUEST", $"Types of events are 1 to {MaxTypes} words such as changeset.published, or beginnings such as changeset.*.");
        var webhook = new Webhook { Space = space.Id, Url = address, Secret = WebhookSignature.NewSecret(random), Types = types is null ? null : [.. types.Distinct(StringComparer.Ordinal)], CreatedBy = actor, CreatedUtc = now };
        return new SyncAnswer<Webhook>.Done(await webhooks.AddAsync(webhook, cancellationToken));
    }

    public async ValueTask<SyncAnswer<IReadOnlyList<Webhook>>> ListAsync(Space space, CancellationToken cancellationToken) =>
        ports.Refuse<IReadOnlyList<Webhook>>(space.Slug.Value, Scope.Admin) is { } denied ? denied : new SyncAnswer<IReadOnlyList<Webhook>>.Done(await webhooks.ListAsync(space.Id, cancellationToken));

    public async ValueTask<SyncAnswer<long>> RemoveAsync(Space space, long webhook, Actor actor, CancellationToken cancellationToken)
    {
        if (ports.Refuse<long>(space.Slug.Value, Scope.Admin) is { } denied) return denied;
        return await webhooks.RemoveAsync(space.Id, webhook, actor, cancellationToken) ? new SyncAnswer<long>.Done(webhook) : None<long>(space, webhook);
    }

    public async ValueTask<SyncAnswer<IReadOnlyList<Delivery>>> DeliveriesAsync(Space space, long webhook, int limit, CancellationToken cancellationToken)
    {
        if (ports.Refuse<IReadOnlyList<Delivery>>(space.Slug.Value, Scope.Admin) is { } denied) return denied;
        return await webhooks.DeliveriesAsync(space.Id, webhook, limit, cancellationToken) is { } found ? new SyncAnswer<IReadOnlyList<Delivery>>.Done(found) : None<IReadOnlyList<Delivery>>(space, webhook);
    }

    public async ValueTask<SyncAnswer<long>> RedeliverAsync(Space space, long webhook, long delivery, CancellationToken cancellationToken)
    {
        if (ports.Refuse<long>(space.Slug.Value, Scope.Admin) is { } denied) return denied;
        return await webhooks.RedeliverAsync(space.Id, webhook, delivery, cancellationToken)
            ? new SyncAnswer<long>.Done(delivery)
            : new SyncAnswer<long>.Refused("DELIVERY_NOT_FOUND", string.Create(CultureInfo.InvariantCulture, $"Webhook {webhook} of space '{space.Slug}' has no delivery {delivery}."));
    }

    private static SyncAnswer<T> None<T>(Space space, long webhook) => new SyncAnswer<T>.Refused("WEBHOOK_NOT_FOUND", string.Create(CultureInfo.InvariantCulture, $"Space '{space.Slug}' has no webhook {webhook}."));

    private static bool IsType(string text)
    {
        var words = text.EndsWith(".*", StringComparison.Ordinal) ? text[..^2] : text;
        return words.Length is > 0 and <= 100 && words.All(c => char.IsAsciiLetterLower(c) || c is '.' or '_');
    }
}
