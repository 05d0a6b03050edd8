using System.Security.Cryptography;
using DocsGen.Core.Access;
using DocsGen.Core.Access.UseCases;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Storage;
using Microsoft.AspNetCore.Builder;

namespace DocsGen.Server.Tests;

/// <summary>Two servers, each with a store object and connections of its own, on one database or one folder.</summary>
internal sealed class TwoServers : IAsyncDisposable
{
    private readonly List<(IStore Store, WebApplication App)> servers = [];
    private readonly string? folder;

    private TwoServers(string? folder) => this.folder = folder;

    public IStore Store => servers[0].Store;

    public IReadOnlyList<Uri> Urls => [.. servers.Select(s => new Uri(s.App.Urls.Single()))];

    /// <summary>Opens everything but administration, in ada's name.</summary>
    public string Token { get; private set; } = "";

    public static async Task<TwoServers> StartAsync(string? database)
    {
        var both = new TwoServers(database is null ? Directory.CreateTempSubdirectory("docsgen-two").FullName : null);
        for (var n = 0; n < 2; n++)
        {
            IStore store = database is null
                ? EmbeddedStore.Open(Path.Combine(both.folder!, "store"), TimeProvider.System, Path.GetRandomFileName)
                : PostgresStore.Open(DatabaseAddress.Parse(database), TimeProvider.System, Path.GetRandomFileName);
            if (n == 0) await new CreateSpace(store.Sync).ExecuteAsync(SpaceSlug.Parse("default"), null, new(), Actor.User("ada"), default);
            var app = ServerApp.Build(store, new() { Urls = ["http://127.0.0.1:0"], Clock = TimeProvider.System });
            await app.StartAsync();
            both.servers.Add((store, app));
        }

        both.Token = (await new CreateToken(both.Store.Tokens, RandomNumberGenerator.Fill, TimeProvider.System)
            .ExecuteAsync("ada", Actor.User("ada"), [Scope.Push, Scope.Review, Scope.Publish], null, null, Actor.User("ada"), default))!.Secret;
        return both;
    }

    public HttpClient Client(int server) => new() { BaseAddress = new(Urls[server], "/api/v1/sync/"), DefaultRequestHeaders = { Authorization = new("Bearer", Token) } };

    public async ValueTask DisposeAsync()
    {
        foreach (var (store, app) in servers)
        {
            await app.StopAsync();
            await app.DisposeAsync();
            store.Dispose();
        }

        if (folder is not null) Directory.Delete(folder, recursive: true);
    }
}
