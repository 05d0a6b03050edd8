using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using DocsGen.Cli.Commands.Sync;
using DocsGen.Cli.Output;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Core.Sync.Webhooks;

namespace DocsGen.Cli.Commands.Server;

/// <summary><c>docsgen webhook add URL</c>: prints its secret, once.</summary>
internal sealed class WebhookAddCommand : DocsGenCommand
{
    private readonly Argument<string> url = new("URL") { Description = "Where events are sent to" };
    private readonly Option<string[]> types = new("--event") { Description = "Only these, such as changeset.published, or changeset.* for all that begin so; several with commas (default: all)", HelpName = "TYPE" };
    private readonly Option<string?> space = SyncOptions.Space();

    public WebhookAddCommand(Terminal terminal)
        : base("add", "Have an address told of the events of a space", terminal)
    {
        Arguments.Add(url);
        Options.Add(types);
        Options.Add(space);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var found = await SyncOptions.FindSpaceAsync(session, parsed.GetValue(space), cancellationToken);
        var wanted = parsed.GetValue(types) is { Length: > 0 } given ? given.SelectMany(t => t.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList() : null;
        var made = SyncOptions.Value(await WebhookText.Use(session).AddAsync(found, parsed.GetValue(url)!, wanted, RandomNumberGenerator.Fill, session.Terminal.Clock.GetUtcNow(), session.Actor, cancellationToken));
        session.Print.Line(session.Print.Bold(made.Secret));
        session.Print.Line(string.Create(CultureInfo.InvariantCulture, $"Webhook {made.Id} tells {made.Url} of {WebhookText.Types(made)} in {found.Slug}. What it sends is signed with that secret, which is shown this once."));
        session.Print.Document("webhook", json =>
        {
            json.WriteString("secret", made.Secret);
            WebhookText.Write(json, made);
        });
        return ExitCodes.Done;
    }
}

/// <summary><c>docsgen webhook list</c>.</summary>
internal sealed class WebhookListCommand : DocsGenCommand
{
    private readonly Option<string?> space = SyncOptions.Space();

