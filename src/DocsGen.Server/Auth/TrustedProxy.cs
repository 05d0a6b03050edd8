using System.Net;
using DocsGen.Server.Answers;

namespace DocsGen.Server.Auth;

/// <summary>A reverse proxy that has asked people who they are. Its word counts only when the connection comes from its address.</summary>
internal static class TrustedProxy
{
    /// <summary>The user whom a trusted proxy names; null when none does.</summary>
    /// <exception cref="RequestRefused">400 when the header comes from elsewhere, or more than once: somebody tries, or the proxy's address was not given.</exception>
    public static string? UserOf(HttpContext http)
    {
        var options = http.RequestServices.GetRequiredService<ServerOptions>();
        if (options.ProxyUserHeader is not { } header || http.Request.Headers[header] is not { Count: > 0 } values) return null;
        if (!IsTrusted(http, options)) throw new RequestRefused(StatusCodes.Status400BadRequest, "PROXY_NOT_TRUSTED", $"The header {header} is only taken from the proxies that this server was told of.");
        return values is [{ Length: > 0 } name] ? name : throw RequestRefused.Bad($"The header {header} should name one user.");
    }

    /// <summary>Whether the browser's own connection is encrypted, as far as this can be known.</summary>
    public static bool IsHttps(HttpContext http) =>
        http.Request.IsHttps || (IsTrusted(http, http.RequestServices.GetRequiredService<ServerOptions>()) && http.Request.Headers["X-Forwarded-Proto"] is ["https"]);

    /// <summary>The address that a request came from: behind trusted proxies, the last one that is none of them.</summary>
    public static string AddressOf(HttpContext http)
    {
        var options = http.RequestServices.GetRequiredService<ServerOptions>();
        if (IsTrusted(http, options))
        {
            var hops = http.Request.Headers["X-Forwarded-For"].SelectMany(v => (v ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Reverse();
            foreach (var hop in hops)
            {
                if (!IPAddress.TryParse(hop, out var address)) break;
                if (!Holds(options, address)) return address.ToString();
            }
        }

        return Plain(http.Connection.RemoteIpAddress).ToString();
    }

    private static bool IsTrusted(HttpContext http, ServerOptions options) => http.Connection.RemoteIpAddress is { } remote && Holds(options, remote);

    private static bool Holds(ServerOptions options, IPAddress address) => options.TrustedProxies.Any(n => n.Contains(Plain(address)));

    private static IPAddress Plain(IPAddress? address) => address is null ? IPAddress.None : address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
