using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Core.Sync.Webhooks;
using DocsGen.TestSupport;

namespace DocsGen.Storage.Tests;

/// <summary>What every store of webhooks and deliveries promises, to two servers over one database.</summary>
public abstract class WebhookStoreContract
{
    private static readonly Actor Ada = Actor.User("ada");
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    /// <summary>Two servers' stores over one database.</summary>
    protected abstract (IStore One, IStore Two) Stores { get; }

    private IDeliveryQueue Queue => Stores.One.Deliveries;

    /// <summary>Reaches into the database behind the store's back.</summary>
    protected abstract void Sql(string statement);

    [Fact]
    public async Task Each_event_becomes_one_delivery_for_each_webhook_that_wants_it_whoever_makes_it()
    {
        var space = await SpaceAsync();
        var all = await AddAsync(space, null);
        var some = await AddAsync(space, ["space.policy_changed"]);
        (await Stores.One.Webhooks.ListAsync(space.Id, default)).Select(w => (w.Id, w.Url, w.Secret)).ShouldBe([(all.Id, all.Url, all.Secret), (some.Id, some.Url, some.Secret)]);
        for (var n = 0; n < 3; n++) await new ChangeSpace(Stores.One.Sync).SetPolicyAsync(space, new() { Approvals = n }, Ada, default);
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(async () => await (n % 2 == 0 ? Stores.One : Stores.Two).Deliveries.EnqueueAsync(default))));
        // To the first the addition of the second is an event as well.
        made.Sum().ShouldBe(4 + 3);
        (await Stores.Two.Webhooks.DeliveriesAsync(space.Id, all.Id, 100, default))!.Select(d => (d.Type, d.State, d.Attempts)).ShouldBe([
            ("space.policy_changed", DeliveryState.Pending, 0), ("space.policy_changed", DeliveryState.Pending, 0), ("space.policy_changed", DeliveryState.Pending, 0), ("webhook.added", DeliveryState.Pending, 0)]);
        (await Queue.EnqueueAsync(default)).ShouldBe(0);
    }

    [Fact]
    public async Task A_delivery_is_claimed_by_one_and_free_again_when_its_lease_ends()
    {
        var space = await SpaceAsync();
        var webhook = await AddAsync(space, null);
        for (var n = 0; n < 20; n++) await new ChangeSpace(Stores.One.Sync).SetPolicyAsync(space, new() { Approvals = n % 3 }, Ada, default);
        await Queue.EnqueueAsync(default);
        var claimed = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(async () => await (n % 2 == 0 ? Stores.One : Stores.Two).Deliveries.ClaimAsync(4, Lease, default))));
        var mine = claimed.SelectMany(c => c).ToList();
        mine.Select(d => d.Id).Distinct().Count().ShouldBe(mine.Count, "nobody holds what another holds");
        while (await Queue.ClaimAsync(100, Lease, default) is { Count: > 0 } more) mine.AddRange(more);
        (mine.Count, mine.All(d => d.Attempt == 1 && d.Secret == webhook.Secret && d.Body.Contains("space.policy_changed", StringComparison.Ordinal))).ShouldBe((20, true));
        Sql("UPDATE deliveries SET due = due - 61000");
        var again = await Stores.Two.Deliveries.ClaimAsync(100, Lease, default);
        again.Select(d => d.Attempt).ShouldBe(Enumerable.Repeat(2, 20));
        // Who wakes up late says nothing of the try that began meanwhile.
        await Queue.SettleAsync(mine.Single(d => d.Id == again[0].Id), "200", isDelivered: true, null, default);
        (await DeliveryAsync(space, webhook, again[0].Id)).State.ShouldBe(DeliveryState.Pending);
        await Stores.Two.Deliveries.SettleAsync(again[0], "204", isDelivered: true, null, default);
        var done = await DeliveryAsync(space, webhook, again[0].Id);
        (done.State, done.LastAnswer, done.Attempts).ShouldBe((DeliveryState.Delivered, "204", 2));
    }

    [Fact]
    public async Task What_failed_is_due_after_its_pause_or_given_up_and_may_be_asked_for_again()
    {
        var space = await SpaceAsync();
        var webhook = await AddAsync(space, null);
        await new ChangeSpace(Stores.One.Sync).SetPolicyAsync(space, new() { Approvals = 1 }, Ada, default);
        await Queue.EnqueueAsync(default);
        var first = (await Queue.ClaimAsync(10, Lease, default)).ShouldHaveSingleItem();
        await Queue.SettleAsync(first, "503", isDelivered: false, TimeSpan.FromMinutes(5), default);
        (await Queue.ClaimAsync(10, Lease, default)).ShouldBeEmpty();
        Sql("UPDATE deliveries SET due = due - 299000");
        (await Queue.ClaimAsync(10, Lease, default)).ShouldBeEmpty();
        Sql("UPDATE deliveries SET due = due - 2000");
        var second = (await Queue.ClaimAsync(10, Lease, default)).ShouldHaveSingleItem();
        await Queue.SettleAsync(second, "no answer", isDelivered: false, null, default);
        (await DeliveryAsync(space, webhook, first.Id)).State.ShouldBe(DeliveryState.GivenUp);
        (await Stores.Two.Webhooks.RedeliverAsync(space.Id, webhook.Id, first.Id, default)).ShouldBeTrue();
        (await Stores.Two.Webhooks.RedeliverAsync(space.Id + 1, webhook.Id, first.Id, default)).ShouldBeFalse();
        (await Queue.ClaimAsync(10, Lease, default)).ShouldHaveSingleItem().Attempt.ShouldBe(1);
    }

    [Fact]
    public async Task One_that_is_removed_hears_no_more_and_both_are_events_of_the_space()
    {
        var space = await SpaceAsync();
        var webhook = await AddAsync(space, null);
        await new ChangeSpace(Stores.One.Sync).SetPolicyAsync(space, new() { Approvals = 1 }, Ada, default);
        await Queue.EnqueueAsync(default);
        (await Stores.Two.Webhooks.RemoveAsync(space.Id + 1, webhook.Id, Ada, default)).ShouldBeFalse();
        (await Stores.Two.Webhooks.RemoveAsync(space.Id, webhook.Id, Ada, default)).ShouldBeTrue();
        (await Stores.Two.Webhooks.RemoveAsync(space.Id, webhook.Id, Ada, default)).ShouldBeFalse();
        (await Queue.ClaimAsync(10, Lease, default)).ShouldBeEmpty();
        (await Queue.EnqueueAsync(default)).ShouldBe(0);
        (await Stores.One.Webhooks.ListAsync(space.Id, default)).ShouldBeEmpty();
        (await Stores.One.Webhooks.DeliveriesAsync(space.Id, webhook.Id, 10, default)).ShouldBeNull();
        (await Stores.One.Sync.Spaces.EventsAsync(space.Id, 0, 100, default)).Select(e => e.Type).ShouldBe(["space.created", "webhook.added", "space.policy_changed", "webhook.removed"]);
    }

    private async Task<Space> SpaceAsync() => (await Stores.One.Sync.Spaces.CreateAsync(SpaceSlug.Parse("docs"), "Docs", new(), Ada, default))!;

    private ValueTask<Webhook> AddAsync(Space space, IReadOnlyList<string>? types) => Stores.One.Webhooks.AddAsync(
        new() { Space = space.Id, Url = new("https://example.org/hook"), Secret = $"whsec_{Path.GetRandomFileName()}", Types = types, CreatedBy = Ada, CreatedUtc = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero) }, default);

    private async Task<Delivery> DeliveryAsync(Space space, Webhook webhook, long id) => (await Stores.One.Webhooks.DeliveriesAsync(space.Id, webhook.Id, 100, default))!.Single(d => d.Id == id);
}

public sealed class EmbeddedWebhookTests : WebhookStoreContract, IDisposable
{
    private readonly TempFolder folder = new();

    public EmbeddedWebhookTests() => Stores = (folder.OpenStore(), folder.OpenStore());

    protected override (IStore One, IStore Two) Stores { get; }

    public void Dispose()
    {
        Stores.One.Dispose();
        Stores.Two.Dispose();
        folder.Dispose();
    }

    protected override void Sql(string statement) => folder.Sql(statement);
}

[Collection("postgres")]
public sealed class PostgresWebhookTests : WebhookStoreContract, IDisposable
{
    private readonly ScratchPostgres server;
    private readonly string address;

    public PostgresWebhookTests(ScratchPostgres server)
    {
        (this.server, address) = (server, server.NewDatabase());
        Stores = (Open(), Open());
    }

    protected override (IStore One, IStore Two) Stores { get; }

    public void Dispose()
    {
        Stores.One.Dispose();
        Stores.Two.Dispose();
    }

    protected override void Sql(string statement) => server.Sql(address, statement);

    private PostgresStore Open() => PostgresStore.Open(DatabaseAddress.Parse(address), TimeProvider.System, Path.GetRandomFileName);
}
