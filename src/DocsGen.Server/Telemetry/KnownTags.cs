using System.Diagnostics;
using OpenTelemetry;

namespace DocsGen.Server.Telemetry;

/// <summary>
/// Keeps of activities that are not ours only tags of which it is known what they hold. Addresses and their questions may name paths of documents and links that sign somebody in, statements and
/// messages what was written.
/// </summary>
internal sealed class KnownTags : BaseProcessor<Activity>
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "http.request.method", "http.route", "http.response.status_code", "network.protocol.version", "url.scheme", "error.type", "db.system.name", "db.system", "db.operation.name", "db.response.status_code",
    };

    public override void OnEnd(Activity data)
    {
        if (data.Source.Name == Measured.Name) return;
        foreach (var name in data.TagObjects.Select(t => t.Key).Where(k => !Known.Contains(k)).ToList()) data.SetTag(name, null);
        if (data.Status == ActivityStatusCode.Error) data.SetStatus(ActivityStatusCode.Error);
        // An event about an exception holds its message.
        if (data.Events.Any(e => e.Name == "exception")) data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }
}
