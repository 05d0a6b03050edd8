using System.Net;
using System.Net.Sockets;

namespace DocsGen.Server.Webhooks;

/// <summary>
/// Which addresses a webhook may lead to. A name is resolved once, and the very address that was looked at is dialled: it cannot mean another one a moment later. Private,
/// link-local, loopback, metadata and other special addresses are refused (IANA's special-purpose registries), save those that whoever runs the server allows.
/// </summary>
internal sealed class AddressGuard(IReadOnlyList<IPNetwork> allowed)
{
    private static readonly IReadOnlyList<IPNetwork> Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork GlobalV6 = IPNetwork.Parse("2000::/3");

    /// <summary>Whether it may be dialled.</summary>
    public bool Allows(IPAddress address)
    {
        // ::ffff:10.0.0.1 is 10.0.0.1.
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (allowed.Any(n => n.Contains(address))) return true;
        return (address.AddressFamily == AddressFamily.InterNetwork || GlobalV6.Contains(address)) && !Special.Any(n => n.Contains(address));
    }

    /// <summary>Resolves a name and dials the first address that is allowed.</summary>
    /// <exception cref="HttpRequestException">None is allowed, or none answers.</exception>
    public async ValueTask<Stream> ConnectAsync(DnsEndPoint target, CancellationToken cancellationToken)
    {
        var found = IPAddress.TryParse(target.Host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(target.Host, cancellationToken);
        var address = found.FirstOrDefault(Allows) ?? throw new HttpRequestException($"{target.Host} leads to an address that webhooks may not reach; 'docsgen serve --webhook-allow' says which private ones they may.");
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, target.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
