using System.Net;
using System.Net.Sockets;

namespace DocsGen.Storage.Tests;

/// <summary>
/// Stands between a client and a PostgreSQL server, and once cuts the line at a COMMIT: before the server hears of it, or after it has carried it out and before its
/// answer arrives.
/// </summary>
internal sealed class LostAnswerProxy : IDisposable
{
    // As the protocol ends a text: READ COMMITTED, with which a transaction begins, is another word.
    private static readonly byte[] Commit = [.. "COMMIT"u8, 0];

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly int serverPort;
    private int armed;
    private int cuts;

    public LostAnswerProxy(int serverPort)
    {
        this.serverPort = serverPort;
        listener.Start();
        _ = Task.Run(AcceptAsync);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public int Cuts => Volatile.Read(ref cuts);

    /// <summary>Whether the server hears of the COMMIT whose line is cut.</summary>
    public bool ServerHears { get; set; } = true;

    /// <summary>Cuts the line at the next COMMIT.</summary>
    public void Arm() => Interlocked.Exchange(ref armed, 1);

    public void Dispose() => listener.Dispose();

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await listener.AcceptSocketAsync();
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = Task.Run(() => ServeAsync(client));
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var from = client;
        using var to = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await to.ConnectAsync(IPAddress.Loopback, serverPort);
        using var mute = new CancellationTokenSource();
        var back = PumpBackAsync(to, from, mute.Token);
        var buffer = new byte[64 * 1024];
        for (int read; (read = await ReceiveAsync(from, buffer)) > 0;)
        {
            if (buffer.AsSpan(0, read).IndexOf(Commit) >= 0 && Interlocked.Exchange(ref armed, 0) == 1)
            {
                await mute.CancelAsync();
                Interlocked.Increment(ref cuts);
                if (!ServerHears) return;
                await to.SendAsync(buffer.AsMemory(0, read));
                // Its answer is read here, and goes no further: the commit has happened.
                await ReceiveAsync(to, new byte[64 * 1024]);
                return;
            }

            await to.SendAsync(buffer.AsMemory(0, read));
        }

        to.Shutdown(SocketShutdown.Both);
        await back;
    }

    private static async Task PumpBackAsync(Socket server, Socket client, CancellationToken mute)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            for (int read; (read = await server.ReceiveAsync(buffer, mute)) > 0;) await client.SendAsync(buffer.AsMemory(0, read), mute);
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Cut, or one side left.
        }
    }

    private static async Task<int> ReceiveAsync(Socket socket, byte[] buffer)
    {
        try
        {
            return await socket.ReceiveAsync(buffer.AsMemory());
        }
        catch (SocketException)
        {
            return 0;
        }
    }
}
