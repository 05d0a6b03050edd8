using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DocsGen.Core.Access;
using DocsGen.Core.Access.UseCases;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DocsGen.Server.Tests;

/// <summary>A server over a store of its own, on Kestrel and a loopback port of its own.</summary>
internal sealed class ServedStore : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly string? folder;

    private ServedStore(IStore store, WebApplication app, string? folder, string token)
    {
        (Store, this.app, this.folder) = (store, app, folder);
        Url = app.Urls.Single();
        Http = Client(token);
        Token = token;
    }

    public IStore Store { get; }

    public string Url { get; }

    /// <summary>Every route that is mapped.</summary>
    public IEnumerable<RouteEndpoint> Routes => app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    public string Token { get; }

    /// <summary>With a token of ada's that opens everything.</summary>
    public HttpClient Http { get; }

    /// <summary>Another process over the same store; the caller ends it.</summary>
    public static async Task<WebApplication> StartAnotherAsync(IStore store, Func<ServerOptions, ServerOptions>? options = null)
    {
        var another = ServerApp.Build(store, (options ?? (o => o))(new() { Urls = ["http://127.0.0.1:0"], Clock = TimeProvider.System }));
        await another.StartAsync();
        return another;
    }

    public static async Task<ServedStore> StartAsync(string? database, SpacePolicy? policy = null, TimeProvider? clock = null, Func<ServerOptions, ServerOptions>? options = null)
    {
        clock ??= TimeProvider.System;
        var place = database is null ? Directory.CreateTempSubdirectory("docsgen-served").FullName : null;
        IStore store = database is null
            ? EmbeddedStore.Open(Path.Combine(place!, "store"), clock, Path.GetRandomFileName)
            : PostgresStore.Open(DatabaseAddress.Parse(database), clock, Path.GetRandomFileName);
        await new CreateSpace(store.Sync).ExecuteAsync(SpaceSlug.Parse("default"), null, policy ?? new(), Actor.User("ada"), default);
        var built = ServerApp.Build(store, (options ?? (o => o))(new() { Urls = ["http://127.0.0.1:0"], Clock = clock }));
        await built.StartAsync();
        return new(store, built, place, await TokenAsync(store, "ada", [Scope.Push, Scope.Review, Scope.Publish]));
    }

    public async Task<string> TokenAsync(string user, IReadOnlyList<Scope> scopes, IReadOnlyList<string>? spaces = null, TimeSpan? lifetime = null) => await TokenAsync(Store, user, scopes, spaces, lifetime);

    public HttpClient Client(string? token)
    {
        var client = new HttpClient(new AnswerCheck(Url)) { BaseAddress = new($"{Url}/api/v1/sync/") };
        if (token is not null) client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        Store.Dispose();
        if (folder is not null) Directory.Delete(folder, recursive: true);
    }

    private static async Task<string> TokenAsync(IStore store, string user, IReadOnlyList<Scope> scopes, IReadOnlyList<string>? spaces = null, TimeSpan? lifetime = null) =>
        (await new CreateToken(store.Tokens, RandomNumberGenerator.Fill, TimeProvider.System).ExecuteAsync(Path.GetRandomFileName(), Actor.User(user), scopes, spaces, lifetime, Actor.User("ada"), default))!.Secret;
}

/// <summary>Requests as a client writes them, and answers as it reads them.</summary>
internal static class Wires
{
    public static async Task<(int Status, JsonElement Body)> SendAsync(this HttpClient http, HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        using var answer = await http.SendAsync(request);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json", $"{method} {path} {(int)answer.StatusCode}");
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return ((int)answer.StatusCode, document.RootElement.Clone());
    }

    public static Task<(int Status, JsonElement Body)> TellAsync(this HttpClient http, string path, object? body = null) => http.SendAsync(HttpMethod.Post, path, body is null ? null : body as string ?? JsonSerializer.Serialize(body));

    public static Task<(int Status, JsonElement Body)> PutAsync(this HttpClient http, string path, string body, params (string Name, string Value)[] headers) => http.SendAsync(HttpMethod.Put, path, body, headers);

    /// <summary>Sends bytes; without their length they come in pieces, and end when they end.</summary>
    public static async Task<(int Status, JsonElement Body)> PutBytesAsync(this HttpClient http, string path, byte[] bytes, bool saysItsLength = true)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = new ByteArrayContent(bytes) };
        if (!saysItsLength) request.Headers.TransferEncodingChunked = true;
        using var answer = await http.SendAsync(request);
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return ((int)answer.StatusCode, document.RootElement.Clone());
    }

    public static Task<(int Status, JsonElement Body)> AskAsync(this HttpClient http, string path, params (string Name, string Value)[] headers) => http.SendAsync(HttpMethod.Get, path, null, headers);

    /// <summary>The body of an answer that must be good.</summary>
    public static async Task<JsonElement> GoodAsync(this Task<(int Status, JsonElement Body)> sent)
    {
        var (status, body) = await sent;
        status.ShouldBe(200, body.ToString());
        return body;
    }

    /// <summary>The sentence of a refusal, which must have this status and code.</summary>
    public static async Task<string> RefusedAsync(this Task<(int Status, JsonElement Body)> sent, int status, string code)
    {
        var (given, body) = await sent;
        given.ShouldBe(status, body.ToString());
        body.GetProperty("code").GetString().ShouldBe(code, body.ToString());
        var sentence = body.GetProperty("error").GetString();
        sentence.ShouldNotBeNullOrEmpty();
        return sentence!;
    }

    public static object Upsert(string file, string path, int version, string? content, string? hash = null, string? sha256 = null)
    {
        var op = new Dictionary<string, object>(StringComparer.Ordinal) { ["type"] = "upsert", ["fileId"] = file, ["serverPath"] = path, ["baseVersion"] = version };
        if (content is not null) op["content"] = content;
        if (hash is not null) op["contentHash"] = hash;
        if (sha256 is not null) op["sha256"] = sha256;
        return op;
    }

    public static object Delete(string file, string path, int version) => new { type = "delete", fileId = file, serverPath = path, baseVersion = version };

    public static object Push(string id, params object[] ops) => new { clientChangesetId = id, targetBranch = "main", ops };

    /// <summary>Pushes, accepts everything and publishes; the answer of the publish.</summary>
    public static async Task<JsonElement> LiveAsync(this HttpClient http, string id, params object[] ops)
    {
        var pushed = await http.TellAsync("push", Push(id, ops)).GoodAsync();
        var changeset = pushed.GetProperty("changeset").GetProperty("id").GetInt64();
        await http.TellAsync($"changesets/{changeset}/review", new { decision = "accept" }).GoodAsync();
        return await http.TellAsync($"changesets/{changeset}/publish").GoodAsync();
    }
}
