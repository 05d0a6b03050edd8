using System.IO.Compression;
using DocsGen.Contracts;
using DocsGen.Core.Sync;
using DocsGen.Core.Sync.UseCases;
using DocsGen.Server.Answers;
using DocsGen.Server.Auth;
using DocsGen.Server.Endpoints;
using DocsGen.Server.Events;
using DocsGen.Server.Reference;
using DocsGen.Server.Requests;
using DocsGen.Server.Telemetry;
using DocsGen.Server.Webhooks;
using DocsGen.Storage;
using Microsoft.AspNetCore.ResponseCompression;

namespace DocsGen.Server;

/// <summary>The server: the sync protocol over a store, on Kestrel. Several processes may serve one PostgreSQL database.</summary>
public static class ServerApp
{
    private static readonly TimeSpan ShutdownPatience = TimeSpan.FromSeconds(25);

    /// <summary>Builds it; the caller runs and disposes it, and owns the store.</summary>
    /// <param name="store">What it serves.</param>
    /// <param name="options">Where and how.</param>
    public static WebApplication Build(IStore store, ServerOptions options)
    {
        // The folder where somebody started it is theirs: no settings are read from it, and nothing in it is watched.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "docsgen", ContentRootPath = AppContext.BaseDirectory, Args = ["--hostBuilder:reloadConfigOnChange=false"] });
        AddTelemetry(builder, options.Telemetry);
        builder.WebHost.UseUrls([.. options.Urls]);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes + BodyLimit.Courtesy;
            kestrel.Limits.MaxConcurrentConnections = options.MaxConnections;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            kestrel.Limits.MinRequestBodyDataRate = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(10));
            // What one who reads nothing was written before is counted against this: at the usual 240 bytes a second it would hold its answer for long.
            kestrel.Limits.MinResponseDataRate = new(bytesPerSecond: 2048, gracePeriod: TimeSpan.FromSeconds(10));
        });
        // Publishes that run are finished, or give their claims back.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownPatience);
        builder.Services.AddSingleton(store);
        builder.Services.AddSingleton(options.Clock);
        builder.Services.AddSingleton(options);
        RequestRates.Add(builder.Services, options);
        builder.Services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.MimeTypes = ["application/json"];
        });
        builder.Services.AddSingleton<EventTails>();
        builder.Services.AddHostedService<WebhookDeliveries>();
        builder.Services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
        builder.Services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        ReferenceDocument.Add(builder.Services);
        var app = builder.Build();
        app.UseResponseCompression();
        app.UseMiddleware<ErrorHandler>();
        app.Use((http, next) => BodyLimit.EnforceAsync(http, next, SmallBody.LimitOf(http, options.MaxBodyBytes)));
        if (options.RateLimit > 0) app.UseRateLimiter();
        app.Use((http, next) => BodyDecoding.DecodeAsync(http, next, SmallBody.LimitOf(http, options.MaxBodyBytes)));
        app.UseMiddleware<IdempotentWrites>();
        // Once more, inside: refusals are answers that are kept too.
        app.UseMiddleware<ErrorHandler>();
        app.UseMiddleware<Watch>();
        app.MapGet("/healthz", () => TypedResults.Text("ok")).DisableRateLimiting().Describe(new() { Tag = "Server", Summary = "Whether the process lives.", AnswerType = "text/plain" });
        app.MapGet("/readyz", ReadyAsync).DisableRateLimiting().Describe(new() { Tag = "Server", Summary = "Whether its store can be read.", AnswerType = "text/plain", Statuses = [503] });
        AccessEndpoints.Map(app);
        SyncMap.Map(app);
        app.MapOpenApi(ReferenceDocument.Address);
        app.MapGet("/docs", ReferencePage.ShowAsync).ExcludeFromDescription();
        return app;
    }

    /// <summary>Makes the space of requests that name none, in a store that has no space yet.</summary>
    public static async Task MakeDefaultSpaceAsync(IStore store, Core.Artifacts.Actor by, CancellationToken cancellationToken)
    {
        if ((await store.Sync.Spaces.ListAsync(cancellationToken)).Count > 0) return;
        await new CreateSpace(store.Sync).ExecuteAsync(SpaceSlug.Parse(SyncRoutes.DefaultSpace), null, new(), by, cancellationToken);
    }

    private static void AddTelemetry(WebApplicationBuilder builder, TelemetryOptions options)
    {
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        if (options.Traces || options.Metrics) builder.Services.AddHostedService(_ => new TelemetryExport(options));
        if (options.Log == LogForm.None) return;
        builder.Logging.ClearProviders().AddFilter(typeof(Watch).FullName, LogLevel.Information);
        if (options.Log == LogForm.Json) builder.Logging.AddJsonConsole(json => (json.UseUtcTimestamp, json.TimestampFormat) = (true, "O"));
        else builder.Logging.AddSimpleConsole(text => (text.SingleLine, text.UseUtcTimestamp, text.TimestampFormat) = (true, true, "O "));
    }

    // A store that cannot be read is no server to send requests to.
    private static async Task<IResult> ReadyAsync(IStore store, HttpContext http)
    {
        try
        {
            await store.Sync.Spaces.ListAsync(http.RequestAborted);
            return TypedResults.Text("ready");
        }
        catch (Exception exception) when (exception is StoreFailedException or StoreBusyException)
        {
            return TypedResults.Text("the store cannot be read", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
