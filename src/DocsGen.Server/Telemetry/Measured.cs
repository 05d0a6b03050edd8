using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace DocsGen.Server.Telemetry;

/// <summary>The activities and measurements that carry the program's name. While nobody listens they cost next to nothing.</summary>
internal static class Measured
{
    /// <summary>Of the source and of the meter.</summary>
    public const string Name = "DocsGen";

    public static readonly ActivitySource Activities = new(Name);

    private static readonly Meter Meter = new(Name);

    /// <summary>Seconds; how many there were, by what came out, is its count.</summary>
    public static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("docsgen.operation.duration", "s", "How long operations take.");

    public static readonly Counter<long> Files = Meter.CreateCounter<long>("docsgen.operation.files", "{file}", "Files that were pushed, published or pulled.");

    public static readonly Counter<long> Bytes = Meter.CreateCounter<long>("docsgen.operation.bytes", "By", "Bytes of contents that were pushed, and of pulls that were answered.");

    public static readonly UpDownCounter<long> Followers = Meter.CreateUpDownCounter<long>("docsgen.events.followers", "{connection}", "Connections that follow a space's events now.");

    public static readonly Counter<long> Deliveries = Meter.CreateCounter<long>("docsgen.webhook.deliveries", "{delivery}", "Attempts to deliver an event to a webhook.");
}
