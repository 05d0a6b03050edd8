using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using DocsGen.Core.Access;
using DocsGen.TestSupport;
using Microsoft.AspNetCore.Routing;
using static DocsGen.Server.Tests.Wires;

namespace DocsGen.Server.Tests;

/// <summary>The server's description of itself, held against the server.</summary>
public abstract class ReferenceContract : IAsyncLifetime
{
    private static readonly string[] Unlisted = ["/openapi/v1.json", "/docs", "/signin"];

    private ServedStore served = null!;

    protected abstract string? NewDatabase();

    public async Task InitializeAsync() => served = await ServedStore.StartAsync(NewDatabase());

    public async Task DisposeAsync() => await served.DisposeAsync();

    [Fact]
    public async Task Every_route_is_described_and_every_description_is_a_route()
    {
        var mapped = served.Routes.SelectMany(r => r.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(m => $"{m} {r.RoutePattern.RawText!.TrimEnd('/')}"))
            .Where(r => !r.Contains(" /v1/sync", StringComparison.Ordinal) && !r.Contains("/commits", StringComparison.Ordinal) && !Unlisted.Any(u => r.EndsWith(u, StringComparison.Ordinal)));
        var described = (await Operations()).Select(o => $"{o.Method} {o.Path}").ToList();
        described.Order(StringComparer.Ordinal).ShouldBe(mapped.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        described.Count.ShouldBeGreaterThan(35);
    }

    [Fact]
    public async Task Every_description_is_whole_and_its_example_gets_an_answer_that_it_lists()
    {
        await served.Http.LiveAsync("live", Upsert("F1", "docs/live.md", 0, "one\n"));
        await served.Http.LiveAsync("again", Upsert("F1", "docs/live.md", 1, "two\n"));
        using var admin = served.Client(await served.TokenAsync("root", [Scope.Admin]));
        foreach (var (method, path, operation) in await Operations())
        {
            var name = $"{method} {path}";
            operation.GetProperty("summary").GetString().ShouldNotBeNullOrEmpty(name);
            operation.GetProperty("tags").GetArrayLength().ShouldBe(1, name);
            operation.GetProperty("operationId").GetString().ShouldNotBeNullOrEmpty(name);
            var isOpen = path is "/healthz" or "/readyz" or "/api/v1/login" || (method == "POST" && path == "/api/v1/session");
            if (!isOpen && operation.GetProperty("x-scope").GetString() is var scope && scope != "anybody") foreach (var one in scope!.Split('|')) Scopes.Parse(one);
            operation.TryGetProperty("security", out _).ShouldBe(!isOpen, name);
            if (path.EndsWith("/events", StringComparison.Ordinal)) continue;
            using var request = new HttpRequestMessage(new(method), served.Url + Filled(path, operation));
            if (operation.TryGetProperty("requestBody", out var body))
            {
                var (type, content) = body.GetProperty("content").EnumerateObject().Select(c => (c.Name, c.Value)).Single();
                var example = content.GetProperty("example");
                request.Content = new StringContent(example.ValueKind == JsonValueKind.String ? example.GetString()! : example.GetRawText(), Encoding.UTF8, new MediaTypeHeaderValue(type));
            }

            using var answer = await admin.SendAsync(request);
            operation.GetProperty("responses").TryGetProperty(((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture), out _).ShouldBeTrue($"{name}: {(int)answer.StatusCode}");
            ((int)answer.StatusCode).ShouldNotBe(400, $"{name}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    [Fact]
    public async Task The_document_is_the_same_each_time_on_each_server()
    {
        using var http = new HttpClient();
        var first = await http.GetStringAsync($"{served.Url}/openapi/v1.json");
        (await http.GetStringAsync($"{served.Url}/openapi/v1.json")).ShouldBe(first);
        await using var other = await ServedStore.StartAsync(database: null);
        (await http.GetStringAsync($"{other.Url}/openapi/v1.json")).ShouldBe(first);
        first.ShouldNotContain("127.0.0.1");
    }

    [Fact]
    public async Task The_page_is_plain_and_names_every_route()
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync($"{served.Url}/docs");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'; style-src 'sha256-");
        var page = await answer.Content.ReadAsStringAsync();
        foreach (var (method, path, _) in await Operations()) page.ShouldContain($"<span class=\"method\">{method}</span> <code>{path}</code>");
        page.ShouldNotContain("<script");
        // Nothing comes from elsewhere; an example may name an address.
        page.ShouldNotContain(" src=");
        page.ShouldNotContain("href=\"http");
    }

    private async Task<IReadOnlyList<(string Method, string Path, JsonElement Operation)>> Operations() =>
        [.. (await AnswerCheck.DocumentAsync(served.Url)).GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Where(o => o.Value.TryGetProperty("responses", out _)).Select(o => (o.Name.ToUpperInvariant(), p.Name, o.Value)))];

    private static string Filled(string path, JsonElement operation)
    {
        if (!operation.TryGetProperty("parameters", out var parameters)) return path;
        foreach (var parameter in parameters.EnumerateArray().Where(p => p.GetProperty("in").GetString() == "path")) path = path.Replace($"{{{parameter.GetProperty("name").GetString()}}}", parameter.GetProperty("example").GetString(), StringComparison.Ordinal);
        return path;
    }
}

public sealed class EmbeddedReferenceTests : ReferenceContract
{
    protected override string? NewDatabase() => null;
}

public sealed class PostgresReferenceTests(ScratchPostgres server) : ReferenceContract, IClassFixture<ScratchPostgres>
{
    protected override string? NewDatabase() => server.NewDatabase();
}
