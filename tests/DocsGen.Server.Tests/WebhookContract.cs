using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DocsGen.Core.Access;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Core.Sync.Webhooks;
using DocsGen.Server.Webhooks;
using DocsGen.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using static DocsGen.Server.Tests.Wires;

namespace DocsGen.Server.Tests;

/// <summary>Webhooks: what receivers are told, what happens when they do not answer, and where they may not be.</summary>
public abstract class WebhookContract : IAsyncLifetime
{
    private readonly ConcurrentQueue<Received> received = new();
    private ServedStore served = null!;
    private WebApplication receiver = null!;
    private HttpClient admin = null!;

    /// <summary>What the receiver answers to its n-th request, from 1 on.</summary>
    private Func<int, int> answers = _ => 204;

    protected abstract string? NewDatabase();

    public async Task InitializeAsync()
    {
        served = await ServedStore.StartAsync(NewDatabase(), options: o => o with { WebhookTargets = [IPNetwork.Parse("127.0.0.0/8")], WebhookPause = TimeSpan.FromMilliseconds(20) });
        admin = served.Client(await served.TokenAsync("ada", [Scope.Admin]));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        receiver = builder.Build();
        var count = 0;
        receiver.MapPost("/hook", async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            var body = await reader.ReadToEndAsync();
            http.Response.StatusCode = answers(Interlocked.Increment(ref count));
            if (http.Response.StatusCode == 302) http.Response.Headers.Location = "/elsewhere";
            received.Enqueue(new(http.Request.Headers["webhook-id"]!, http.Request.Headers["webhook-timestamp"]!, http.Request.Headers["webhook-signature"]!, http.Request.Headers["webhook-event"]!, body));
        });
        receiver.MapPost("/elsewhere", _ => throw new InvalidOperationException("Redirects are not followed."));
        await receiver.StartAsync();
    }

    public async Task DisposeAsync()
    {
        admin.Dispose();
        await served.DisposeAsync();
        await receiver.DisposeAsync();
    }

    [Fact]
    public async Task A_receiver_is_told_of_what_it_asked_for_signed_and_once()
    {
        var added = (await admin.TellAsync("webhooks", new { url = Hook, types = new[] { "changeset.*" } }).GoodAsync()).GetProperty("webhook");
        await served.Http.LiveAsync("c-1", Upsert("F1", "a.md", 0, "a\n"));
        var space = (await served.Store.Sync.Spaces.ListAsync(default))[0];
        var stored = (await served.Store.Sync.Spaces.EventsAsync(space.Id, 0, 1000, default)).Where(e => e.Type.StartsWith("changeset.", StringComparison.Ordinal)).ToList();
        var told = await ReceivedAsync(stored.Count);
        told.Select(r => r.Body).ShouldBe(stored.Select(e => e.Body), ignoreOrder: true);
        told.Select(r => r.Type).ShouldBe(stored.Select(e => e.Type), ignoreOrder: true);
        foreach (var one in told) one.Signature.ShouldBe(Signed(added.GetProperty("secret").GetString()!, one));
        var deliveries = await DeliveriesAsync(added.GetProperty("id").GetInt64(), d => d.All(x => x.GetProperty("state").GetString() == "delivered"));
        deliveries.Select(d => (d.GetProperty("attempts").GetInt32(), d.GetProperty("lastAnswer").GetString())).ShouldAllBe(d => d.Item1 == 1 && d.Item2 == "204");
        // Asked for once more, it comes under the same number.
        await admin.TellAsync($"webhooks/{added.GetProperty("id")}/deliveries/{deliveries[0].GetProperty("id")}/redeliver").GoodAsync();
        (await ReceivedAsync(stored.Count + 1))[^1].Id.ShouldBe($"delivery-{deliveries[0].GetProperty("id")}");
        (await admin.AskAsync("webhooks").GoodAsync()).GetProperty("webhooks")[0].TryGetProperty("secret", out _).ShouldBeFalse("a secret is shown once");
        (await admin.SendAsync(HttpMethod.Delete, $"webhooks/{added.GetProperty("id")}").GoodAsync()).GetProperty("webhooks").GetArrayLength().ShouldBe(0);
        await served.Http.LiveAsync("c-2", Upsert("F1", "a.md", 1, "b\n"));
        (await served.Store.Sync.Spaces.EventsAsync(space.Id, 0, 1000, default)).Select(e => e.Type).ShouldContain("webhook.removed");
        received.Count.ShouldBe(stored.Count + 1);
    }

    [Fact]
    public async Task What_is_refused_is_tried_again_after_longer_and_longer_pauses()
    {
        answers = n => n <= 2 ? 503 : n == 3 ? 302 : 200;
        var webhook = (await admin.TellAsync("webhooks", new { url = Hook, types = new[] { "changeset.pushed" } }).GoodAsync()).GetProperty("webhook").GetProperty("id").GetInt64();
        await served.Http.TellAsync("push", Push("c-1", Upsert("F1", "a.md", 0, "a\n"))).GoodAsync();
        var told = await ReceivedAsync(4);
        told.Select(r => r.Id).Distinct().ShouldHaveSingleItem();
        var delivery = (await DeliveriesAsync(webhook, d => d.Count == 1 && d[0].GetProperty("state").GetString() == "delivered"))[0];
        delivery.GetProperty("attempts").GetInt32().ShouldBe(4);
        answers = _ => 410;
        var before = received.Count;
        await admin.TellAsync($"webhooks/{webhook}/deliveries/{delivery.GetProperty("id")}/redeliver").GoodAsync();
        await ReceivedAsync(before + 3);
        (await DeliveriesAsync(webhook, d => d[0].GetProperty("attempts").GetInt32() >= 3))[0].GetProperty("state").GetString().ShouldBe("pending", "it is tried ten times, with longer and longer pauses");
        DeliveryPauses.After(1, TimeSpan.FromSeconds(5)).ShouldBe(TimeSpan.FromSeconds(5));
        DeliveryPauses.After(4, TimeSpan.FromSeconds(5)).ShouldBe(TimeSpan.FromSeconds(320));
        DeliveryPauses.After(9, TimeSpan.FromSeconds(5)).ShouldBe(TimeSpan.FromHours(6));
        DeliveryPauses.After(10, TimeSpan.FromSeconds(5)).ShouldBeNull();
    }

    [Fact]
    public async Task Private_addresses_are_not_dialled_however_they_are_named()
    {
        await using var strict = await ServedStore.StartAsync(NewDatabase(), options: o => o with { WebhookPause = TimeSpan.FromMinutes(1) });
        using var own = strict.Client(await strict.TokenAsync("ada", [Scope.Admin]));
        var port = new Uri(Hook).Port;
        string[] hosts = ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433"];
        foreach (var host in hosts) await own.TellAsync("webhooks", new { url = string.Create(CultureInfo.InvariantCulture, $"http://{host}:{port}/hook") }).GoodAsync();
        await strict.Http.TellAsync("push", Push("c-1", Upsert("F1", "a.md", 0, "a\n"))).GoodAsync();
        for (var webhook = 1; webhook <= hosts.Length; webhook++)
        {
            var tried = await DeliveriesAsync(webhook, d => d.Count > 0 && d[0].TryGetProperty("lastAnswer", out _), own);
            tried[0].GetProperty("lastAnswer").GetString()!.ShouldContain("an address that webhooks may not reach");
        }

        received.ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_administrators_see_webhooks_and_addresses_are_looked_at()
    {
        foreach (var scope in new[] { Scope.Read, Scope.Push, Scope.Review, Scope.Publish })
        {
            using var http = served.Client(await served.TokenAsync("ben", [scope]));
            await http.AskAsync("webhooks").RefusedAsync(403, "NOT_ALLOWED");
            await http.TellAsync("webhooks", new { url = Hook }).RefusedAsync(403, "NOT_ALLOWED");
        }

        foreach (var url in new[] { "ftp://example.com/", "/hook", "https://ada:secret@example.com/", "https://example.com/#a" }) await admin.TellAsync("webhooks", new { url }).RefusedAsync(400, "BAD_REQUEST");
        await admin.TellAsync("webhooks", new { url = Hook, types = new[] { "No Type" } }).RefusedAsync(400, "BAD_REQUEST");
        await admin.TellAsync("webhooks", new { url = Hook, types = Array.Empty<string>() }).RefusedAsync(400, "BAD_REQUEST");
        await admin.AskAsync("webhooks/99/deliveries").RefusedAsync(404, "WEBHOOK_NOT_FOUND");
        await admin.TellAsync("webhooks/99/deliveries/1/redeliver").RefusedAsync(404, "DELIVERY_NOT_FOUND");
        await admin.SendAsync(HttpMethod.Delete, "webhooks/99").RefusedAsync(404, "WEBHOOK_NOT_FOUND");
        var made = (await admin.TellAsync("webhooks", new { url = Hook }).GoodAsync()).GetProperty("webhook").GetProperty("id").GetInt64();
        await new CreateSpace(served.Store.Sync).ExecuteAsync(SpaceSlug.Parse("other"), null, new(), Core.Artifacts.Actor.User("ada"), default);
        await admin.AskAsync($"webhooks/{made.ToString(CultureInfo.InvariantCulture)}/deliveries", ("X-DocsGen-Space", "other")).RefusedAsync(404, "WEBHOOK_NOT_FOUND");
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("10.1.2.3", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("::ffff:192.168.1.1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:a00:1::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    public void Addresses_of_the_public_internet_are_allowed_and_no_others(string address, bool allowed)
    {
        new AddressGuard([]).Allows(IPAddress.Parse(address)).ShouldBe(allowed);
        new AddressGuard([IPNetwork.Parse("10.0.0.0/8")]).Allows(IPAddress.Parse("10.1.2.3")).ShouldBeTrue();
    }

    private string Hook => $"{receiver.Urls.Single()}/hook";

    private async Task<IReadOnlyList<Received>> ReceivedAsync(int count)
    {
        while (received.Count < count) await Task.Delay(10);
        return [.. received];
    }

    private async Task<IReadOnlyList<JsonElement>> DeliveriesAsync(long webhook, Func<IReadOnlyList<JsonElement>, bool> until, HttpClient? http = null)
    {
        while (true)
        {
            var seen = (await (http ?? admin).AskAsync(string.Create(CultureInfo.InvariantCulture, $"webhooks/{webhook}/deliveries")).GoodAsync()).GetProperty("deliveries").EnumerateArray().ToList();
            if (until(seen)) return seen;
            await Task.Delay(10);
        }
    }

    // By the specification, not by our own code.
    private static string Signed(string secret, Received one) =>
        "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes($"{one.Id}.{one.Timestamp}.{one.Body}")));

    private sealed record Received(string Id, string Timestamp, string Signature, string Type, string Body);
}

public sealed class EmbeddedWebhookTests : WebhookContract
{
    protected override string? NewDatabase() => null;
}

public sealed class PostgresWebhookTests(ScratchPostgres server) : WebhookContract, IClassFixture<ScratchPostgres>
{
    protected override string? NewDatabase() => server.NewDatabase();
}
