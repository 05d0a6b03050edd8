using System.Globalization;
using System.IO.Compression;
using System.Net.Sockets;
using System.Text;

namespace DocsGen.EndToEnd.Tests.Hostile;

/// <summary>An answer as it came over the wire.</summary>
internal sealed record RawAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body, bool Closes)
{
    public string Type => Headers.GetValueOrDefault("content-type", "").Split(';')[0];

    public override string ToString() => $"{Status} {Type} {Encoding.UTF8.GetString(Body.AsSpan(0, Math.Min(Body.Length, 300)))}";
}

/// <summary>A connection over which any bytes can be sent: HTTP clients refuse to send what this is for.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] buffer = new byte[64 * 1024];
    private int start;
    private int end;

    public static async Task<RawConnection> OpenAsync(Uri server, CancellationToken cancellationToken = default)
    {
        var connection = new RawConnection();
        await connection.socket.ConnectAsync(server.Host, server.Port, cancellationToken);
        return connection;
    }

    /// <summary>Sends all of it, or as much as the server takes before it hangs up.</summary>
    public async Task<bool> SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        try
        {
            while (bytes.Length > 0) bytes = bytes[await socket.SendAsync(bytes, cancellationToken)..];
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public Task<bool> SendAsync(string text, CancellationToken cancellationToken = default) => SendAsync(Encoding.Latin1.GetBytes(text), cancellationToken);

    /// <summary>Says that nothing more comes.</summary>
    public void EndSending()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The server was faster.
        }
    }

    /// <summary>The next answer; null when the server hung up without one.</summary>
    /// <param name="wantsBody">False for the answer to HEAD.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<RawAnswer?> ReadAsync(bool wantsBody = true, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (await LineAsync(cancellationToken) is not { Length: > 0 } line) return null;
            line.ShouldStartWith("HTTP/1.1 ");
            var status = int.Parse(line.AsSpan(9, 3), CultureInfo.InvariantCulture);
            var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            while (await LineAsync(cancellationToken) is { Length: > 0 } header) headers[header[..header.IndexOf(':', StringComparison.Ordinal)]] = header[(header.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
            if (status < 200) continue;
            var hasBody = wantsBody && status is not (204 or 304);
            // What streams for ever is not waited for.
            if (headers.GetValueOrDefault("content-type", "").StartsWith("text/event-stream", StringComparison.Ordinal)) return new(status, headers, [], Closes: true);
            var body = hasBody ? await BodyAsync(headers, cancellationToken) : [];
            return new(status, headers, body, headers.GetValueOrDefault("connection", "").Equals("close", StringComparison.OrdinalIgnoreCase));
        }
    }

    public void Dispose() => socket.Dispose();

    private async Task<byte[]> BodyAsync(Dictionary<string, string> headers, CancellationToken cancellationToken)
    {
        var body = new MemoryStream();
        if (headers.TryGetValue("content-length", out var length)) await CopyAsync(body, long.Parse(length, CultureInfo.InvariantCulture), cancellationToken);
        else if (headers.GetValueOrDefault("transfer-encoding") == "chunked")
        {
            while (await LineAsync(cancellationToken) is { Length: > 0 } size && long.Parse(size, NumberStyles.HexNumber, CultureInfo.InvariantCulture) is var chunk)
            {
                await CopyAsync(body, chunk, cancellationToken);
                await LineAsync(cancellationToken);
                if (chunk == 0) break;
            }
        }
        else await CopyAsync(body, long.MaxValue, cancellationToken);

        return Plain(headers.GetValueOrDefault("content-encoding"), body);
    }

    private static byte[] Plain(string? encoding, MemoryStream body)
    {
        body.Position = 0;
        using Stream plain = encoding switch
        {
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            _ => body,
        };
        using var bytes = new MemoryStream();
        plain.CopyTo(bytes);
        return bytes.ToArray();
    }

    private async Task CopyAsync(MemoryStream to, long count, CancellationToken cancellationToken)
    {
        while (count > 0)
        {
            if (start == end && !await FillAsync(cancellationToken)) return;
            var part = (int)Math.Min(count, end - start);
            to.Write(buffer, start, part);
            start += part;
            count -= part;
        }
    }

    private async Task<string?> LineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (start < end || await FillAsync(cancellationToken))
        {
            var c = (char)buffer[start++];
            if (c == '\n') return line.ToString();
            if (c != '\r') line.Append(c);
        }

        return null;
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        try
        {
            start = 0;
            end = await socket.ReceiveAsync(buffer, cancellationToken);
            return end > 0;
        }
        catch (SocketException)
        {
            end = 0;
            return false;
        }
    }
}