    public WebhookListCommand(Terminal terminal)
        : base("list", "List the webhooks of a space", terminal) => Options.Add(space);

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var found = await SyncOptions.FindSpaceAsync(session, parsed.GetValue(space), cancellationToken);
        var webhooks = SyncOptions.Value(await WebhookText.Use(session).ListAsync(found, cancellationToken));
        if (webhooks.Count == 0) session.Print.Line($"{found.Slug} has no webhooks. Add one with 'docsgen webhook add URL'.");
        else session.Print.Table(["WEBHOOK", "ADDRESS", "EVENTS", "ADDED BY"], [.. webhooks.Select(w => (IReadOnlyList<string>)[w.Id.ToString(CultureInfo.InvariantCulture), w.Url.AbsoluteUri, WebhookText.Types(w), w.CreatedBy.Name])]);
        session.Print.Document("webhooks", json =>
        {
            json.WriteStartArray("webhooks");
            foreach (var webhook in webhooks)
            {
                json.WriteStartObject();
                WebhookText.Write(json, webhook);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
        return ExitCodes.Done;
    }
}

/// <summary><c>docsgen webhook remove N</c>.</summary>
internal sealed class WebhookRemoveCommand : DocsGenCommand
{
    private readonly Argument<long> webhook = WebhookText.Argument();
    private readonly Option<string?> space = SyncOptions.Space();

    public WebhookRemoveCommand(Terminal terminal)
        : base("remove", "Tell an address nothing any more", terminal)
    {
        Arguments.Add(webhook);
        Options.Add(space);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var found = await SyncOptions.FindSpaceAsync(session, parsed.GetValue(space), cancellationToken);
        var removed = SyncOptions.Value(await WebhookText.Use(session).RemoveAsync(found, parsed.GetValue(webhook), session.Actor, cancellationToken));
        session.Print.Line(string.Create(CultureInfo.InvariantCulture, $"Webhook {removed} is removed; what was on its way is dropped."));
        session.Print.Document("webhook", json => json.WriteNumber("removed", removed));
        return ExitCodes.Done;
    }
}

/// <summary><c>docsgen webhook deliveries N</c>: what became of the last events; <c>--redeliver D</c> has one tried again.</summary>
internal sealed class WebhookDeliveriesCommand : DocsGenCommand
{
    private readonly Argument<long> webhook = WebhookText.Argument();
    private readonly Option<long?> redeliver = new("--redeliver") { Description = "Have this delivery tried again, from the start", HelpName = "D" };
    private readonly Option<int> limit = new("--limit") { Description = "Most to list", HelpName = "N", DefaultValueFactory = _ => 20 };
    private readonly Option<string?> space = SyncOptions.Space();

    public WebhookDeliveriesCommand(Terminal terminal)
        : base("deliveries", "Show what became of the events for an address", terminal)
    {
        Arguments.Add(webhook);
        foreach (var option in new Option[] { redeliver, limit, space }) Options.Add(option);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(limit) is < 1 or > 1000) throw CliError.Usage("usage", "--limit lies between 1 and 1000.");
        var found = await SyncOptions.FindSpaceAsync(session, parsed.GetValue(space), cancellationToken);
        var (use, number) = (WebhookText.Use(session), parsed.GetValue(webhook));
        if (parsed.GetValue(redeliver) is { } again) SyncOptions.Value(await use.RedeliverAsync(found, number, again, cancellationToken));
        var deliveries = SyncOptions.Value(await use.DeliveriesAsync(found, number, parsed.GetValue(limit), cancellationToken));
        if (deliveries.Count == 0) session.Print.Line(string.Create(CultureInfo.InvariantCulture, $"Nothing that webhook {number} is told of has happened since it was added, or no server has looked yet."));
        else
        {
            session.Print.Table(
                ["DELIVERY", "EVENT", "TYPE", "STATE", "TRIES", "LAST TRY", "ANSWER"],
                [.. deliveries.Select(d => (IReadOnlyList<string>)[
                    d.Id.ToString(CultureInfo.InvariantCulture), d.Seq.ToString(CultureInfo.InvariantCulture), d.Type, WebhookText.State(session.Print, d.State), d.Attempts.ToString(CultureInfo.InvariantCulture),
                    d.LastUtc is { } at ? ChangesetText.Time(at) : "", d.LastAnswer ?? ""])]);
        }

        session.Print.Document("deliveries", json =>
        {
            json.WriteStartArray("deliveries");
            foreach (var delivery in deliveries) WebhookText.Write(json, delivery);
            json.WriteEndArray();
        });
        return ExitCodes.Done;
    }
}

/// <summary>Webhooks in words; never a secret.</summary>
internal static class WebhookText
{
    public static Argument<long> Argument() => new("WEBHOOK") { Description = "Its number, as 'docsgen webhook list' shows it" };

    public static ManageWebhooks Use(Session session) => new(session.Store.Sync, session.Store.Webhooks);

    public static string Types(Webhook webhook) => webhook.Types is null ? "all events" : string.Join(", ", webhook.Types);

    public static string State(Printer print, DeliveryState state) => state switch
    {
        DeliveryState.Delivered => print.Good("delivered"),
        DeliveryState.Pending => print.Notable("pending"),
        DeliveryState.GivenUp => print.Bad("given up"),
    };

    public static void Write(Utf8JsonWriter json, Webhook webhook)
    {
        json.WriteNumber("id", webhook.Id);
        json.WriteString("url", webhook.Url.AbsoluteUri);
        json.WriteStartArray("types");
        foreach (var type in webhook.Types ?? []) json.WriteStringValue(type);
        json.WriteEndArray();
        json.WriteString("createdBy", webhook.CreatedBy.ToString());
        json.WriteString("createdUtc", RunJson.Time(webhook.CreatedUtc));
    }

    public static void Write(Utf8JsonWriter json, Delivery delivery)
    {
        json.WriteStartObject();
        json.WriteNumber("id", delivery.Id);
        json.WriteNumber("event", delivery.Seq);
        json.WriteString("type", delivery.Type);
        json.WriteString("state", delivery.State.ToWire());
        json.WriteNumber("attempts", delivery.Attempts);
        if (delivery.LastUtc is { } at) json.WriteString("lastUtc", RunJson.Time(at));
        if (delivery.LastAnswer is { } answer) json.WriteString("lastAnswer", answer);
        json.WriteEndObject();
    }
}
