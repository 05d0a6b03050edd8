using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace DocsGen.EndToEnd.Tests;

/// <summary>A span as it was exported: its name and its tags.</summary>
internal sealed record ReceivedSpan(string Name, IReadOnlyDictionary<string, object> Tags);

/// <summary>A collector that keeps what it is sent over OTLP, HTTP and protobuf.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication app;

    private OtlpReceiver(WebApplication app) => this.app = app;

    public string Url => app.Urls.Single();

    /// <summary>Bodies, by the path that they were sent to.</summary>
    public ConcurrentQueue<(string Path, byte[] Body)> Received { get; } = new();

    /// <summary>Everything, as text: what is text in protobuf stands there as it is.</summary>
    public string Text => string.Join('\n', Received.Select(r => Encoding.UTF8.GetString(r.Body)));

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new OtlpReceiver(builder.Build());
        receiver.app.Run(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            receiver.Received.Enqueue((http.Request.Path, body.ToArray()));
            http.Response.ContentType = "application/x-protobuf";
        });
        await receiver.app.StartAsync();
        return receiver;
    }

    /// <summary>Every span; the numbers are those of the fields in opentelemetry/proto/trace/v1/trace.proto.</summary>
    public IReadOnlyList<ReceivedSpan> Spans() =>
    [
        .. from request in Received
           where request.Path == "/v1/traces"
           from resource in Messages(request.Body, 1)
           from scope in Messages(resource, 2)
           from span in Messages(scope, 2)
           select new ReceivedSpan(Encoding.UTF8.GetString(Messages(span, 5).Single()), Messages(span, 9).ToDictionary(t => Encoding.UTF8.GetString(Messages(t, 1).Single()), t => ValueOf(Messages(t, 2).Single()), StringComparer.Ordinal)),
    ];

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private static object ValueOf(byte[] any) => Fields(any).Select(f => f.Number switch
    {
        1 => (object)Encoding.UTF8.GetString(f.Bytes),
        3 => (long)f.Varint,
        _ => f.Number,
    }).FirstOrDefault("");

    private static IEnumerable<byte[]> Messages(byte[] message, int number) => Fields(message).Where(f => f.Number == number).Select(f => f.Bytes);

    private static List<(int Number, ulong Varint, byte[] Bytes)> Fields(byte[] message)
    {
        var fields = new List<(int, ulong, byte[])>();
        for (var at = 0; at < message.Length;)
        {
            var key = Varint(message, ref at);
            var (number, kind) = ((int)(key >> 3), key & 7);
            var value = kind is 0 or 2 ? Varint(message, ref at) : 0;
            var length = kind switch { 0 => 0, 1 => 8, 2 => (int)value, 5 => 4, _ => throw new InvalidOperationException($"Field {number} is of kind {kind}.") };
            fields.Add((number, value, message[at..(at + length)]));
            at += length;
        }

        return fields;
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80) return value;
        }
    }
}
