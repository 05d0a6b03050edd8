using System.Net;
using DocsGen.Server.Telemetry;

namespace DocsGen.Server;

/// <summary>Where and how the server listens.</summary>
public sealed record ServerOptions
{
    /// <summary>Such as <c>http://127.0.0.1:8790</c>; port 0 takes a free one.</summary>
    public required IReadOnlyList<string> Urls { get; init; }

    /// <summary>Most bytes of one request.</summary>
    public long MaxBodyBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>Most connections at once; further ones are closed at once.</summary>
    public long MaxConnections { get; init; } = 10_000;

    public required TimeProvider Clock { get; init; }

    /// <summary>How long a publish that is not heard of keeps its changeset.</summary>
    public TimeSpan PublishTerm { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a browser stays signed in.</summary>
    public TimeSpan SessionLifetime { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Most requests a second of one caller, and twice that at once; 0 for no limit, on attempts to sign in too.</summary>
    public int RateLimit { get; init; } = 2000;

    /// <summary>Private addresses that webhooks may reach all the same.</summary>
    public IReadOnlyList<IPNetwork> WebhookTargets { get; init; } = [];

    /// <summary>The pause after the first try of a delivery that failed; each further one is four times as long.</summary>
    public TimeSpan WebhookPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What it tells about itself.</summary>
    public TelemetryOptions Telemetry { get; init; } = new();

    /// <summary>The header in which a trusted proxy names the user; null when there is no such proxy.</summary>
    public string? ProxyUserHeader { get; init; }

    /// <summary>Where trusted proxies connect from.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];
}
