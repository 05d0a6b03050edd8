using System.Net;
using System.Net.Sockets;

namespace DocsGen.TestSupport;

/// <summary>A switch in front of servers on loopback: passes connections on to one of them, or to several in turn, and cuts them off when told to, as a network does: with a reset, in the middle.</summary>
internal sealed class TcpSwitch : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ended = new();
    private readonly Lock gate = new();
    private readonly HashSet<(Socket Client, Socket Server)> open = [];
    private readonly Task accepting;
    private volatile int[] targets;
    private uint connections;

    public TcpSwitch(params int[] targets)
    {
        this.targets = targets;
        listener.Start();
        accepting = Task.Run(AcceptAsync);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>How many connections came until now.</summary>
    public int Connections => (int)Volatile.Read(ref connections);

    /// <summary>New connections go there from here on, in turn where there are several.</summary>
    public void SwitchTo(params int[] ports) => targets = ports;

    /// <summary>Cuts off whatever is open; how many connections that were.</summary>
    public int Cut()
    {
        lock (gate)
        {
            foreach (var (client, server) in open)
            {
                Reset(client);
                Reset(server);
            }

            var cut = open.Count;
            open.Clear();
            return cut;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        listener.Stop();
        Cut();
        await accepting;
        ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptSocketAsync(ended.Token);
                var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                client.NoDelay = true;
                var ports = targets;
                var target = ports[connections++ % ports.Length];
                try
                {
                    await server.ConnectAsync(IPAddress.Loopback, target, ended.Token);
                }
                catch (SocketException)
                {
                    // The server is gone: so is the connection.
                    Reset(client);
                    server.Dispose();
                    continue;
                }

                lock (gate) open.Add((client, server));
                _ = PassAsync(client, server);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The switch ends.
        }
    }

    private async Task PassAsync(Socket client, Socket server)
    {
        await Task.WhenAll(PumpAsync(client, server), PumpAsync(server, client));
        lock (gate) open.Remove((client, server));
        client.Dispose();
        server.Dispose();
    }

    private static async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer)) > 0) await to.SendAsync(buffer.AsMemory(0, read));
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            Reset(to);
        }
    }

    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new(enable: true, seconds: 0);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It is gone already.
        }

        socket.Dispose();
    }
}
