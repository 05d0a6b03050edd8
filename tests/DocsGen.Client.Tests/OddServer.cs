using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DocsGen.Client.Tests;

/// <summary>A server that answers what a test wants, also what no server of ours would.</summary>
internal sealed class OddServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private OddServer(WebApplication app) => this.app = app;

    /// <summary>What came, in order: method, path with query, and the key of a write.</summary>
    public ConcurrentQueue<(string Method, string Path, string? Key)> Asked { get; } = new();

    public static async Task<OddServer> StartAsync(Func<HttpContext, int, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new OddServer(builder.Build());
        server.app.Run(async http =>
        {
            server.Asked.Enqueue((http.Request.Method, http.Request.Path + http.Request.QueryString, http.Request.Headers["Idempotency-Key"]));
            await answer(http, server.Asked.Count);
        });
        await server.app.StartAsync();
        return server;
    }

    public ServerConnection Connect()
    {
        var keys = 0;
        return new(new(app.Urls.Single()), "dgt_x", () => $"key-{Interlocked.Increment(ref keys)}", TimeProvider.System);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
