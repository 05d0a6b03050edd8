using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace DocsGen.Server.Telemetry;

/// <summary>Sends activities and measurements to a collector over OTLP, while the server runs: ours, and those that ASP.NET Core and Npgsql make by themselves.</summary>
internal sealed class TelemetryExport(TelemetryOptions options) : IHostedService
{
    private const string Web = "Microsoft.AspNetCore";
    private const string Postgres = "Npgsql";

    private TracerProvider? tracer;
    private MeterProvider? meter;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Traces) tracer = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(Resource()).AddSource(Measured.Name, Web, Postgres).AddProcessor(new KnownTags()).AddOtlpExporter().Build();
        if (options.Metrics) meter = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(Resource()).AddMeter(Measured.Name, Web + ".Hosting", Web + ".Server.Kestrel", Postgres).AddOtlpExporter().Build();
        return Task.CompletedTask;
    }

    /// <summary>Sends what is left, within a few seconds, whether a collector is there or not.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.Run(() =>
    {
        tracer?.Dispose();
        meter?.Dispose();
    }, CancellationToken.None);

    // What the environment says comes last, and counts.
    private static ResourceBuilder Resource() => ResourceBuilder.CreateEmpty().AddTelemetrySdk().AddService("docsgen", serviceVersion: typeof(TelemetryExport).Assembly.GetName().Version?.ToString(3)).AddEnvironmentVariableDetector();
}
