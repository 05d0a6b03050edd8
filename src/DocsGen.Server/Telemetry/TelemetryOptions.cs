namespace DocsGen.Server.Telemetry;

/// <summary>How a write is told of on the console.</summary>
public enum LogForm
{
    /// <summary>Not at all.</summary>
    None,
    Text,
    Json,
}

/// <summary>What the server tells about itself, and to whom; nothing unless somebody asks for it.</summary>
public sealed record TelemetryOptions
{
    /// <summary>Whether activities are exported over OTLP.</summary>
    public bool Traces { get; init; }

    /// <summary>Whether measurements are exported over OTLP.</summary>
    public bool Metrics { get; init; }

    /// <summary>How each write is logged.</summary>
    public LogForm Log { get; init; }

    /// <summary>Reads the standard variables of OpenTelemetry, and <c>DOCSGEN_LOG</c>. Where to, and how, the exporter itself reads from the environment.</summary>
    /// <exception cref="FormatException"><c>DOCSGEN_LOG</c> is no form.</exception>
    public static TelemetryOptions Of(IReadOnlyDictionary<string, string> environment)
    {
        var log = environment.GetValueOrDefault("DOCSGEN_LOG") switch
        {
            null or "" => LogForm.None,
            "text" => LogForm.Text,
            "json" => LogForm.Json,
            var other => throw new FormatException($"DOCSGEN_LOG is '{other}'; it should be 'text' or 'json'."),
        };
        var isOff = "true".Equals(environment.GetValueOrDefault("OTEL_SDK_DISABLED"), StringComparison.OrdinalIgnoreCase);
        return new() { Traces = !isOff && Goes("TRACES"), Metrics = !isOff && Goes("METRICS"), Log = log };

        bool Goes(string signal) => environment.GetValueOrDefault($"OTEL_{signal}_EXPORTER") is null or "" or "otlp"
            && (IsSet("OTEL_EXPORTER_OTLP_ENDPOINT") || IsSet($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"));

        bool IsSet(string name) => !string.IsNullOrWhiteSpace(environment.GetValueOrDefault(name));
    }
}
