using System.Security.Cryptography;
using DocsGen.Core.Access;
using DocsGen.Core.Access.UseCases;
using DocsGen.Core.Artifacts;
using DocsGen.Server;
using DocsGen.Storage;
using Microsoft.AspNetCore.Builder;

namespace DocsGen.Cli.Tests;

/// <summary>A server over the store of a test, on the same clock, and a token for everybody who types.</summary>
internal sealed class CliServer(Cli cli) : IDisposable
{
    private readonly Dictionary<string, string> tokens = new(StringComparer.Ordinal);
    private IStore? store;
    private WebApplication? app;

    /// <summary>Says in the environment where the server is, and who asks.</summary>
    public async Task PrepareAsync()
    {
        var clock = new Cli.StillClock(cli.Now);
        if (app is null)
        {
            store = EmbeddedStore.Open(cli[".docsgen"], clock, Path.GetRandomFileName);
            app = ServerApp.Build(store, new() { Urls = ["http://127.0.0.1:0"], Clock = clock });
            await app.StartAsync();
            cli.Environment["DOCSGEN_SERVER"] = app.Urls.Single();
        }

        var user = cli.Environment["DOCSGEN_USER"];
        if (!tokens.ContainsKey(user)) tokens[user] = (await new CreateToken(store!.Tokens, RandomNumberGenerator.Fill, clock).ExecuteAsync(user, Actor.User(user), [Scope.Admin], null, null, Actor.User(user), default))!.Secret;
        cli.Environment["DOCSGEN_TOKEN"] = tokens[user];
    }

    public void Dispose()
    {
        if (app is null) return;
        app.StopAsync().GetAwaiter().GetResult();
        app.DisposeAsync().AsTask().GetAwaiter().GetResult();
        store!.Dispose();
    }
}
