using DocsGen.Server.Telemetry;

namespace DocsGen.Server.Tests;

/// <summary>Nothing is told to anybody unless somebody says to whom.</summary>
public sealed class TelemetryOptionsTests
{
    [Theory]
    [InlineData("", false, false)]
    [InlineData("OTEL_SERVICE_NAME=docs", false, false)]
    [InlineData("OTEL_TRACES_EXPORTER=otlp", false, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT= ", false, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://a", true, true)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://a;OTEL_TRACES_EXPORTER=none", false, true)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://a;OTEL_METRICS_EXPORTER=none", true, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://a;OTEL_METRICS_EXPORTER=prometheus", true, false)]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://a", true, false)]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://a", false, true)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://a;OTEL_SDK_DISABLED=True", false, false)]
    public void The_standard_variables_say_what_is_exported(string environment, bool traces, bool metrics)
    {
        var options = TelemetryOptions.Of(environment.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(v => v.Split('=')).ToDictionary(v => v[0], v => v[1], StringComparer.Ordinal));
        (options.Traces, options.Metrics, options.Log).ShouldBe((traces, metrics, LogForm.None));
    }
}
